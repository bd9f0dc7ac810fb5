package simulators_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"
	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitan"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

func present() time.Time { return time.Date(2025, 8, 31, 12, 0, 0, 0, time.UTC) }

func world(t *testing.T, documents int) *simulators.World {
	t.Helper()
	w, err := simulators.NewWorld(simulators.Options{Documents: documents, Seed: 7, Now: present(), NoLimits: true})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTheSameOptionsMakeTheSameWorld(t *testing.T) {
	t.Parallel()
	a, b := world(t, 300), world(t, 300)
	if !reflect.DeepEqual(a.Jushuitan.Refunds(), b.Jushuitan.Refunds()) {
		t.Error("refunds differ")
	}
	if !reflect.DeepEqual(a.Jushuitan.Orders(), b.Jushuitan.Orders()) {
		t.Error("orders differ")
	}
	other, err := simulators.NewWorld(simulators.Options{Documents: 300, Seed: 8, Now: present()})
	if err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(a.Jushuitan.Refunds(), other.Jushuitan.Refunds()) {
		t.Error("another seed made the same world")
	}
}

func TestEveryKindIsThere(t *testing.T) {
	t.Parallel()
	for documents, each := range map[int]int{50: 1, 200: 3, 1000: 10} {
		got := world(t, documents).Expected()
		if got.Refunds != documents {
			t.Errorf("%d refunds were asked for, %d made", documents, got.Refunds)
		}
		for _, kind := range simulators.Awkward() {
			if got.ByKind[kind] != each {
				t.Errorf("of %d refunds %d are %q, want %d", documents, got.ByKind[kind], kind, each)
			}
		}
	}
}

// marks says how each kind shows in what 聚水潭 sends.
func marks() map[simulators.Kind]func(row map[string]any, items []map[string]any) bool {
	first := func(items []map[string]any, field string) string {
		raw, _ := json.Marshal(items[0][field])
		return strings.Trim(string(raw), `"`)
	}
	return map[simulators.Kind]func(map[string]any, []map[string]any) bool{
		simulators.SeveralLines: func(_ map[string]any, items []map[string]any) bool { return len(items) > 1 },
		simulators.Batches: func(row map[string]any, items []map[string]any) bool {
			batchs, _ := row["batchs"].([]map[string]any)
			return items[0]["batch_no"] != "" && items[0]["product_date"] != "" && len(batchs) == 1
		},
		simulators.OddText: func(row map[string]any, _ []map[string]any) bool {
			remark, _ := row["remark"].(string)
			return strings.ContainsAny(remark, "\"\\}\n;😀<")
		},
		simulators.NothingReceived: func(_ map[string]any, items []map[string]any) bool { return first(items, "r_qty") == "0" },
		simulators.UnknownShop:     func(row map[string]any, _ []map[string]any) bool { return row["shop_id"] == 19999 },
		simulators.MissingMaterial: func(_ map[string]any, items []map[string]any) bool { return first(items, "sku_id") == "N999" },
		simulators.Cancelled:       func(row map[string]any, _ []map[string]any) bool { return row["status"] == "Cancelled" },
		simulators.Merged:          func(row map[string]any, _ []map[string]any) bool { return row["status"] == "Merged" },
		simulators.Indivisible: func(_ map[string]any, items []map[string]any) bool {
			return first(items, "amount") == "100.00" && first(items, "r_qty") == "3"
		},
		simulators.Cents: func(_ map[string]any, items []map[string]any) bool { return first(items, "amount") == "0.10" },
		simulators.Large: func(_ map[string]any, items []map[string]any) bool { return len(first(items, "r_qty")) >= 6 },
		simulators.NoGoods: func(row map[string]any, items []map[string]any) bool {
			return len(items) == 0 && row["type"] == "仅退款"
		},
	}
}

func TestKindsShowInTheRows(t *testing.T) {
	t.Parallel()
	w := world(t, 500)
	rows := map[string]map[string]any{}
	for _, row := range w.Jushuitan.Refunds() {
		rows[string(row["as_id"].(json.Number))] = row
	}
	for _, d := range w.Documents() {
		items, _ := rows[d.AsID]["items"].([]map[string]any)
		if shows := marks()[d.Kind]; shows != nil && !shows(rows[d.AsID], items) {
			t.Errorf("refund %s is meant to be %q: %v", d.AsID, d.Kind, rows[d.AsID])
		}
		if len(items) != len(d.Lines) {
			t.Errorf("refund %s has %d items, want %d", d.AsID, len(items), len(d.Lines))
		}
	}
}

func TestRefundsAndOrdersFit(t *testing.T) {
	t.Parallel()
	w := world(t, 300)
	orders := orderNumbers(w)
	if len(orders) != 300-w.Expected().ByKind[simulators.LateOrder] {
		t.Errorf("%d orders before the late ones arrive", len(orders))
	}
	if err := w.ReleaseLate(); err != nil {
		t.Fatal(err)
	}
	orders = orderNumbers(w)
	for _, row := range w.Jushuitan.Refunds() {
		if o := string(row["o_id"].(json.Number)); orders[o] != row["so_id"] {
			t.Errorf("refund %v: order %s has so_id %v, not %v", row["as_id"], o, orders[o], row["so_id"])
		}
		if !fits(row) {
			t.Errorf("refund %v: the items do not add up to %v", row["as_id"], row["refund"])
		}
	}
}

func orderNumbers(w *simulators.World) map[string]any {
	numbers := map[string]any{}
	for _, row := range w.Jushuitan.Orders() {
		numbers[string(row["o_id"].(json.Number))] = row["so_id"]
	}
	return numbers
}

func fits(row map[string]any) bool {
	items := row["items"].([]map[string]any)
	sum := decimal.Zero
	for _, item := range items {
		sum = sum.Add(decimal.RequireFromString(string(item["amount"].(json.Number))))
	}
	return len(items) == 0 || sum.Equal(decimal.RequireFromString(string(row["refund"].(json.Number))))
}

func TestNobodyIsReal(t *testing.T) {
	t.Parallel()
	for _, row := range world(t, 300).Jushuitan.Refunds() {
		if phone := row["receiver_mobile"].(string); !strings.HasPrefix(phone, "1380000") || len(phone) != 11 {
			t.Errorf("phone %s could be somebody's", phone)
		}
	}
}

func TestTheConnectorReadsTheWorld(t *testing.T) {
	t.Parallel()
	w := world(t, 300)
	web := httptest.NewServer(w.Handler(simulators.Jushuitan))
	t.Cleanup(web.Close)
	cfg, err := env.ParseAsWithOptions[jushuitan.Config](env.Options{
		Prefix: "JUSHUITAN_MAIN_", Environment: w.Env(simulators.Jushuitan, web.URL),
	})
	if err != nil {
		t.Fatal(err)
	}
	cfg.PerSecond, cfg.PerMinute = 1000, 10_000
	c, err := jushuitan.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]bool{}
	for from := present().AddDate(0, 0, -30); from.Before(present()); from = from.AddDate(0, 0, 7) {
		maps.Copy(met, readWeek(t, c, from))
	}
	if len(met) != 300 {
		t.Errorf("%d of 300 refunds were read", len(met))
	}
}

func readWeek(t *testing.T, c *jushuitan.Client, from time.Time) map[string]bool {
	t.Helper()
	met := map[string]bool{}
	q := connectors.Query{API: "refund.single.query", Params: map[string]any{
		"modified_begin": from, "modified_end": from.AddDate(0, 0, 7),
	}}
	for {
		page, err := c.Fetch(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Rows {
			var refund struct {
				AsID json.Number `json:"as_id"`
			}
			if err := json.Unmarshal(row, &refund); err != nil {
				t.Fatal(err)
			}
			met[refund.AsID.String()] = true
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return met
		}
	}
}

func TestLateOrdersArriveByThemselves(t *testing.T) {
	t.Parallel()
	w, err := simulators.NewWorld(simulators.Options{Documents: 100, LateAfter: time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	for len(w.Jushuitan.Orders()) < 100 && ctx.Err() == nil {
		time.Sleep(time.Millisecond) // until it is so, or the test gives up
	}
	if ctx.Err() != nil {
		t.Error("the late orders did not arrive")
	}
	cancel()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestAnUnknownSystemSaysSo(t *testing.T) {
	t.Parallel()
	w := world(t, 50)
	answer := httptest.NewRecorder()
	w.Handler("sap").ServeHTTP(answer, httptest.NewRequest("GET", "/", nil))
	if answer.Code != 404 || w.Env("sap", "") != nil {
		t.Errorf("HTTP %d, %v", answer.Code, w.Env("sap", ""))
	}
}
