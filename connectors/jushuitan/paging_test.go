package jushuitan_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
)

func refundQuery(params map[string]any) connectors.Query {
	return connectors.Query{API: "refund.single.query", Params: params}
}

func TestPages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ rows, calls int }{{0, 1}, {1, 1}, {50, 1}, {51, 3}, {100, 3}, {101, 4}} {
		for _, gateway := range gateways {
			sim, cfg := start(t, gateway, jushuitantest.Options{})
			must(t, sim.SeedRefunds(refunds(test.rows)...))
			c := open(t, cfg)
			met, err := readAll(t, c, refundQuery(window()), "as_id")
			must(t, err)
			if n := sim.Calls()["refund.single.query"]; len(met) != test.rows || n != test.calls {
				t.Errorf("%s: %d rows in %d calls, want %d in %d", gateway, len(met), n, test.rows, test.calls)
			}
			page, err := c.Fetch(t.Context(), refundQuery(window()))
			must(t, err)
			if page.Total != test.rows {
				t.Errorf("%s: total %d, want %d", gateway, page.Total, test.rows)
			}
		}
	}
}

func TestRowsComeAsTheyWereSent(t *testing.T) {
	t.Parallel()
	for _, gateway := range gateways {
		sim, cfg := start(t, gateway, jushuitantest.Options{})
		row := refunds(1)[0]
		row["remark"] = "引号\" 反斜杠\\ }} 😀 <b>&"
		must(t, sim.SeedRefunds(row))
		page, err := open(t, cfg).Fetch(t.Context(), refundQuery(window()))
		must(t, err)
		if got := string(page.Rows[0]); !strings.Contains(got, `"refund":0.10`) || !strings.Contains(got, `"remark":"引号\" 反斜杠\\ }} 😀 <b>&"`) {
			t.Errorf("%s: %s", gateway, got)
		}
	}
}

// churn moves rows between pages: each step is done after one call was answered.
type churn struct {
	sim   *jushuitantest.Server
	calls int
	steps map[int]func()
}

func (c *churn) between(string, int) {
	c.calls++
	if step := c.steps[c.calls]; step != nil {
		step()
	}
}

func staying(rows []map[string]any, gone map[string]bool) []string {
	var ids []string
	for _, row := range rows {
		if id := fmt.Sprint(row["as_id"]); !gone[id] {
			ids = append(ids, id)
		}
	}
	return ids
}

func wantMet(t testing.TB, met map[string]int, ids []string) {
	t.Helper()
	for _, id := range ids {
		if met[id] == 0 {
			t.Errorf("refund %s was in the window all the time and was not returned", id)
		}
	}
}

// Rows that are modified leave the window, and everything behind them moves up.
func TestRowsThatLeaveTakeNoneWithThem(t *testing.T) {
	t.Parallel()
	for _, newest := range []bool{false, true} {
		for _, gateway := range gateways {
			t.Run(fmt.Sprint(gateway, " newest first ", newest), func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, gateway, jushuitantest.Options{Newest: newest})
				rows := refunds(230)
				must(t, sim.SeedRefunds(rows...))
				gone := map[string]bool{}
				moves := &churn{sim: sim, steps: map[int]func(){}}
				for call := 1; call <= 4; call++ {
					moves.steps[call] = func() {
						for i := range 7 { // from all over the window
							id := strconv.Itoa(10_000 + (call*31+i*33)%230)
							gone[id] = true
							must(t, sim.Touch(id))
						}
					}
				}
				sim.OnPage = moves.between
				met, err := readAll(t, open(t, cfg), refundQuery(window()), "as_id")
				must(t, err)
				wantMet(t, met, staying(rows, gone))
				if n := sim.Calls()["refund.single.query"]; n > 6 {
					t.Errorf("departures alone need no second pass, and there were %d calls", n)
				}
			})
		}
	}
}

// appear puts a new row into the window, a second after row i.
func appear(t *testing.T, sim *jushuitantest.Server, id, i int) {
	t.Helper()
	begin, _ := time.Parse(time.DateTime, windowBegin)
	must(t, sim.SeedRefunds(map[string]any{
		"as_id": id, "status": "Confirmed",
		"modified": begin.Add(time.Duration(i)*time.Minute + time.Second).Format(time.DateTime),
	}))
}

// A row that appears pushes unread rows onto pages already read.
func TestARowThatAppearsHidesNone(t *testing.T) {
	t.Parallel()
	for call := 1; call <= 5; call++ {
		t.Run(fmt.Sprint("after call ", call), func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, "open", jushuitantest.Options{})
			rows := refunds(200)
			must(t, sim.SeedRefunds(rows...))
			moves := &churn{sim: sim, steps: map[int]func(){call: func() { appear(t, sim, 90_000, 3) }}}
			sim.OnPage = moves.between
			met, err := readAll(t, open(t, cfg), refundQuery(window()), "as_id")
			must(t, err)
			wantMet(t, met, staying(rows, nil))
		})
	}
}

// The total is the same at the end as at the start, and yet rows were hidden.
func TestARowThatAppearsAfterOthersLeftHidesNone(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	rows := refunds(200)
	must(t, sim.SeedRefunds(rows...))
	gone := map[string]bool{}
	moves := &churn{sim: sim, steps: map[int]func(){
		2: func() { gone["10199"] = true; must(t, sim.Touch("10199")) },
		3: func() { appear(t, sim, 90_000, 3) },
	}}
	sim.OnPage = moves.between
	met, err := readAll(t, open(t, cfg), refundQuery(window()), "as_id")
	must(t, err)
	wantMet(t, met, staying(rows, gone))
}

// In a window that has not ended a modified row stays, at another place, and
// the total never changes.
func TestAWindowThatHasNotEndedHidesNone(t *testing.T) {
	t.Parallel()
	for _, newest := range []bool{false, true} {
		t.Run(fmt.Sprint("newest first ", newest), func(t *testing.T) {
			t.Parallel()
			now := time.Now().In(time.FixedZone("CST", 8*3600))
			sim, cfg := start(t, "open", jushuitantest.Options{Newest: newest})
			rows := refunds(200)
			for i, row := range rows {
				row["modified"] = now.Add(time.Duration(i-300) * time.Minute).Format(time.DateTime)
			}
			must(t, sim.SeedRefunds(rows...))
			moves := &churn{sim: sim, steps: map[int]func(){3: func() { must(t, sim.Touch("10010")); must(t, sim.Touch("10180")) }}}
			sim.OnPage = moves.between
			met, err := readAll(t, open(t, cfg), refundQuery(map[string]any{
				"modified_begin": now.Add(-24 * time.Hour), "modified_end": now.Add(time.Hour),
			}), "as_id")
			must(t, err)
			wantMet(t, met, staying(rows, nil))
		})
	}
}

func TestAWindowThatNeverStandsStillIsAnError(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	must(t, sim.SeedRefunds(refunds(120)...))
	id := 90_000
	sim.OnPage = func(string, int) { id++; appear(t, sim, id, 3) }
	_, err := readAll(t, open(t, cfg), refundQuery(window()), "as_id")
	e := wantKind(t, err, connectors.ErrUnavailable)
	if !strings.Contains(e.Message, "never stands still") {
		t.Errorf("%v", e)
	}
}

// Without counts the last page is found by going there.
func TestWithoutCountsNothingIsLostEither(t *testing.T) {
	t.Parallel()
	for _, gateway := range gateways {
		for rows := range map[int]bool{0: true, 49: true, 50: true, 51: true, 100: true, 230: true} {
			t.Run(fmt.Sprint(gateway, " ", rows), func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, gateway, jushuitantest.Options{})
				all := refunds(rows)
				must(t, sim.SeedRefunds(all...))
				gone := map[string]bool{}
				moves := &churn{sim: sim, steps: map[int]func(){}}
				if rows == 230 {
					moves.steps[3] = func() { gone["10020"] = true; must(t, sim.Touch("10020")) }
					moves.steps[7] = func() { gone["10025"] = true; must(t, sim.Touch("10025")) }
					moves.steps[8] = func() { appear(t, sim, 90_000, 3); appear(t, sim, 90_001, 4) }
				}
				sim.OnPage = moves.between
				params := window()
				params["is_get_total"] = "false"
				met, err := readAll(t, open(t, cfg), refundQuery(params), "as_id")
				must(t, err)
				wantMet(t, met, staying(all, gone))
			})
		}
	}
}

func TestShopsAndOrders(t *testing.T) {
	t.Parallel()
	for _, gateway := range gateways {
		sim, cfg := start(t, gateway, jushuitantest.Options{})
		for i := range 230 {
			must(t, sim.SeedShops(map[string]any{"shop_id": i + 1, "shop_name": "店"}))
			must(t, sim.SeedOrders(map[string]any{"o_id": i + 1, "modified": windowBegin}))
		}
		c := open(t, cfg)
		shops, err := readAll(t, c, connectors.Query{API: "shops.query"}, "shop_id")
		must(t, err)
		orders, err := readAll(t, c, connectors.Query{API: "orders.single.query", Params: window()}, "o_id")
		must(t, err)
		if len(shops) != 230 || len(orders) != 230 {
			t.Errorf("%s: %d shops and %d orders of 230", gateway, len(shops), len(orders))
		}
	}
}

// Any coming and going between any calls of an ended window: what stays is met.
// Both within one gap is the one thing connectors/internal/paging says is not seen.
func TestWhateverMovesWhatStaysIsMet(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, "open", jushuitantest.Options{})
	c := open(t, cfg)
	rapid.Check(t, func(rt *rapid.T) {
		for _, row := range sim.Refunds() {
			sim.RemoveRefund(fmt.Sprint(row["as_id"]))
		}
		rows := refunds(rapid.IntRange(0, 30).Draw(rt, "rows"))
		must(t, sim.SeedRefunds(rows...))
		gone, next := map[string]bool{}, 90_000
		sim.OnPage = func(string, int) {
			if len(rows) == 0 || next > 90_010 {
				return
			}
			switch rapid.IntRange(0, 3).Draw(rt, "move") {
			case 0:
				next++
				appear(t, sim, next, rapid.IntRange(0, len(rows)).Draw(rt, "where"))
			case 1, 2:
				id := fmt.Sprint(10_000 + rapid.IntRange(0, len(rows)-1).Draw(rt, "which"))
				gone[id] = true
				must(t, sim.Touch(id))
			}
		}
		params := window()
		params["page_size"] = rapid.IntRange(2, 12).Draw(rt, "size")
		met, err := readAll(t, c, refundQuery(params), "as_id")
		if err != nil && strings.Contains(err.Error(), "never stands still") {
			return
		}
		must(t, err)
		for _, id := range staying(rows, gone) {
			if met[id] == 0 {
				rt.Fatalf("refund %s was in the window all the time and was not returned", id)
			}
		}
	})
}

// One account at its real quota, against a 聚水潭 that counts by its own clock.
func TestAReadingIsNeverToldOff(t *testing.T) {
	t.Parallel()
	sim, cfg := startStrict(t)
	must(t, sim.SeedRefunds(refunds(400)...))
	met, err := readAll(t, open(t, cfg), refundQuery(window()), "as_id")
	must(t, err)
	if len(met) != 400 || sim.TellOffs() != 0 {
		t.Errorf("%d refunds, told off %d times", len(met), sim.TellOffs())
	}
}
