package jushuitan

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
)

// BenchmarkSign signs a question for a page at either gateway.
func BenchmarkSign(b *testing.B) {
	params := []param{
		{"app_key", "0123456789abcdef"},
		{"access_token", "0123456789abcdef"},
		{"timestamp", "1793260800"},
		{"charset", "utf-8"},
		{"version", "2"},
		{"biz", `{"page_index":1,"page_size":50,"modified_begin":"2026-11-01 00:00:00","modified_end":"2026-11-02 00:00:00"}`},
	}
	for gateway, sign := range map[string]func(){
		"open":   func() { signOpen("made-up-secret", params) },
		"legacy": func() { signLegacy("refund.single.query", "made-up-partner", "made-up-key", params) },
	} {
		b.Run(gateway, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sign()
			}
		})
	}
}

// BenchmarkPage asks a simulated 聚水潭 for a page of 50 refunds of about 1 KB, over
// HTTP; what the simulator does is in it.
func BenchmarkPage(b *testing.B) {
	sim := jushuitantest.New(jushuitantest.Options{NoLimits: true})
	for i := range 50 {
		row := map[string]any{"as_id": 1000 + i, "modified": "2026-11-01 10:00:00", "remark": strings.Repeat("保温杯", 100)}
		if err := sim.SeedRefunds(row); err != nil {
			b.Fatal(err)
		}
	}
	web := httptest.NewServer(sim)
	b.Cleanup(web.Close)
	c, err := New(Config{
		URL: web.URL, Gateway: gatewayOpen, Account: "MAIN", PerSecond: 1 << 20, PerMinute: 1 << 26,
		AppKey: "sim-app-key", AppSecret: "sim-app-secret", AccessToken: "sim-access-token", RefreshToken: "sim-refresh-token",
	})
	if err != nil {
		b.Fatal(err)
	}
	q := connectors.Query{API: "refund.single.query", Params: map[string]any{
		"modified_begin": "2026-11-01 00:00:00", "modified_end": "2026-11-02 00:00:00", "page_index": 1, "page_size": 50,
	}}
	b.ReportAllocs()
	for b.Loop() {
		page, err := c.Fetch(b.Context(), q)
		if err != nil || len(page.Rows) != 50 {
			b.Fatalf("%d rows: %v", len(page.Rows), err)
		}
	}
}
