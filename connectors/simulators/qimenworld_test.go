package simulators_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"reflect"
	"testing"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen/wangdiantongqimentest"
)

func stockOuts(w *simulators.World) []map[string]any {
	return w.WangdiantongQimen.Documents(wangdiantongqimentest.Returns).Rows()
}

func TestTheSameOptionsMakeTheSameQimenWorld(t *testing.T) {
	t.Parallel()
	a, b := world(t, 200), world(t, 200)
	if !reflect.DeepEqual(stockOuts(a), stockOuts(b)) || !reflect.DeepEqual(a.PurchaseReturns(), b.PurchaseReturns()) {
		t.Error("purchase returns differ")
	}
	if !reflect.DeepEqual(a.JushuitanQimen.Refunds().Rows(), b.JushuitanQimen.Refunds().Rows()) {
		t.Error("refunds differ")
	}
}

// Further systems leave the first shops' refunds and orders as they were.
func TestTheFirstWorldStaysAsItWas(t *testing.T) {
	t.Parallel()
	const was = "22a6a97f93ea0e9bb95f4d542a47f2d116cd93504415765830c4b4c1d1a76a64"
	w := world(t, 300)
	raw, err := json.Marshal([]any{w.Jushuitan.Refunds(), w.Jushuitan.Orders()})
	if is := fmt.Sprintf("%x", sha256.Sum256(raw)); err != nil || is != was {
		t.Errorf("refunds and orders have the digest %s, not %s (%v)", is, was, err)
	}
}

func TestEveryQimenKindIsThere(t *testing.T) {
	t.Parallel()
	w := world(t, 200)
	returns, refunds := map[simulators.Kind]int{}, map[simulators.Kind]int{}
	for _, r := range w.PurchaseReturns() {
		returns[r.Kind]++
	}
	for _, d := range w.QimenRefunds() {
		refunds[d.Kind]++
	}
	for _, kind := range simulators.AwkwardPurchaseReturns() {
		if returns[kind] != 3 {
			t.Errorf("%d purchase returns are %q", returns[kind], kind)
		}
	}
	for _, kind := range simulators.AwkwardQimenRefunds() {
		if refunds[kind] != 3 {
			t.Errorf("%d refunds are %q", refunds[kind], kind)
		}
	}
}

// byField is each row as JSON, by the value of a field.
func byField(t *testing.T, rows []map[string]any, field string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, row := range rows {
		raw, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		all[fmt.Sprint(row[field])] = string(raw)
	}
	return all
}

func TestConnectorsReadTheQimenWorld(t *testing.T) {
	t.Parallel()
	w := world(t, 120)
	returns := httptest.NewServer(w.Handler(simulators.WangdiantongQimen))
	t.Cleanup(returns.Close)
	first, err := wangdiantongqimen.New(config[wangdiantongqimen.Config](t, "WANGDIANTONGQIMEN_MAIN_", w.Env(simulators.WangdiantongQimen, returns.URL)))
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	for _, r := range w.PurchaseReturns() {
		if r.Kind != simulators.Cancelled && r.Kind != simulators.NotSent {
			sent++
		}
	}
	if got := readMonth(t, first, "wdt.stockout.order.query.return", 30, nil); got != sent {
		t.Errorf("%d of %d purchase returns were read", got, sent)
	}
	refunds := httptest.NewServer(w.Handler(simulators.JushuitanQimen))
	t.Cleanup(refunds.Close)
	second, err := jushuitanqimen.New(config[jushuitanqimen.Config](t, "JUSHUITANQIMEN_MAIN_", w.Env(simulators.JushuitanQimen, refunds.URL)))
	if err != nil {
		t.Fatal(err)
	}
	if got := readMonth(t, second, "jushuitan.refund.list.query", 6, map[string]any{"status": "Merged"}); got != 3 {
		t.Errorf("%d of 3 merged refunds were read", got)
	}
}

func config[T any](t *testing.T, prefix string, environ map[string]string) T {
	t.Helper()
	environ[prefix+"PER_SECOND"], environ[prefix+"PER_MINUTE"] = "1000", "10000"
	cfg, err := env.ParseAsWithOptions[T](env.Options{Prefix: prefix, Environment: environ})
	if err != nil {
		t.Fatal(err)
	}
	return cfg
}

// readMonth counts the different rows of the month before the present.
func readMonth(t *testing.T, c connectors.Source, api string, days int, params map[string]any) int {
	t.Helper()
	met := map[string]bool{}
	for from := present().AddDate(0, 0, -30); from.Before(present()); from = from.AddDate(0, 0, days) {
		q := connectors.Query{API: api, Params: params, Window: connectors.Window{From: from, To: from.AddDate(0, 0, days)}}
		for {
			page, err := c.Fetch(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range page.Rows {
				met[string(row)] = true
			}
			if q.Cursor = page.Next; q.Cursor == "" {
				break
			}
		}
	}
	return len(met)
}
