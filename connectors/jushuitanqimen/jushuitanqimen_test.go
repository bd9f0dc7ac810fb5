package jushuitanqimen_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen/jushuitanqimentest"
)

const refundsAPI = jushuitanqimentest.Refunds

// start runs a 聚水潭 and reads the account's configuration as a main does. The
// quota is out of the way of tests that are not about it.
func start(t *testing.T, opt jushuitanqimentest.Options) (*jushuitanqimentest.Server, jushuitanqimen.Config) {
	t.Helper()
	opt.NoLimits = true
	sim, cfg := startStrict(t, opt)
	cfg.PerSecond, cfg.PerMinute = 1000, 10_000
	return sim, cfg
}

// startStrict runs a 聚水潭 that counts calls, for a client at its real quota.
func startStrict(t *testing.T, opt jushuitanqimentest.Options) (*jushuitanqimentest.Server, jushuitanqimen.Config) {
	t.Helper()
	sim := jushuitanqimentest.New(opt)
	web := httptest.NewServer(sim)
	t.Cleanup(web.Close)
	cfg, err := env.ParseAsWithOptions[jushuitanqimen.Config](env.Options{Environment: sim.Variables(web.URL)})
	must(t, err)
	cfg.Account = "MAIN"
	return sim, cfg
}

func open(t *testing.T, cfg jushuitanqimen.Config) *jushuitanqimen.Client {
	t.Helper()
	c, err := jushuitanqimen.New(cfg)
	must(t, err)
	return c
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const (
	windowBegin = "2025-08-01 00:00:00"
	windowEnd   = "2025-08-08 00:00:00"
)

func query(more map[string]any) connectors.Query {
	params := map[string]any{"start_time": windowBegin, "end_time": windowEnd, "date_type": "0", "page_index": "1", "page_size": "50"}
	for name, value := range more {
		params[name] = value
	}
	return connectors.Query{API: refundsAPI, Params: params}
}

// refunds makes refunds a minute apart, the first at the very beginning of the
// window. Amounts and quantities are text, as this route may have them.
func refunds(n int) []map[string]any {
	begin, _ := time.Parse(time.DateTime, windowBegin)
	rows := make([]map[string]any, n)
	for i := range rows {
		at := begin.Add(time.Duration(i) * time.Minute).Format(time.DateTime)
		rows[i] = map[string]any{
			"as_id": 10_000 + i, "so_id": fmt.Sprint("SO", i), "o_id": i, "status": "Confirmed", "good_status": "SELLER_RECEIVED", "type": "普通退货",
			"modified": at, "created": at, "as_date": at, "refund": "0.10",
			"items": []any{map[string]any{"asi_id": i, "sku_id": "S1", "qty": "3", "r_qty": "3.00", "amount": "0.10", "price": json.Number("0.03")}},
		}
	}
	return rows
}

// readAll follows cursors to the end and counts how often each id was returned.
func readAll(t *testing.T, c connectors.Source, q connectors.Query) (met map[string]int, err error) {
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
			var fields struct {
				ID json.Number `json:"as_id"`
			}
			must(t, json.Unmarshal(row, &fields))
			met[fields.ID.String()]++
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return met, nil
		}
	}
}

func wantKind(t *testing.T, err, kind error) *connectors.Error {
	t.Helper()
	var e *connectors.Error
	if !errors.As(err, &e) || !errors.Is(err, kind) {
		t.Fatalf("got %v, want it to be %v", err, kind)
	}
	if e.System != "jushuitanqimen" || e.Account != "MAIN" {
		t.Errorf("%v does not say whose it is", e)
	}
	return e
}

// manners are the dresses in which 聚水潭 may answer.
func manners() []jushuitanqimentest.Options {
	return []jushuitanqimentest.Options{{}, {Coded: true}, {TextCount: true}, {NoCounts: true}, {Newest: true}}
}

func TestPages(t *testing.T) {
	t.Parallel()
	for _, opt := range manners() {
		for _, test := range []struct{ rows, calls int }{{0, 1}, {1, 1}, {50, 1}, {51, 3}, {100, 3}, {101, 4}} {
			sim, cfg := start(t, opt)
			must(t, sim.Refunds().Seed(refunds(test.rows)...))
			c := open(t, cfg)
			met, err := readAll(t, c, query(nil))
			must(t, err)
			if n := sim.Calls()[refundsAPI]; len(met) != test.rows || n != test.calls && !opt.NoCounts {
				t.Errorf("%+v: %d refunds in %d calls, want %d in %d", opt, len(met), n, test.rows, test.calls)
			}
			page, err := c.Fetch(t.Context(), query(nil))
			must(t, err)
			if page.Total != test.rows && !opt.NoCounts {
				t.Errorf("%+v: total %d, want %d", opt, page.Total, test.rows)
			}
		}
	}
}

func TestRowsComeAsTheyWereSent(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{})
	row := refunds(1)[0]
	row["remark"] = "引号\" 反斜杠\\ }} 😀 <b>&"
	must(t, sim.Refunds().Seed(row))
	page, err := open(t, cfg).Fetch(t.Context(), query(nil))
	must(t, err)
	for _, want := range []string{`"refund":"0.10"`, `"r_qty":"3.00"`, `"price":0.03`, `"as_id":10000`, `"remark":"引号\" 反斜杠\\ }} 😀 <b>&"`} {
		if got := string(page.Rows[0]); !strings.Contains(got, want) {
			t.Errorf("%s does not hold %s", got, want)
		}
	}
}

func TestFiltersAndLists(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{})
	rows := refunds(10)
	rows[3]["status"], rows[4]["good_status"], rows[5]["type"] = "Cancelled", "BUYER_RECEIVED", "仅退款"
	must(t, sim.Refunds().Seed(rows...))
	c := open(t, cfg)
	for name, test := range map[string]struct {
		params map[string]any
		want   int
	}{
		"none":       {nil, 10},
		"as a page":  {map[string]any{"status": "Confirmed", "good_status": "SELLER_RECEIVED"}, 8},
		"Chinese":    {map[string]any{"type": "普通退货"}, 9},
		"a list":     {map[string]any{"so_ids": []any{"SO1", "SO7"}}, 2},
		"with comma": {map[string]any{"as_ids": "10001,10002,10003"}, 3},
		"numbers":    {map[string]any{"o_ids": []any{1, json.Number("2")}}, 2},
	} {
		met, err := readAll(t, c, query(test.params))
		must(t, err)
		if len(met) != test.want {
			t.Errorf("%s: %d refunds, want %d", name, len(met), test.want)
		}
	}
}

// One app, one quota, several merchants: a scheme may name another.
func TestMerchantsAreApart(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{Customers: []string{"10000001", "10000002"}})
	must(t, sim.Table("10000001").Seed(refunds(60)...))
	must(t, sim.Table("10000002").Seed(refunds(3)...))
	c := open(t, cfg)
	for customer, want := range map[any]int{"": 60, 10000001: 60, "10000002": 3} {
		met, err := readAll(t, c, query(map[string]any{"customer_id": customer}))
		must(t, err)
		if len(met) != want {
			t.Errorf("%v: %d refunds, want %d", customer, len(met), want)
		}
	}
	_, err := readAll(t, c, query(map[string]any{"customer_id": "3"}))
	if e := wantKind(t, err, connectors.ErrUnauthorized); !strings.Contains(e.Advice, "JUSHUITANQIMEN_MAIN_CUSTOMER_ID") {
		t.Errorf("%v", e)
	}
}

// A scheme that leaves the window to the connector, as the page does.
func TestWindowsAreFilledIn(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{})
	must(t, sim.Refunds().Seed(refunds(80)...))
	c := open(t, cfg)
	must(t, c.Ping(t.Context()))
	from := time.Date(2025, 8, 1, 0, 10, 0, 0, c.Location())
	q := connectors.Query{
		API: refundsAPI, Window: connectors.Window{From: from, To: from.Add(4 * time.Minute)},
		Params: map[string]any{"start_time": "", "end_time": "", "date_type": "", "status": ""},
	}
	met, err := readAll(t, c, q)
	must(t, err)
	if len(met) != 5 { // closed at both ends
		t.Errorf("%d refunds in a window of five", len(met))
	}
}
