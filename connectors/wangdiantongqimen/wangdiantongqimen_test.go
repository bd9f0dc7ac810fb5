package wangdiantongqimen_test

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
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen/wangdiantongqimentest"
)

const returns = wangdiantongqimentest.Returns

// start runs a 旺店通 and reads the account's configuration as a main does. The
// quota is out of the way of tests that are not about it.
func start(t *testing.T, opt wangdiantongqimentest.Options) (*wangdiantongqimentest.Server, wangdiantongqimen.Config) {
	t.Helper()
	opt.NoLimits = true
	sim, cfg := startStrict(t, opt)
	cfg.PerSecond, cfg.PerMinute = 1000, 10_000
	return sim, cfg
}

// startStrict runs a 旺店通 that counts calls, for a client at its real quota.
func startStrict(t *testing.T, opt wangdiantongqimentest.Options) (*wangdiantongqimentest.Server, wangdiantongqimen.Config) {
	t.Helper()
	sim := wangdiantongqimentest.New(opt)
	web := httptest.NewServer(sim)
	t.Cleanup(web.Close)
	cfg, err := env.ParseAsWithOptions[wangdiantongqimen.Config](env.Options{Environment: sim.Variables(web.URL)})
	must(t, err)
	cfg.Account = "MAIN"
	return sim, cfg
}

func open(t *testing.T, cfg wangdiantongqimen.Config) *wangdiantongqimen.Client {
	t.Helper()
	c, err := wangdiantongqimen.New(cfg)
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
	windowBegin = "2025-07-01 00:00:00"
	windowEnd   = "2025-07-31 00:00:00"
)

func query(more map[string]any) connectors.Query {
	params := map[string]any{"start_time": windowBegin, "end_time": windowEnd, "page_no": "0", "page_size": "30"}
	for name, value := range more {
		params[name] = value
	}
	return connectors.Query{API: returns, Params: params}
}

// documents makes documents a minute apart, the first at the very beginning of
// the window. Numbers are text with four decimals, except the status.
func documents(n int) []map[string]any {
	begin, _ := time.Parse(time.DateTime, windowBegin)
	rows := make([]map[string]any, n)
	for i := range rows {
		at := begin.Add(time.Duration(i) * time.Minute).Format(time.DateTime)
		rows[i] = map[string]any{
			"stockout_id": fmt.Sprint(10_000 + i), "order_no": fmt.Sprintf("CK%08d", i), "src_order_no": fmt.Sprint("TH", i),
			"status": json.Number("110"), "consign_time": at, "modified": at, "warehouse_no": "WH1", "goods_count": "4.0000",
			"details_list": []any{map[string]any{"rec_id": fmt.Sprint(i), "spec_no": "S1", "goods_count": "4.0000", "total_amount": "0.1000"}},
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
				ID string `json:"stockout_id"`
			}
			must(t, json.Unmarshal(row, &fields))
			met[fields.ID]++
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
	if e.System != "wangdiantongqimen" || e.Account != "MAIN" {
		t.Errorf("%v does not say whose it is", e)
	}
	return e
}

func TestAWindowIsReadThroughTheGateway(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"md5", "hmac", "hmac-sha256"} {
		for _, elsewhere := range []any{nil, -1, "0"} {
			sim, cfg := start(t, wangdiantongqimentest.Options{Elsewhere: elsewhere})
			cfg.SignMethod = how
			must(t, sim.Documents(returns).Seed(documents(70)...))
			c := open(t, cfg)
			must(t, c.Ping(t.Context()))
			met, err := readAll(t, c, query(nil))
			must(t, err)
			if len(met) != 70 {
				t.Errorf("%s: %d of 70 documents", how, len(met))
			}
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	for _, noList := range []bool{false, true} {
		for _, test := range []struct{ rows, calls int }{{0, 1}, {1, 1}, {30, 1}, {31, 3}, {60, 3}, {61, 5}} {
			sim, cfg := start(t, wangdiantongqimentest.Options{NoList: noList})
			must(t, sim.Documents(returns).Seed(documents(test.rows)...))
			c := open(t, cfg)
			met, err := readAll(t, c, query(nil))
			must(t, err)
			if n := sim.Calls()[returns]; len(met) != test.rows || n != test.calls {
				t.Errorf("%d documents in %d calls, want %d in %d", len(met), n, test.rows, test.calls)
			}
			page, err := c.Fetch(t.Context(), query(nil))
			must(t, err)
			if page.Total != test.rows {
				t.Errorf("total %d, want %d", page.Total, test.rows)
			}
		}
	}
}

// What other pages than the first say of the total is no total.
func TestOnlyTheFirstPageIsBelieved(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{Elsewhere: 7})
	must(t, sim.Documents(returns).Seed(documents(40)...))
	c, q := open(t, cfg), query(nil)
	for _, want := range []int{40, -1, 40} {
		page, err := c.Fetch(t.Context(), q)
		must(t, err)
		if q.Cursor = page.Next; page.Total != want {
			t.Errorf("total %d, want %d", page.Total, want)
		}
	}
}

// Lines keep the name they were sent under, and numbers their digits.
func TestRowsComeAsTheyWereSent(t *testing.T) {
	t.Parallel()
	for _, flagship := range []bool{false, true} {
		sim, cfg := start(t, wangdiantongqimentest.Options{Flagship: flagship})
		row := documents(1)[0]
		row["remark"] = "引号\" 反斜杠\\ }} 😀 <b>&"
		must(t, sim.Documents(returns).Seed(row))
		page, err := open(t, cfg).Fetch(t.Context(), query(nil))
		must(t, err)
		list := map[bool]string{false: `"details_list":[{`, true: `"detail_list":[{`}[flagship]
		for _, want := range []string{list, `"goods_count":"4.0000"`, `"status":110`, `"remark":"引号\" 反斜杠\\ }} 😀 <b>&"`} {
			if got := string(page.Rows[0]); !strings.Contains(got, want) {
				t.Errorf("%s does not hold %s", got, want)
			}
		}
	}
}

func TestStatuses(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{})
	rows := documents(10)
	for i, status := range []string{"5", "50", "55", "95", "95", "110", "110", "110", "5", "5"} {
		rows[i]["status"] = json.Number(status)
	}
	must(t, sim.Documents(returns).Seed(rows...))
	c := open(t, cfg)
	for status, want := range map[any]int{nil: 5, "": 5, "95": 2, 110: 3, "5": 3, json.Number("50"): 1, "55": 1} {
		met, err := readAll(t, c, query(map[string]any{"status": status}))
		must(t, err)
		if len(met) != want {
			t.Errorf("status %v: %d documents, want %d", status, len(met), want)
		}
	}
}

// One app, one quota, several merchants: a scheme may name another.
func TestMerchantsAreApart(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{SIDs: []string{"first2", "second2"}})
	must(t, sim.Table("first2", returns).Seed(documents(40)...))
	must(t, sim.Table("second2", returns).Seed(documents(35)[33:]...))
	c := open(t, cfg)
	for sid, want := range map[string]int{"": 40, "first2": 40, "second2": 2} {
		met, err := readAll(t, c, query(map[string]any{"sid": sid}))
		must(t, err)
		if len(met) != want {
			t.Errorf("%q: %d documents, want %d", sid, len(met), want)
		}
	}
	_, err := readAll(t, c, query(map[string]any{"sid": "third2"}))
	if e := wantKind(t, err, connectors.ErrUnauthorized); !strings.Contains(e.Advice, "WANGDIANTONGQIMEN_MAIN_SID") {
		t.Errorf("%v", e)
	}
}

// A scheme that leaves the window to the connector, and one that names a document.
func TestWindowsAreFilledInUnlessADocumentIsNamed(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{})
	must(t, sim.Documents(returns).Seed(documents(40)...))
	c := open(t, cfg)
	from := time.Date(2025, 7, 1, 0, 10, 0, 0, c.Location())
	q := connectors.Query{API: returns, Window: connectors.Window{From: from, To: from.Add(4 * time.Minute)}}
	met, err := readAll(t, c, q)
	must(t, err)
	if len(met) != 5 { // closed at both ends
		t.Errorf("%d documents in a window of five", len(met))
	}
	q.Params = map[string]any{"src_order_no": "TH33"}
	met, err = readAll(t, c, q)
	must(t, err)
	if len(met) != 1 || met["10033"] != 1 {
		t.Errorf("got %v, want the one that was named", met)
	}
}

func TestSalesAreReadByWhenTheyLeft(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{})
	rows := documents(250)
	must(t, sim.Documents(wangdiantongqimentest.Trades).Seed(rows...))
	must(t, sim.Documents(wangdiantongqimentest.Trades).Change("10003", nil)) // modified now, left then
	q := query(map[string]any{"page_size": "100"})
	q.API = wangdiantongqimentest.Trades
	met, err := readAll(t, open(t, cfg), q)
	must(t, err)
	if n := sim.Calls()[wangdiantongqimentest.Trades]; len(met) != 250 || n != 5 {
		t.Errorf("%d of 250 sales in %d calls", len(met), n)
	}
}
