package cli_test

import (
	"encoding/json"
	"maps"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/starter/cli"
)

const reconciled = "jushuitan-refund-to-kingdee-return"

// reconciling is a world of six refunds, of which the first has a bill, and the
// second a word of the store.
type reconciling struct {
	seed

	world   *simulators.World
	environ map[string]string
	scheme  *schemes.Scheme
}

func reconcilable(t *testing.T) reconciling {
	t.Helper()
	r := reconciling{seed: seed{T: t}, environ: map[string]string{}}
	var err error
	r.world, err = simulators.NewWorld(simulators.Options{Documents: 6, Seed: 7, NoLimits: true, Now: shanghai(12, 0)})
	r.must(err)
	for _, system := range simulators.Systems() {
		srv := httptest.NewServer(r.world.Handler(system))
		t.Cleanup(srv.Close)
		maps.Copy(r.environ, r.world.Env(system, srv.URL))
	}
	r.environ["STORE_URL"] = "sqlite:" + filepath.Join(t.TempDir(), "store.db")
	r.environ["TEMPORAL_ADDRESS"] = closed
	r.environ["CALLBACK_MAIN_SECRET"] = "made-up-secret-of-the-mall-for-tests"
	library, err := schemes.Embedded()
	r.must(err)
	r.scheme, err = library.Get(reconciled)
	r.must(err)
	return r
}

// refund is what the scheme makes of the first line of a refund.
func (r reconciling) refund(i int) schemes.Shaped {
	r.Helper()
	raw, err := json.Marshal(r.world.Jushuitan.Refunds()[i])
	r.must(err)
	shaped, err := r.scheme.Shape(raw)
	r.must(err)
	return shaped[0]
}

// book makes the bill of a refund, up to its draft.
func (r reconciling) book(i int) {
	r.Helper()
	one, d := r.refund(i), r.world.Documents()[i]
	rows := map[string]any{
		"kingdee-customers": []any{map[string]any{"FCUSTID": d.ShopID, "FNumber": d.ShopID, "F_XC_Base_Fnumber": d.Org}},
		"jushuitan-orders":  r.world.Jushuitan.Orders(),
	}
	text, err := json.Marshal(rows)
	r.must(err)
	collections, err := schemes.ReadCollections("rows.json", text)
	r.must(err)
	entry, err := r.scheme.Map(r.Context(), mapping.Document{Key: one.Key, Number: one.Number, Content: one.Content}, r.scheme.Among(collections))
	r.must(err)
	target, err := connectors.As[connectors.Target](all.NewAccounts(r.environ), "kingdee", "MAIN")
	r.must(err)
	outcomes, err := target.Save(r.Context(), r.scheme.Target.Call(), []connectors.Entry{entry})
	r.must(err)
	r.must(outcomes[0].Err)
}

// hold makes a store that has failed a document, with a telephone in its reason.
func (r reconciling) hold(i int) {
	r.Helper()
	store, err := sqlstore.Open(r.Context(), r.environ["STORE_URL"])
	r.must(err)
	one := r.refund(i)
	_, err = store.Keep(r.Context(), docstore.Page{
		Scheme: reconciled, Revision: r.scheme.Revision,
		Rows: []docstore.Incoming{{Key: one.Key, Number: one.Number, Content: one.Content, Fail: "退货客户不存在，电话13800001234"}},
	})
	r.must(err)
	r.must(store.Close())
}

func (r reconciling) run(args ...string) outcome {
	return runIn(r.Context(), cli.Env{
		Environ: r.environ, APIs: apis, Accounts: all.NewAccounts(r.environ), Now: func() time.Time { return shanghai(12, 0) },
	}, append([]string{"reconcile"}, args...)...)
}

func TestReconcileShowsWhatDiffersAndWhy(t *testing.T) {
	t.Parallel()
	r := reconcilable(t)
	r.book(0)
	golden(t, "reconcile-storeless.en", r.run(reconciled, "--from", "40d", "--lang", "en").text(r.environ["STORE_URL"]))
	r.hold(1)
	for _, lang := range []string{"en", "zh"} {
		golden(t, "reconcile."+lang, r.run(reconciled, "--from", "40d", "--lang", lang).text(r.environ["STORE_URL"]))
	}
	golden(t, "reconcile-limit.en", r.run(reconciled, "--from", "40d", "--limit", "1", "--lang", "en").text(r.environ["STORE_URL"]))
	o := r.run(reconciled, "--from", "40d", "--output", "json")
	golden(t, "reconcile.json", strings.ReplaceAll(o.text(r.environ["STORE_URL"]), r.scheme.Revision, "REVISION"))
	if !json.Valid([]byte(o.stdout)) || o.code != 1 {
		t.Errorf("exit %d, stdout is not one JSON value: %s", o.code, o.stdout)
	}
}

func TestReconcileOfNothingAgrees(t *testing.T) {
	t.Parallel()
	r := reconcilable(t)
	golden(t, "reconcile-nothing.en", r.run(reconciled, "--from", "2020-01-01", "--to", "2020-01-02", "--lang", "en").text(r.environ["STORE_URL"]))
}

func TestReconcileRefuses(t *testing.T) {
	t.Parallel()
	r := reconcilable(t)
	for _, one := range []struct {
		args, says string
		code       int
	}{
		{"kingdee-customers", "has no target", 1},
		{"mall-orders-to-wangdiantong", "cannot be asked", 1},
		{"kingdee-customer", "kingdee-customers", 1},
		{reconciled + " --from 2026-11-01 --to 2026-10-01", "not before", 2},
		{reconciled + " --from yesterday", "yesterday", 2},
		{reconciled + " --limit 0", "0", 2},
	} {
		o := r.run(append(strings.Fields(one.args), "--lang", "en")...)
		if o.code != one.code || !strings.Contains(o.stderr, one.says) || o.stdout != "" {
			t.Errorf("%s: exit %d, says %s%s", one.args, o.code, o.stdout, o.stderr)
		}
	}
	r.environ["KINGDEE_MAIN_APP_SECRET"] = "another"
	o := r.run(reconciled, "--from", "40d", "--lang", "en")
	if o.code != 1 || !strings.Contains(o.stderr, "nothing is known") || o.stdout != "" {
		t.Errorf("exit %d: %s%s", o.code, o.stdout, o.stderr)
	}
}
