package simulators_test

import (
	"encoding/json"
	"net/http/httptest"
	"testing"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// Every refund finds its customer, stock and material in the books, except the
// ones that are meant not to.
func TestTheBooksFitTheRefunds(t *testing.T) {
	t.Parallel()
	w := world(t, 300)
	web := httptest.NewServer(w.Handler(simulators.Kingdee))
	t.Cleanup(web.Close)
	cfg, err := env.ParseAsWithOptions[kingdee.Config](env.Options{
		Prefix: "KINGDEE_MAIN_", Environment: w.Env(simulators.Kingdee, web.URL),
	})
	if err != nil {
		t.Fatal(err)
	}
	c, err := kingdee.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	customers := numbers(t, c, "BD_Customer", "F_XC_Base.FNumber")
	stocks := numbers(t, c, "BD_STOCK", "FName")
	materials := numbers(t, c, "BD_MATERIAL", "FName")
	for _, d := range w.Documents() {
		if org, known := customers[d.ShopID]; known == (d.Kind == simulators.UnknownShop) || org != d.Org {
			t.Errorf("refund %s (%s): shop %s has organisation %q, want %q", d.AsID, d.Kind, d.ShopID, org, d.Org)
		}
		if _, known := stocks[d.StockID]; !known {
			t.Errorf("refund %s: stock %s is unknown", d.AsID, d.StockID)
		}
		for _, line := range d.Lines {
			if _, known := materials[line.SKU]; known == (d.Kind == simulators.MissingMaterial) {
				t.Errorf("refund %s (%s): material %s", d.AsID, d.Kind, line.SKU)
			}
		}
	}
}

// numbers reads base data: FNumber and one other field.
func numbers(t *testing.T, c *kingdee.Client, form, field string) map[string]string {
	t.Helper()
	found := map[string]string{}
	q := connectors.Query{API: "ExecuteBillQuery", Params: map[string]any{"FormId": form, "FieldKeys": "FNumber," + field}}
	for {
		page, err := c.Fetch(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, raw := range page.Rows {
			var row map[string]string
			if err := json.Unmarshal(raw, &row); err != nil {
				t.Fatal(err)
			}
			for name, value := range row {
				if name != "FNumber" {
					found[row["FNumber"]] = value
				}
			}
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return found
		}
	}
}
