package jushuitanqimen_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen/jushuitanqimentest"
)

// churn moves rows between pages: each step is done after one call was answered.
type churn struct {
	calls int
	steps map[int]func()
}

func (c *churn) between(string, int) {
	c.calls++
	if step := c.steps[c.calls]; step != nil {
		step()
	}
}

func wantMet(t testing.TB, met map[string]int, rows []map[string]any, gone map[string]bool) {
	t.Helper()
	for _, row := range rows {
		if id := fmt.Sprint(row["as_id"]); met[id] == 0 && !gone[id] {
			t.Errorf("refund %s was in the window all the time and was not returned", id)
		}
	}
}

// touch modifies a refund now, so that it leaves every window that has ended.
func touch(t *testing.T, sim *jushuitanqimentest.Server, id string) {
	t.Helper()
	must(t, sim.Refunds().Change(id, nil))
}

// appear puts a new refund into the window, a second after refund i.
func appear(t *testing.T, sim *jushuitanqimentest.Server, id, i int) {
	t.Helper()
	begin, _ := time.Parse(time.DateTime, windowBegin)
	at := begin.Add(time.Duration(i)*time.Minute + time.Second).Format(time.DateTime)
	must(t, sim.Refunds().Seed(map[string]any{"as_id": id, "status": "Confirmed", "modified": at, "created": at}))
}

// Refunds that are modified leave the window, and everything behind moves up.
func TestRefundsThatLeaveTakeNoneWithThem(t *testing.T) {
	t.Parallel()
	for _, opt := range manners() {
		t.Run(fmt.Sprintf("%+v", opt), func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, opt)
			rows, gone := refunds(230), map[string]bool{}
			must(t, sim.Refunds().Seed(rows...))
			moves := &churn{steps: map[int]func(){}}
			for call := 1; call <= 4; call++ {
				moves.steps[call] = func() {
					for i := range 7 { // from all over the window
						id := fmt.Sprint(10_000 + (call*31+i*33)%230)
						gone[id] = true
						touch(t, sim, id)
					}
				}
			}
			sim.OnPage = moves.between
			met, err := readAll(t, open(t, cfg), query(nil))
			must(t, err)
			wantMet(t, met, rows, gone)
			if n := sim.Calls()[refundsAPI]; n > 6 && !opt.NoCounts {
				t.Errorf("departures alone need no second pass, and there were %d calls", n)
			}
		})
	}
}

// A refund that appears pushes unread ones onto pages already read.
func TestARefundThatAppearsHidesNone(t *testing.T) {
	t.Parallel()
	for call := 1; call <= 5; call++ {
		sim, cfg := start(t, jushuitanqimentest.Options{})
		rows := refunds(200)
		must(t, sim.Refunds().Seed(rows...))
		moves := &churn{steps: map[int]func(){call: func() { appear(t, sim, 90_000, 3) }}}
		sim.OnPage = moves.between
		met, err := readAll(t, open(t, cfg), query(nil))
		must(t, err)
		wantMet(t, met, rows, nil)
	}
}

// In a window that has not ended a modified refund stays, at another place, and
// the total never changes. Nor does it in a window about another time.
func TestAWindowInWhichRefundsMoveHidesNone(t *testing.T) {
	t.Parallel()
	now := time.Now().In(time.FixedZone("CST", 8*3600))
	open24 := map[string]any{"start_time": now.Add(-24 * time.Hour), "end_time": now.Add(time.Hour)}
	for name, params := range map[string]map[string]any{"open": open24, "created": {"date_type": 1}, "applied for": {"date_type": "2"}} {
		for _, newest := range []bool{false, true} {
			t.Run(fmt.Sprint(name, " newest first ", newest), func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, jushuitanqimentest.Options{Newest: newest})
				rows := refunds(200)
				for i, row := range rows {
					if name == "open" {
						row["modified"] = now.Add(time.Duration(i-300) * time.Minute).Format(time.DateTime)
					}
				}
				must(t, sim.Refunds().Seed(rows...))
				moves := &churn{steps: map[int]func(){3: func() { touch(t, sim, "10070"); touch(t, sim, "10180") }}}
				sim.OnPage = moves.between
				met, err := readAll(t, open(t, cfg), query(params))
				must(t, err)
				wantMet(t, met, rows, nil)
			})
		}
	}
}

func TestAWindowThatNeverStandsStillIsAnError(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{})
	must(t, sim.Refunds().Seed(refunds(120)...))
	id := 90_000
	sim.OnPage = func(string, int) { id++; appear(t, sim, id, 3) }
	_, err := readAll(t, open(t, cfg), query(nil))
	if e := wantKind(t, err, connectors.ErrUnavailable); !strings.Contains(e.Message, "never stands still") {
		t.Errorf("%v", e)
	}
}

// Any coming and going between any calls of an ended window: what stays is met.
// Both within one gap is what is not seen.
func TestWhateverMovesWhatStaysIsMet(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{})
	c, table := open(t, cfg), sim.Refunds()
	rapid.Check(t, func(rt *rapid.T) {
		for _, row := range table.Rows() {
			table.Remove(fmt.Sprint(row["as_id"]))
		}
		rows := refunds(rapid.IntRange(0, 30).Draw(rt, "refunds"))
		must(t, table.Seed(rows...))
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
				touch(t, sim, id)
			}
		}
		met, err := readAll(t, c, query(map[string]any{"page_size": rapid.IntRange(1, 12).Draw(rt, "size")}))
		if err != nil && strings.Contains(err.Error(), "never stands still") {
			return
		}
		must(t, err)
		for _, row := range rows {
			if id := fmt.Sprint(row["as_id"]); met[id] == 0 && !gone[id] {
				rt.Fatalf("refund %s was in the window all the time and was not returned", id)
			}
		}
	})
}

// One account at its real quota, against a gateway and a 聚水潭 that count.
func TestAReadingIsNeverToldOff(t *testing.T) {
	t.Parallel()
	sim, cfg := startStrict(t, jushuitanqimentest.Options{})
	must(t, sim.Refunds().Seed(refunds(300)...))
	met, err := readAll(t, open(t, cfg), query(nil))
	must(t, err)
	if len(met) != 300 || sim.TellOffs() != 0 {
		t.Errorf("%d refunds, told off %d times", len(met), sim.TellOffs())
	}
}
