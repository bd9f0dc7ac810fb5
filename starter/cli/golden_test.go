package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/starter/cli"
)

var update = flag.Bool("update", false, "write the golden files anew")

// closed is an address where nothing listens.
const closed = "127.0.0.1:1"

// environ is a process with a store and schemes, and no Temporal.
func environ(storeURL, schemes string) map[string]string {
	return map[string]string{"STORE_URL": storeURL, "SCHEMES_DIR": "../testdata/" + schemes, "TEMPORAL_ADDRESS": closed}
}

// apis are two short tables instead of the vendors' long ones.
func apis() map[string][]connectors.API {
	return map[string][]connectors.API{
		"jushuitan": {
			{
				Name: "refund.single.query", Title: "退货退款查询", Effect: connectors.Reads,
				Request: []connectors.Field{
					{Name: "modified_begin", Title: "修改起始时间", Type: "datetime", Mandatory: true, About: "与修改结束时间相隔不超过七天"},
					{Name: "page_size", Title: "每页行数", Type: "int"},
				},
				Response: []connectors.Field{{Name: "as_id", Title: "售后单号", Type: "int"}, {Name: "so_id", Title: "线上单号", Type: "string"}},
			},
			{Name: "shops.query", Title: "店铺查询", Effect: connectors.Reads},
		},
		"kingdee": {{
			Name: "batchSave", Title: "批量保存", Effect: connectors.Writes,
			Request: []connectors.Field{
				{Name: "FBillNo", Title: "单据编号", Type: "string"},
				{Name: "FRetcustId", Title: "退货客户", Type: "ref", Reference: "FNumber", Mandatory: true},
				{Name: "FDate", Title: "日期", Type: "date", Mandatory: true},
				{Name: "FEntity", Title: "明细信息", Type: "array"},
				{Name: "FEntity.FMaterialId", Title: "物料编码", Type: "ref", Reference: "FNumber"},
			},
		}},
	}
}

// outcome is what a command line did.
type outcome struct {
	code           int
	stdout, stderr string
}

func run(ctx context.Context, environ map[string]string, args ...string) outcome {
	return runIn(ctx, cli.Env{
		Environ: environ, APIs: apis, Accounts: all.NewAccounts(environ), Now: func() time.Time { return shanghai(12, 0) },
	}, args...)
}

// runKnowing runs with other tables and the schemes built in.
func runKnowing(ctx context.Context, apis func() map[string][]connectors.API, args ...string) outcome {
	return runIn(ctx, cli.Env{Environ: map[string]string{}, APIs: apis}, args...)
}

func runIn(ctx context.Context, env cli.Env, args ...string) outcome {
	var stdout, stderr bytes.Buffer
	env.Stdout, env.Stderr, env.User, env.Version = &stdout, &stderr, "zhao", "v1.2.3"
	code := cli.Run(ctx, args, env)
	return outcome{code, stdout.String(), stderr.String()}
}

var (
	local   = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d`)
	rfc3339 = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+08:00`)
)

// text is an outcome for a golden file: what the clock and the machine put in
// is taken out; what is of November the first was seeded and stays.
func (o outcome) text(storeURL string) string {
	s := fmt.Sprintf("exit %d\n--- stdout\n%s--- stderr\n%s", o.code, o.stdout, o.stderr)
	if dir := filepath.Dir(strings.TrimPrefix(storeURL, "sqlite:")); filepath.IsAbs(dir) {
		s = strings.ReplaceAll(s, dir, "DIR")
	}
	keep := func(stamp, instead string) string {
		if strings.HasPrefix(stamp, "2026-11-01") {
			return stamp
		}
		return instead
	}
	s = local.ReplaceAllStringFunc(s, func(stamp string) string { return keep(stamp, "YYYY-MM-DD hh:mm:ss") })
	s = rfc3339.ReplaceAllStringFunc(s, func(stamp string) string { return keep(stamp, "NOW") })
	for _, at := range []time.Time{time.Now(), time.Now().Add(-time.Hour)} { // of check, which may have been before midnight
		s = strings.ReplaceAll(s, at.In(shanghai(0, 0).Location()).Format(time.DateOnly), "YYYY-MM-DD")
	}
	return s
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("..", "testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test ./starter/cli -update writes it anew)\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}

// preview is how a file that is not among the schemes is previewed.
const preview = "schemes preview ../testdata/preview/"

// commands are command lines that change nothing, each with its golden files.
func commands() map[string]string {
	return map[string]string{
		"schemes-list":             "schemes list",
		"schemes-show":             "schemes show refunds",
		"schemes-show-base":        "schemes show shops",
		"schemes-show-unknown":     "schemes show refund",
		"schemes-validate":         "schemes validate",
		"schemes-validate-files":   "schemes validate ../testdata/broken/broken.yaml ../testdata/broken/unknown.yaml",
		"schemes-validate-unknown": "schemes validate ../testdata/broken/unknown.yaml",
		"schemes-validate-missing": "schemes validate none.yaml",
		"schemes-validate-strict":  "schemes validate --strict",
		"schemes-test":             "schemes test",
		"preview":                  preview + "bills.yaml --document ../testdata/preview/rows.json --collections ../testdata/preview/shops.yaml",
		"preview-failing":          preview + "bills.yaml --document ../testdata/preview/failing.json --collections ../testdata/preview/shops.yaml",
		"preview-unmasked":         preview + "bills.yaml --document ../testdata/preview/rows.json --collections ../testdata/preview/shops.yaml --unmasked",
		"preview-store":            preview + "kept.yaml --document ../testdata/preview/shop7.json",
		"preview-unreadable":       preview + "kept.yaml --document ../testdata/preview/unreadable.json",
		"preview-base":             "schemes preview shops --document ../testdata/preview/shop.json",
		"preview-not-json":         "schemes preview shops --document ../testdata/preview/broken.json",
		"preview-grouped":          preview + "grouped.yaml --document ../testdata/preview/grouped.json",
		"preview-no-file":          "schemes preview shops --document none.json",
		"preview-bad-collections":  "schemes preview shops --document ../testdata/preview/shop.json --collections ../testdata/preview/kept.yaml",
		"preview-unknown":          "schemes preview shop --document ../testdata/preview/shop.json",
		"preview-broken":           "schemes preview ../testdata/broken/broken.yaml --document ../testdata/preview/shop.json",
		"preview-no-account":       "schemes preview shops --live 7",
		"usage-preview":            "schemes preview shops",
		"usage-preview-since":      "schemes preview shops --document x.json --since 3d",
		"docs":                     "schemes docs refunds",
		"docs-base":                "schemes docs shops",
		"docs-everything":          "schemes docs ../testdata/docs/everything.yaml",
		"apis-list":                "apis list",
		"apis-list-one":            "apis list kingdee",
		"apis-list-unknown":        "apis list kingdeee",
		"apis-show":                "apis show jushuitan refund.single.query",
		"apis-show-unknown":        "apis show jushuitan refund.query",
		"documents-list":           "documents list",
		"documents-list-scheme":    "documents list --scheme refunds --limit 3",
		"documents-list-after":     "documents list --scheme refunds --limit 3 --after 3",
		"documents-list-all-page":  "documents list --limit 2 --after shops:7",
		"documents-list-state":     "documents list --state failed,waiting",
		"documents-list-none":      "documents list --scheme refunds --state compensated",
		"documents-list-unknown":   "documents list --scheme refnds",
		"documents-list-bad-state": "documents list --state lost",
		"documents-list-bad-after": "documents list --after 3",
		"documents-list-bad-limit": "documents list --limit 0",
		"documents-show":           "documents show refunds 1",
		"documents-show-number":    "documents show refunds B-2",
		"documents-show-several":   "documents show refunds B-7",
		"documents-show-missing":   "documents show refunds 99",
		"documents-show-unmasked":  "documents show refunds 2 --unmasked",
		"documents-cancel-skipped": "documents cancel refunds 5 --reason x",
		"documents-cancel-why":     "documents cancel refunds 1",
		"help-documents-cancel":    "documents cancel -h",
		"status":                   "status",
		"status-one":               "status refunds",
		"run-away":                 "run refunds",
		"run-since-late":           "run refunds --since 3d",
		"run-bad-since":            "run refunds --since yesterday",
		"apply-away":               "apply",
		"apply-unknown":            "apply refunds shop",
		"backfill-dry":             "backfill refunds --from 2026-11-01 --to 2026-11-01T10:00 --by 6h --dry-run",
		"backfill-away":            "backfill refunds --from 2026-11-01",
		"backfill-times":           "backfill refunds --from 2026-11-01T10:00 --to 2026-11-01T08:00",
		"backfill-by":              "backfill refunds --from 2026-11-01 --by fortnight",
		"backfill-unknown":         "backfill refund --from 2026-11-01",
		"usage-backfill":           "backfill refunds",
		"help-backfill":            "backfill -h",
		"help-backfill-status":     "backfill status -h",
		"help-backfill-cancel":     "backfill cancel -h",
		"retry-away":               "retry refunds 2",
		"retry-base":               "retry shops 7",
		"retry-nothing":            "retry refunds",
		"retry-both":               "retry refunds 2 --all",
		"retry-filter":             "retry refunds 2 --state failed",
		"retry-audited":            "retry refunds --all --state audited",
		"retry-revision":           "retry refunds 2 --revision oldest",
		"retry-until":              "retry refunds --all --until soon",
		"resolve-neither":          "resolve refunds 2 --reason x",
		"resolve-both":             "resolve refunds 2 --arrived 1 --not-there --reason x",
		"resolve-no-reason":        "resolve refunds 2 --not-there",
		"skip-all-unsaid":          "skip refunds --all --reason x",
		"skip-delivered":           "skip refunds 1 --reason x",
		"skip-twice":               "skip refunds 5 --reason x",
		"skip-no-reason":           "skip refunds 2",
		"usage-command":            "documents lst",
		"usage-root":               "statuss",
		"usage-flag":               "status --all",
		"usage-value":              "documents list --limit many",
		"usage-empty":              "documents list --limit",
		"usage-missing":            "documents show refunds",
		"usage-extra":              "status refunds shops",
		"usage-completion":         "completion csh",
		"version":                  "--version",
		"help":                     "",
		"help-documents":           "help documents",
		"help-documents-list":      "documents list --help",
		"help-documents-show":      "documents show --help",
		"help-retry":               "retry -h",
		"help-skip":                "skip -h",
		"check":                    "check",
		"check-one":                "check refunds",
		"check-windows":            "check --by window",
		"check-windows-bounds":     "check refunds --by window --from 2026-11-02",
		"check-bad-by":             "check --by month",
		"check-bounds":             "check refunds --from 2020-01-01 --to 2020-02-01",
		"check-bad-time":           "check --from yesterday",
		"help-check":               "check -h",
		"help-reconcile":           "reconcile -h",
		"help-run":                 "run -h",
		"help-apply":               "apply -h",
		"help-status":              "status -h",
		"help-resolve":             "resolve -h",
		"help-pause":               "pause -h",
		"help-resume":              "resume -h",
		"help-schemes":             "schemes -h",
		"help-schemes-validate":    "schemes validate -h",
		"help-schemes-test":        "schemes test -h",
		"help-schemes-schema":      "schemes schema -h",
		"help-schemes-preview":     "schemes preview -h",
		"help-schemes-docs":        "schemes docs -h",
		"help-apis-show":           "apis show -h",
		"help-apis-schema":         "apis schema -h",
		"help-callbacks":           "callbacks -h",
		"help-completion":          "completion -h",
		"help-unknown":             "help documents lst",
	}
}

func TestGolden(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	for name, line := range commands() {
		args := strings.Fields(line)
		for _, lang := range []string{"en", "zh"} {
			t.Run(name+"/"+lang, func(t *testing.T) {
				t.Parallel()
				o := run(t.Context(), environ(url, "schemes"), append(args, "--lang", lang)...)
				golden(t, name+"."+lang, o.text(url))
			})
		}
		if strings.HasPrefix(name, "help") || strings.HasPrefix(name, "usage") || name == "version" {
			continue
		}
		t.Run(name+"/json", func(t *testing.T) {
			t.Parallel()
			o := run(t.Context(), environ(url, "schemes"), append(args, "--output", "json")...)
			golden(t, name+".json", o.text(url))
			if o.stdout != "" && !json.Valid([]byte(o.stdout)) {
				t.Errorf("stdout is not one JSON value: %s", o.stdout)
			}
		})
	}
}
