package wangdiantongqimen_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen/wangdiantongqimentest"
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
		if id := fmt.Sprint(row["stockout_id"]); met[id] == 0 && !gone[id] {
			t.Errorf("document %s was in the window all the time and was not returned", id)
		}
	}
}

// touch modifies a document now, so that it leaves every window that has ended.
func touch(t *testing.T, sim *wangdiantongqimentest.Server, id string) {
	t.Helper()
	must(t, sim.Documents(returns).Change(id, nil))
}

// appear puts a new document into the window, a second after document i.
func appear(t *testing.T, sim *wangdiantongqimentest.Server, id, i int) {
	t.Helper()
	begin, _ := time.Parse(time.DateTime, windowBegin)
	must(t, sim.Documents(returns).Seed(map[string]any{
		"stockout_id": fmt.Sprint(id), "status": 95, "modified": begin.Add(time.Duration(i)*time.Minute + time.Second).Format(time.DateTime),
	}))
}

// Documents that are modified leave the window, and everything behind moves up.
func TestDocumentsThatLeaveTakeNoneWithThem(t *testing.T) {
	t.Parallel()
	for _, newest := range []bool{false, true} {
		for _, noList := range []bool{false, true} {
			t.Run(fmt.Sprint("newest first ", newest, " no list ", noList), func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, wangdiantongqimentest.Options{Newest: newest, NoList: noList})
				rows := documents(140)
				must(t, sim.Documents(returns).Seed(rows...))
				gone, moves := map[string]bool{}, &churn{steps: map[int]func(){}}
				for call := 1; call <= 8; call++ {
					moves.steps[call] = func() {
						for i := range 5 { // from all over the window
							id := fmt.Sprint(10_000 + (call*31+i*29)%140)
							gone[id] = true
							touch(t, sim, id)
						}
					}
				}
				sim.OnPage = moves.between
				met, err := readAll(t, open(t, cfg), query(nil))
				must(t, err)
				wantMet(t, met, rows, gone)
				if n := sim.Calls()[returns]; n > 9 {
					t.Errorf("departures alone need no second pass, and there were %d calls", n)
				}
			})
		}
	}
}

// The last pages are gone when they are asked for.
func TestPagesThatEmptyAreNotMissed(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{NoList: true})
	rows, gone := documents(140), map[string]bool{}
	must(t, sim.Documents(returns).Seed(rows...))
	moves := &churn{steps: map[int]func(){1: func() {
		for i := range 100 {
			id := fmt.Sprint(10_000 + i)
			gone[id] = true
			touch(t, sim, id)
		}
	}}}
	sim.OnPage = moves.between
	met, err := readAll(t, open(t, cfg), query(nil))
	must(t, err)
	wantMet(t, met, rows, gone)
}

// A document that appears pushes unread ones onto pages already read.
func TestADocumentThatAppearsHidesNone(t *testing.T) {
	t.Parallel()
	for call := 1; call <= 7; call++ {
		t.Run(fmt.Sprint("after call ", call), func(t *testing.T) {
			t.Parallel()
			sim, cfg := start(t, wangdiantongqimentest.Options{})
			rows := documents(120)
			must(t, sim.Documents(returns).Seed(rows...))
			moves := &churn{steps: map[int]func(){call: func() { appear(t, sim, 90_000, 3) }}}
			sim.OnPage = moves.between
			met, err := readAll(t, open(t, cfg), query(nil))
			must(t, err)
			wantMet(t, met, rows, nil)
		})
	}
}

// The total is the same at the end as at the start, and yet documents were hidden.
func TestADocumentThatAppearsAfterOthersLeftHidesNone(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{})
	rows, gone := documents(120), map[string]bool{"10119": true}
	must(t, sim.Documents(returns).Seed(rows...))
	moves := &churn{steps: map[int]func(){
		2: func() { touch(t, sim, "10119") },
		3: func() { appear(t, sim, 90_000, 3) },
	}}
	sim.OnPage = moves.between
	met, err := readAll(t, open(t, cfg), query(nil))
	must(t, err)
	wantMet(t, met, rows, gone)
}

// In a window that has not ended a modified document stays, at another place, and
// the total never changes.
func TestAWindowThatHasNotEndedHidesNone(t *testing.T) {
	t.Parallel()
	for _, newest := range []bool{false, true} {
		t.Run(fmt.Sprint("newest first ", newest), func(t *testing.T) {
			t.Parallel()
			now := time.Now().In(time.FixedZone("CST", 8*3600))
			sim, cfg := start(t, wangdiantongqimentest.Options{Newest: newest})
			rows := documents(120)
			for i, row := range rows {
				row["modified"] = now.Add(time.Duration(i-300) * time.Minute).Format(time.DateTime)
			}
			must(t, sim.Documents(returns).Seed(rows...))
			moves := &churn{steps: map[int]func(){3: func() { touch(t, sim, "10040"); touch(t, sim, "10110") }}}
			sim.OnPage = moves.between
			met, err := readAll(t, open(t, cfg), query(map[string]any{
				"start_time": now.Add(-24 * time.Hour), "end_time": now.Add(time.Hour),
			}))
			must(t, err)
			wantMet(t, met, rows, nil)
		})
	}
}

func TestAWindowThatNeverStandsStillIsAnError(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{})
	must(t, sim.Documents(returns).Seed(documents(70)...))
	id := 90_000
	sim.OnPage = func(string, int) { id++; appear(t, sim, id, 3) }
	_, err := readAll(t, open(t, cfg), query(nil))
	if e := wantKind(t, err, connectors.ErrUnavailable); !strings.Contains(e.Message, "never stands still") {
		t.Errorf("%v", e)
	}
}

// Any coming and going: what stays is met. Between two looks at the total either
// documents leave or they appear; both at once is what is not seen.
func TestWhateverMovesWhatStaysIsMet(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{})
	c, table := open(t, cfg), sim.Documents(returns)
	rapid.Check(t, func(rt *rapid.T) {
		for _, row := range table.Rows() {
			table.Remove(fmt.Sprint(row["stockout_id"]))
		}
		rows := documents(rapid.IntRange(0, 30).Draw(rt, "documents"))
		must(t, table.Seed(rows...))
		gone, next, leaves := map[string]bool{}, 90_000, true
		sim.OnPage = func(_ string, page int) {
			if page == 0 {
				leaves = rapid.IntRange(0, 3).Draw(rt, "leaves") > 0
			}
			if len(rows) == 0 || rapid.Bool().Draw(rt, "rest") {
				return
			}
			if leaves {
				id := fmt.Sprint(10_000 + rapid.IntRange(0, len(rows)-1).Draw(rt, "which"))
				gone[id] = true
				touch(t, sim, id)
			} else if next < 90_010 {
				next++
				appear(t, sim, next, rapid.IntRange(0, len(rows)).Draw(rt, "where"))
			}
		}
		met, err := readAll(t, c, query(map[string]any{"page_size": rapid.IntRange(1, 12).Draw(rt, "size")}))
		if err != nil && strings.Contains(err.Error(), "never stands still") {
			return
		}
		must(t, err)
		for _, row := range rows {
			if id := fmt.Sprint(row["stockout_id"]); met[id] == 0 && !gone[id] {
				rt.Fatalf("document %s was in the window all the time and was not returned", id)
			}
		}
	})
}

// A page that is cut down silently would have the others counted wrongly.
func TestAPageCutDownIsAnError(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongqimentest.Options{PageCap: 20})
	must(t, sim.Documents(returns).Seed(documents(70)...))
	c := open(t, cfg)
	_, err := readAll(t, c, query(nil))
	if e := wantKind(t, err, connectors.ErrUnavailable); !strings.Contains(e.Message, "smaller pages") {
		t.Errorf("%v", e)
	}
	met, err := readAll(t, c, query(map[string]any{"page_size": 20}))
	must(t, err)
	if len(met) != 70 {
		t.Errorf("%d of 70 documents", len(met))
	}
}

// One account at its real quota, against a gateway and a 旺店通 that count.
func TestAReadingIsNeverToldOff(t *testing.T) {
	t.Parallel()
	sim, cfg := startStrict(t, wangdiantongqimentest.Options{})
	must(t, sim.Documents(returns).Seed(documents(100)...))
	met, err := readAll(t, open(t, cfg), query(nil))
	must(t, err)
	if len(met) != 100 || sim.TellOffs() != 0 {
		t.Errorf("%d documents, told off %d times", len(met), sim.TellOffs())
	}
}
