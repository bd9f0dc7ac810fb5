package jushuitan_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitan"
	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
)

// gateways are both ways to put the same questions.
var gateways = []string{"open", "legacy"}

// start runs a 聚水潭 and reads the account's configuration as a main does. The
// quota is out of the way of tests that are not about it.
func start(t *testing.T, gateway string, opt jushuitantest.Options) (*jushuitantest.Server, jushuitan.Config) {
	t.Helper()
	opt.NoLimits = true
	sim := jushuitantest.New(opt)
	web := httptest.NewServer(sim)
	t.Cleanup(web.Close)
	cfg := configure(t, sim, gateway, web.URL)
	cfg.PerSecond, cfg.PerMinute = 1000, 10_000
	return sim, cfg
}

// startStrict runs a 聚水潭 that tells off, for a client at its real quota.
func startStrict(t *testing.T) (*jushuitantest.Server, jushuitan.Config) {
	t.Helper()
	sim := jushuitantest.New(jushuitantest.Options{})
	web := httptest.NewServer(sim)
	t.Cleanup(web.Close)
	return sim, configure(t, sim, "open", web.URL)
}

func configure(t *testing.T, sim *jushuitantest.Server, gateway, url string) jushuitan.Config {
	t.Helper()
	cfg, err := env.ParseAsWithOptions[jushuitan.Config](env.Options{Environment: sim.Variables(gateway, url)})
	if err != nil {
		t.Fatal(err)
	}
	cfg.Account = "MAIN"
	return cfg
}

func open(t *testing.T, cfg jushuitan.Config) *jushuitan.Client {
	t.Helper()
	c, err := jushuitan.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

const (
	windowBegin = "2025-08-01 00:00:00"
	windowEnd   = "2025-08-07 00:00:00"
)

func window() map[string]any {
	return map[string]any{"modified_begin": windowBegin, "modified_end": windowEnd, "page_index": "1", "page_size": "50"}
}

// refunds makes refunds a minute apart, the first at the very beginning of the window.
func refunds(n int) []map[string]any {
	begin, _ := time.Parse(time.DateTime, windowBegin)
	rows := make([]map[string]any, n)
	for i := range rows {
		rows[i] = map[string]any{
			"as_id": 10_000 + i, "so_id": fmt.Sprint("SO", i), "status": "Confirmed",
			"modified": begin.Add(time.Duration(i) * time.Minute).Format(time.DateTime),
			"refund":   json.Number("0.10"),
		}
	}
	return rows
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// readAll follows cursors to the end and counts how often each id was returned.
func readAll(t *testing.T, c connectors.Source, q connectors.Query, id string) (met map[string]int, err error) {
	t.Helper()
	met = map[string]int{}
	for calls := 0; ; calls++ {
		if calls > 500 {
			t.Fatal("the reading does not end")
		}
		page, err := c.Fetch(t.Context(), q)
		if err != nil {
			return met, err
		}
		for _, row := range page.Rows {
			var fields map[string]json.RawMessage
			must(t, json.Unmarshal(row, &fields))
			met[string(fields[id])]++
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return met, nil
		}
	}
}

func TestReadsAWindowThroughBothGateways(t *testing.T) {
	t.Parallel()
	for _, gateway := range gateways {
		t.Run(gateway, func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, gateway, jushuitantest.Options{})
			must(t, sim.SeedRefunds(refunds(120)...))
			c := open(t, cfg)
			must(t, c.Ping(t.Context()))
			met, err := readAll(t, c, connectors.Query{API: "refund.single.query", Params: window()}, "as_id")
			must(t, err)
			if len(met) != 120 {
				t.Fatalf("120 refunds in the window, %d read", len(met))
			}
			if n := sim.Calls()["refund.single.query"]; n != 4 {
				t.Errorf("three pages and the first once more are 4 calls, not %d", n)
			}
		})
	}
}
