package jushuitanqimen_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen/jushuitanqimentest"
)

func TestAWindowIsReadByVersion(t *testing.T) {
	t.Parallel()
	for _, opt := range manners() {
		for _, test := range []struct{ rows, calls int }{{0, 1}, {50, 1}, {51, 2}, {99, 2}, {100, 3}} {
			sim, cfg := start(t, opt)
			must(t, sim.Refunds().Seed(refunds(test.rows)...))
			cfg.StartTS = true
			met, err := readAll(t, open(t, cfg), query(nil))
			must(t, err)
			if n := sim.Calls()[refundsAPI]; len(met) != test.rows || n != test.calls {
				t.Errorf("%+v: %d refunds in %d calls, want %d in %d", opt, len(met), n, test.rows, test.calls)
			}
		}
	}
}

// 聚水潭 advises not to have rows counted that are read by version, page after
// first page.
func TestReadingByVersionAsksForNoCounts(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{})
	must(t, sim.Refunds().Seed(refunds(80)...))
	var asked []string
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		must(t, err)
		form, err := url.ParseQuery(string(body))
		must(t, err)
		asked = append(asked, form.Get("page_index")+" "+form.Get("start_ts")+" "+form.Get("is_get_total"))
		r.Body = io.NopCloser(bytes.NewReader(body))
		sim.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	cfg.StartTS, cfg.URL = true, web.URL
	_, err := readAll(t, open(t, cfg), query(map[string]any{"is_get_total": "true"}))
	must(t, err)
	if want := []string{"1 1 false", "1 1050 false"}; !slices.Equal(asked, want) {
		t.Errorf("asked %q, want %q", asked, want)
	}
}

// A scheme may say where to begin.
func TestAVersionToBeginWith(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{})
	must(t, sim.Refunds().Seed(refunds(80)...))
	cfg.StartTS = true
	met, err := readAll(t, open(t, cfg), query(map[string]any{"start_ts": "1021", "page_size": "1"}))
	must(t, err)
	if len(met) != 60 {
		t.Errorf("%d refunds, want those from the 21st on", len(met))
	}
}

// An account may be refused for start_ts alone, with the code of every missing grant.
func TestARefusedVersionSaysWhatToSet(t *testing.T) {
	t.Parallel()
	for _, startTS := range []bool{false, true} {
		sim, cfg := start(t, jushuitanqimentest.Options{})
		cfg.StartTS = startTS
		sim.Misbehave(ownCode(190, "无API权限"))
		_, err := readAll(t, open(t, cfg), query(nil))
		if err == nil || strings.Contains(err.Error(), "JUSHUITANQIMEN_MAIN_START_TS=false") != startTS {
			t.Errorf("by version %v: %v", startTS, err)
		}
	}
}

// An account that is not granted start_ts gives the same first page again.
func TestAnAccountThatDoesNotFollowVersionsIsToldSo(t *testing.T) {
	t.Parallel()
	for _, opt := range []jushuitanqimentest.Options{{NoStartTS: true}, {NoStartTS: true, Newest: true}} {
		sim, cfg := start(t, opt)
		must(t, sim.Refunds().Seed(refunds(80)...))
		cfg.StartTS = true
		_, err := readAll(t, open(t, cfg), query(nil))
		if e := wantKind(t, err, connectors.ErrRejected); !strings.Contains(e.Advice, "JUSHUITANQIMEN_MAIN_START_TS=false") {
			t.Errorf("%v", e)
		}
	}
}

func TestVersionsMayBeLargeOrMissing(t *testing.T) {
	t.Parallel()
	two := `{"response":{"has_next":%v,"datas":[{"as_id":1,"ts":%s},{"as_id":2,"ts":%s}]}}`
	for name, test := range map[string]struct {
		answer, next, says string
	}{
		"beyond 2^63":   {fmt.Sprintf(two, true, `98765432109876543210`, `"98765432109876543211"`), "98765432109876543211", ""},
		"the end":       {fmt.Sprintf(two, false, `7`, `5`), "", ""},
		"out of order":  {fmt.Sprintf(two, true, `7`, `5`), "", "version 5 came after 7"},
		"no number":     {fmt.Sprintf(two, true, `"x"`, `5`), "", "not a row version"},
		"none":          {`{"response":{"has_next":true,"datas":[{"as_id":1}]}}`, "", "no version"},
		"nothing later": {fmt.Sprintf(two, true, `1`, `1`), "", "no version later than 1"},
		"nothing":       {`{"response":{"has_next":true,"datas":[]}}`, "", "no version later than 1"},
		"null":          {fmt.Sprintf(two, true, `null`, `1`), "", "version"},
	} {
		sim, cfg := start(t, jushuitanqimentest.Options{})
		cfg.StartTS = true
		sim.Misbehave(jushuitanqimentest.Fault{Do: jushuitanqimentest.Garbage, Body: test.answer})
		page, err := open(t, cfg).Fetch(t.Context(), query(nil))
		if page.Next != test.next || (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %q, %v", name, page.Next, err)
		}
	}
	_, cfg := start(t, jushuitanqimentest.Options{})
	cfg.StartTS = true
	q := query(nil)
	q.Cursor = "not a version"
	_, err := open(t, cfg).Fetch(t.Context(), q)
	_ = wantKind(t, err, connectors.ErrRejected)
}

// Whatever leaves, appears or is modified between whichever calls, nothing that
// stays is skipped, and nothing is read twice over.
func TestByVersionWhateverMovesWhatStaysIsMet(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, jushuitanqimentest.Options{})
	cfg.StartTS = true
	c, table := open(t, cfg), sim.Refunds()
	rapid.Check(t, func(rt *rapid.T) {
		for _, row := range table.Rows() {
			table.Remove(fmt.Sprint(row["as_id"]))
		}
		rows := refunds(rapid.IntRange(0, 40).Draw(rt, "refunds"))
		must(t, table.Seed(rows...))
		gone, moves := map[string]bool{}, 0
		sim.OnPage = func(string, int) {
			for range rapid.IntRange(0, 3).Draw(rt, "moves") {
				if moves++; len(rows) > 0 && moves < 30 {
					move(t, rt, sim, len(rows), moves, gone)
				}
			}
		}
		met, err := readAll(t, c, query(map[string]any{"page_size": rapid.IntRange(1, 12).Draw(rt, "size")}))
		must(t, err)
		for _, row := range rows {
			if id := fmt.Sprint(row["as_id"]); met[id] == 0 && !gone[id] {
				rt.Fatalf("refund %s was in the window all the time and was not returned", id)
			}
		}
	})
}

func move(t *testing.T, rt *rapid.T, sim *jushuitanqimentest.Server, n, moves int, gone map[string]bool) {
	t.Helper()
	id := fmt.Sprint(10_000 + rapid.IntRange(0, n-1).Draw(rt, "which"))
	switch rapid.IntRange(0, 2).Draw(rt, "move") {
	case 0: // leaves the window
		gone[id] = true
		touch(t, sim, id)
	case 1: // is modified and stays, as in a window that goes on
		if !gone[id] {
			must(t, sim.Refunds().Change(id, map[string]any{"modified": windowEnd}))
		}
	default:
		appear(t, sim, 90_000+moves, moves)
	}
}
