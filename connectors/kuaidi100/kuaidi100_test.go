package kuaidi100_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100/kuaidi100test"
)

// start runs a 快递100 and reads the account's configuration as a main does. The
// quota is out of the way.
func start(t *testing.T, opt kuaidi100test.Options) (*kuaidi100test.Server, kuaidi100.Config) {
	t.Helper()
	sim := kuaidi100test.New(opt)
	web := httptest.NewServer(sim)
	t.Cleanup(web.Close)
	cfg, err := env.ParseAsWithOptions[kuaidi100.Config](env.Options{Environment: sim.Variables(web.URL)})
	must(t, err)
	cfg.Account, cfg.PerSecond, cfg.PerMinute = "MAIN", 1000, 10_000
	cfg.CallbackURL = "https://shop.example/callbacks/parcels"
	return sim, cfg
}

func open(t *testing.T, cfg kuaidi100.Config) *kuaidi100.Client {
	t.Helper()
	c, err := kuaidi100.New(cfg)
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
	if e.System != "kuaidi100" || e.Account != "MAIN" {
		t.Errorf("%v does not say whose it is", e)
	}
	return e
}

// parcels puts n parcels under way, YT1 and following.
func parcels(sim *kuaidi100test.Server, n int) string {
	var nums []string
	for i := range n {
		num := fmt.Sprint("YT", i+1)
		sim.Put(kuaidi100test.Parcel{Num: num, Com: "yuantong", Steps: kuaidi100test.Way(), Done: 2})
		nums = append(nums, num)
	}
	return strings.Join(nums, ",")
}

func query(params map[string]any) connectors.Query {
	return connectors.Query{API: "poll/query.do", Params: params}
}

// read follows the cursors to the end and gives the rows by number.
func read(t *testing.T, c *kuaidi100.Client, q connectors.Query, between func(call int)) map[string]map[string]any {
	t.Helper()
	rows := map[string]map[string]any{}
	for call := 1; call < 100; call++ {
		page, err := c.Fetch(t.Context(), q)
		must(t, err)
		for _, raw := range page.Rows {
			row := object(t, raw)
			rows[fmt.Sprint(row["nu"])] = row
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return rows
		}
		between(call)
	}
	t.Fatal("the reading does not end")
	return nil
}

func quiet(int) {}

func object(t testing.TB, raw json.RawMessage) map[string]any {
	t.Helper()
	var row map[string]any
	must(t, json.Unmarshal(raw, &row))
	return row
}
