package wangdiantong_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// changed asks by the time of the last change, so that a change moves a row.
func changed(more map[string]any) connectors.Query {
	params := map[string]any{"status": "95", "is_by_modified": "1"}
	for name, value := range more {
		params[name] = value
	}
	return query(params)
}

// appear puts a new document into the window, a second after document i.
func appear(t testing.TB, sim *wangdiantongtest.Server, id, i int) {
	t.Helper()
	begin, _ := time.Parse(time.DateTime, windowBegin)
	must(t, sim.Table(sales).Seed(map[string]any{
		"stockout_id": fmt.Sprint(id), "status": "95", "modified": begin.Add(time.Duration(i)*time.Minute + time.Second).Format(time.DateTime),
	}))
}

// Documents that are modified leave the window, and everything behind moves up.
func TestDocumentsThatLeaveTakeNoneWithThem(t *testing.T) {
	t.Parallel()
	for _, newest := range []bool{false, true} {
		sim, cfg := start(t, wangdiantongtest.Options{Newest: newest})
		rows, gone, call := documents(140), map[string]bool{}, 0
		must(t, sim.Table(sales).Seed(rows...))
		sim.OnPage = func(string, int) {
			for i := range 5 { // from all over the window
				id := fmt.Sprint(10_000 + (call*31+i*29)%140)
				gone[id] = true
				must(t, sim.Table(sales).Change(id, nil))
			}
			call++
		}
		met, err := readAll(t, open(t, cfg), changed(nil), "stockout_id")
		must(t, err)
		for _, row := range rows {
			if id := fmt.Sprint(row["stockout_id"]); met[id] == 0 && !gone[id] {
				t.Errorf("newest first %v: document %s was there all the time and was not returned", newest, id)
			}
		}
	}
}

// Any coming and going: what stays is met. Between two looks at the total either
// documents leave or they appear; both at once is what is not seen.
func TestWhateverMovesWhatStaysIsMet(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	c, table := open(t, cfg), sim.Table(sales)
	rapid.Check(t, func(rt *rapid.T) {
		for _, row := range table.Rows() {
			table.Remove(fmt.Sprint(row["stockout_id"]))
		}
		rows := documents(rapid.IntRange(1, 30).Draw(rt, "documents"))
		must(t, table.Seed(rows...))
		gone, next, leaves := map[string]bool{}, 90_000, true
		sim.OnPage = func(_ string, page int) {
			if page == 0 {
				leaves = rapid.IntRange(0, 3).Draw(rt, "leaves") > 0
			}
			if rapid.Bool().Draw(rt, "rest") {
				return
			}
			if leaves {
				id := fmt.Sprint(10_000 + rapid.IntRange(0, len(rows)-1).Draw(rt, "which"))
				gone[id] = true
				must(t, table.Change(id, nil))
			} else if next < 90_010 {
				next++
				appear(t, sim, next, rapid.IntRange(0, len(rows)).Draw(rt, "where"))
			}
		}
		met, err := readAll(t, c, changed(map[string]any{"page_size": rapid.IntRange(1, 12).Draw(rt, "size")}), "stockout_id")
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

func TestAWindowThatNeverStandsStillIsAnError(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	must(t, sim.Table(sales).Seed(documents(70)...))
	id := 90_000
	sim.OnPage = func(string, int) { id++; appear(t, sim, id, 3) }
	_, err := readAll(t, open(t, cfg), changed(nil), "stockout_id")
	if e := wantKind(t, err, connectors.ErrUnavailable); !strings.Contains(e.Message, "never stands still") {
		t.Errorf("%v", e)
	}
}

// A page that is cut down silently would have the others counted wrongly.
func TestAPageCutDownIsAnError(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{PageCap: 20})
	must(t, sim.Table(sales).Seed(documents(70)...))
	_, err := readAll(t, open(t, cfg), query(nil), "stockout_id")
	if e := wantKind(t, err, connectors.ErrUnavailable); !strings.Contains(e.Message, "smaller pages") {
		t.Errorf("%v", e)
	}
}

// One account at its real quota, against a 旺店通 that counts.
func TestAReadingIsNeverToldOff(t *testing.T) {
	t.Parallel()
	sim, cfg := startStrict(t, wangdiantongtest.Options{})
	must(t, sim.Table(sales).Seed(documents(100)...))
	met, err := readAll(t, open(t, cfg), query(nil), "stockout_id")
	must(t, err)
	if len(met) != 100 || sim.TellOffs() != 0 {
		t.Errorf("%d documents, told off %d times", len(met), sim.TellOffs())
	}
}
