package engine_test

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/worker/engine"
)

// A lost save has to be looked for, or it may be made again; only where it may,
// changes can be carried.
func TestAbleWithoutAskingTheTarget(t *testing.T) {
	t.Parallel()
	toKingdee := strings.NewReplacer("connector: wangdiantong", "connector: kingdee", "api: trade_push", "api: batchSave\n  options: {FormId: SAL_RETURNSTOCK}")
	keep := strings.NewReplacer("onChange: update", "onChange: keep")
	for name, test := range map[string]struct {
		edit func(string) string
		want string // of the error
	}{
		"repeated":                {keep.Replace, ""},
		"repeated and updated":    {func(yaml string) string { return yaml }, ""},
		"looked for":              {func(yaml string) string { return keep.Replace(toKingdee.Replace(yaml)) }, ""},
		"looked for, and updated": {toKingdee.Replace, ""},
		"base data is not changed": {
			func(yaml string) string {
				return strings.Replace(toKingdee.Replace(yaml), "SAL_RETURNSTOCK", "BD_MATERIAL", 1)
			},
			"or changes one it has; kingdee batchSave does not: use keep",
		},
		"neither": {keepOther, "Finder"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := engine.Able(edited(t, test.edit), all.NewAccounts(environ(t)))
			if (err == nil) != (test.want == "") || err != nil && !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}

func keepOther(yaml string) string {
	return strings.NewReplacer("onChange: update", "onChange: keep", "api: trade_push", "api: other_push").Replace(yaml)
}

func edited(t *testing.T, edit func(string) string) *schemes.Scheme {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "activities", "testdata", "updated", "orders-pushed.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := schemes.Parse("orders-pushed.yaml", []byte(edit(string(text))))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// environ is an account at each system. Nobody is called.
func environ(t *testing.T) map[string]string {
	t.Helper()
	world, err := simulators.NewWorld(simulators.Options{Documents: 1})
	if err != nil {
		t.Fatal(err)
	}
	set := map[string]string{}
	for _, system := range simulators.Systems() {
		maps.Copy(set, world.Env(system, "http://"+system+".example"))
	}
	return set
}
