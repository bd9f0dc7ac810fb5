package wangdiantong_test

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
	"github.com/erpbridge/erpbridge/connectors/wangdiantong"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

const sales = wangdiantongtest.Sales

// start runs a 旺店通 and reads the account's configuration as a main does. The
// quota is out of the way of tests that are not about it.
func start(t *testing.T, opt wangdiantongtest.Options) (*wangdiantongtest.Server, wangdiantong.Config) {
	t.Helper()
	opt.NoLimits = true
	sim, cfg := startStrict(t, opt)
	cfg.PerSecond, cfg.PerMinute = 1000, 10_000
	return sim, cfg
}

// startStrict runs a 旺店通 that counts calls, for a client at its real quota.
func startStrict(t *testing.T, opt wangdiantongtest.Options) (*wangdiantongtest.Server, wangdiantong.Config) {
	t.Helper()
	sim := wangdiantongtest.New(opt)
	web := httptest.NewServer(sim)
	t.Cleanup(web.Close)
	cfg, err := env.ParseAsWithOptions[wangdiantong.Config](env.Options{Environment: sim.Variables(web.URL)})
	must(t, err)
	cfg.Account = "MAIN"
	return sim, cfg
}

func open(t *testing.T, cfg wangdiantong.Config) *wangdiantong.Client {
	t.Helper()
	c, err := wangdiantong.New(cfg)
	must(t, err)
	return c
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantKind(t *testing.T, err, kind error) *connectors.Error {
	t.Helper()
	var e *connectors.Error
	if !errors.As(err, &e) || !errors.Is(err, kind) {
		t.Fatalf("got %v, want it to be %v", err, kind)
	}
	if e.System != "wangdiantong" || e.Account != "MAIN" {
		t.Errorf("%v does not say whose it is", e)
	}
	return e
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
	return connectors.Query{API: sales, Params: params}
}

// documents makes outbound orders a minute apart, the first at the very beginning
// of the window. Numbers are text with four decimals, as 旺店通 sends them.
func documents(n int) []map[string]any {
	begin, _ := time.Parse(time.DateTime, windowBegin)
	rows := make([]map[string]any, n)
	for i := range rows {
		at := begin.Add(time.Duration(i) * time.Minute).Format(time.DateTime)
		rows[i] = map[string]any{
			"stockout_id": fmt.Sprint(10_000 + i), "order_no": fmt.Sprintf("CK%08d", i), "src_order_no": fmt.Sprint("JY", i), "src_tids": fmt.Sprint("T", i),
			"status": "95", "consign_time": at, "modified": at, "shop_no": "sim-shop", "logistics_no": fmt.Sprint("YT", i),
			"details_list": []any{map[string]any{"rec_id": fmt.Sprint(i), "spec_no": "S1", "goods_count": "4.0000", "sell_price": "0.1000"}},
		}
	}
	return rows
}

// readAll follows cursors to the end and counts how often each id was returned.
func readAll(t testing.TB, c connectors.Source, q connectors.Query, id string) (met map[string]int, err error) {
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
			var fields map[string]any
			must(t, json.Unmarshal(row, &fields))
			met[fmt.Sprint(fields[id])]++
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return met, nil
		}
	}
}

func TestAWindowIsReadWhole(t *testing.T) {
	t.Parallel()
	for _, elsewhere := range []any{nil, -1, "7"} {
		for _, noList := range []bool{false, true} {
			for _, test := range []struct{ rows, calls int }{{0, 1}, {1, 1}, {30, 1}, {31, 3}, {60, 3}, {61, 5}} {
				sim, cfg := start(t, wangdiantongtest.Options{Elsewhere: elsewhere, NoList: noList})
				must(t, sim.Table(sales).Seed(documents(test.rows)...))
				met, err := readAll(t, open(t, cfg), query(nil), "stockout_id")
				must(t, err)
				if n := sim.Calls()[sales]; len(met) != test.rows || n != test.calls {
					t.Errorf("%d documents in %d calls, want %d in %d", len(met), n, test.rows, test.calls)
				}
			}
		}
	}
}

func TestRowsComeAsTheyWereSent(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	row := documents(1)[0]
	row["remark"], row["paid"] = "引号\" 反斜杠\\ }} 😀 <b>&", json.Number("0.10")
	must(t, sim.Table(sales).Seed(row))
	page, err := open(t, cfg).Fetch(t.Context(), query(nil))
	must(t, err)
	for _, want := range []string{`"details_list":[{`, `"goods_count":"4.0000"`, `"paid":0.10`, `"remark":"引号\" 反斜杠\\ }} 😀 <b>&"`} {
		if got := string(page.Rows[0]); !strings.Contains(got, want) {
			t.Errorf("%s does not hold %s", got, want)
		}
	}
}

// Goods that left are read by when they left; others, and all on demand, by when
// they changed.
func TestWhichTimeAWindowIsAbout(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	rows := documents(6)
	for i, status := range []string{"5", "55", "95", "110", "95", "50"} {
		rows[i]["status"] = status
	}
	must(t, sim.Table(sales).Seed(rows...))
	must(t, sim.Table(sales).Change("10004", nil)) // left then, changed now
	c := open(t, cfg)
	for want, params := range map[int]map[string]any{
		3: nil,
		2: {"status": "95"},
		1: {"status": 95, "is_by_modified": "1"},
		0: {"status": "113"},
	} {
		met, err := readAll(t, c, query(params), "stockout_id")
		must(t, err)
		if len(met) != want {
			t.Errorf("%v: %d documents, want %d", params, len(met), want)
		}
	}
}

// A scheme that leaves the window to the connector, and one that names a document.
func TestWindowsAreFilledInUnlessADocumentIsNamed(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	must(t, sim.Table(sales).Seed(documents(40)...))
	c := open(t, cfg)
	from := time.Date(2025, 7, 1, 0, 10, 0, 0, c.Location())
	q := connectors.Query{API: sales, Window: connectors.Window{From: from, To: from.Add(4 * time.Minute)}}
	met, err := readAll(t, c, q, "stockout_id")
	must(t, err)
	if len(met) != 5 { // closed at both ends
		t.Errorf("%d documents in a window of five", len(met))
	}
	q.Params = map[string]any{"src_tid": "T33"}
	met, err = readAll(t, c, q, "stockout_id")
	must(t, err)
	if len(met) != 1 || met["10033"] != 1 {
		t.Errorf("got %v, want the one that was named", met)
	}
}

// Each of the other scripts, by its own page size and list.
func TestOtherScripts(t *testing.T) {
	t.Parallel()
	for api, id := range map[string]string{
		wangdiantongtest.Returns: "stockout_id", wangdiantongtest.Trades: "trade_id", wangdiantongtest.Goods: "goods_no",
		wangdiantongtest.Shops: "shop_no", wangdiantongtest.Warehouses: "warehouse_no",
	} {
		sim, cfg := start(t, wangdiantongtest.Options{})
		begin, _ := time.Parse(time.DateTime, windowBegin)
		for i := range 205 {
			at := begin.Add(time.Duration(i) * time.Second).Format(time.DateTime)
			must(t, sim.Table(api).Seed(map[string]any{id: fmt.Sprint("R", i), "status": "110", "modified": at}))
		}
		c := open(t, cfg)
		from := time.Date(2025, 7, 1, 0, 0, 0, 0, c.Location())
		q := connectors.Query{API: api, Window: connectors.Window{From: from, To: from.Add(time.Hour)}}
		met, err := readAll(t, c, q, id)
		must(t, err)
		delete(met, "sim-shop")
		if len(met) != 205 {
			t.Errorf("%s: %d of 205 rows", api, len(met))
		}
	}
}

func TestWhatCannotBeAskedIsRejectedBeforeACall(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	c := open(t, cfg)
	for _, q := range []connectors.Query{
		query(map[string]any{"page_size": "-5"}), query(map[string]any{"page_size": "many"}), query(map[string]any{"sid": "x"}),
		query(map[string]any{"odd": map[string]any{"a": 1}}), query(map[string]any{"src_tid": []any{"a,b"}}),
		{API: sales, Cursor: "not a cursor"},
	} {
		_, err := c.Fetch(t.Context(), q)
		_ = wantKind(t, err, connectors.ErrRejected)
	}
	if n := len(sim.Calls()); n > 0 {
		t.Errorf("%d calls were made", n)
	}
}
