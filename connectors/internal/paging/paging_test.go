package paging_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors/internal/paging"
)

// window is a list of rows that pages are numbered over, oldest first.
type window struct {
	ids   []int
	calls int
	looks int // calls that told the total
	tell  func(page paging.Page) paging.Page
	moved func(w *window) // between two calls
}

func (w *window) read(r paging.Reading, number, size int) paging.Page {
	w.calls++
	from := min((number-r.First)*size, len(w.ids))
	page := paging.Page{Total: len(w.ids), Pages: -1}
	for _, id := range w.ids[from:min(from+size, len(w.ids))] {
		page.Rows = append(page.Rows, fmt.Appendf(nil, `{"id":%d,"modified":"x"}`, id))
	}
	if r.Sparse && number != r.First {
		page.Total = -1
	} else {
		w.looks++
	}
	if w.tell != nil {
		page = w.tell(page)
	}
	return page
}

// readAll reads the window and counts how often each row was met.
func readAll(w *window, r paging.Reading) (met map[int]int, err error) {
	met, cursor := map[int]int{}, ""
	for {
		at, err := r.Start(cursor)
		if err != nil {
			return met, err
		}
		page := w.read(r, at.Number(r), r.Size)
		for _, row := range page.Rows {
			var fields struct{ ID int }
			if err := json.Unmarshal(row, &fields); err != nil {
				return met, err
			}
			met[fields.ID]++
		}
		if cursor, err = at.After(page, r, time.Now()); cursor == "" {
			return met, err
		}
		if w.moved != nil {
			w.moved(w)
		}
	}
}

func rows(n int) []int {
	ids := make([]int, n)
	for i := range ids {
		ids[i] = i
	}
	return ids
}

// ended is a window that ended long ago, read in tens.
func ended(sparse bool) paging.Reading {
	return paging.Reading{First: pick(sparse, 0, 1), Size: 10, Sparse: sparse, ID: "id", End: time.Now().Add(-time.Hour)}
}

func pick[T any](first bool, a, b T) T {
	if first {
		return a
	}
	return b
}

func TestEveryPageIsReadFromTheLastToTheFirst(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ rows, calls, sparse int }{{0, 1, 1}, {1, 1, 1}, {10, 1, 1}, {11, 3, 3}, {20, 3, 3}, {21, 4, 5}, {95, 11, 19}} {
		for _, sparse := range []bool{false, true} {
			w := &window{ids: rows(test.rows)}
			met, err := readAll(w, ended(sparse))
			if err != nil || len(met) != test.rows || w.calls != pick(sparse, test.sparse, test.calls) {
				t.Errorf("%d rows, sparse %v: %d met in %d calls, %v", test.rows, sparse, len(met), w.calls, err)
			}
		}
	}
}

// Where nobody counts, the last page is found by going there.
func TestUncountedWindowsAreReadToo(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 9, 10, 11, 40} {
		w := &window{ids: rows(n), tell: func(p paging.Page) paging.Page { p.Total = -1; return p }}
		if met, err := readAll(w, ended(false)); err != nil || len(met) != n {
			t.Errorf("%d of %d rows, %v", len(met), n, err)
		}
	}
}

// churn lets rows leave or appear; which of both changes only at a call that
// tells the total, since more cannot be seen.
func churn(rt *rapid.T, gone map[int]bool) func(*window) {
	next, leaves, looks := 1000, true, -1
	return func(w *window) {
		if w.looks != looks {
			looks, leaves = w.looks, rapid.IntRange(0, 3).Draw(rt, "leaves") > 0
		}
		for range rapid.IntRange(0, 3).Draw(rt, "moves") {
			switch {
			case leaves && len(w.ids) > 0:
				i := rapid.IntRange(0, len(w.ids)-1).Draw(rt, "which")
				gone[w.ids[i]] = true
				w.ids = slices.Delete(w.ids, i, i+1)
			case !leaves && next < 1010:
				w.ids = slices.Insert(w.ids, rapid.IntRange(0, len(w.ids)).Draw(rt, "where"), next)
				next++
			}
		}
	}
}

func TestWhateverMovesWhatStaysIsMet(t *testing.T) {
	t.Parallel()
	for _, sparse := range []bool{false, true} {
		rapid.Check(t, func(rt *rapid.T) {
			n, gone := rapid.IntRange(0, 40).Draw(rt, "rows"), map[int]bool{}
			r := ended(sparse)
			r.Size = rapid.IntRange(1, 12).Draw(rt, "size")
			met, err := readAll(&window{ids: rows(n), moved: churn(rt, gone)}, r)
			if err != nil && strings.Contains(err.Error(), "never stands still") {
				return
			}
			if err != nil {
				rt.Fatal(err)
			}
			for id := range n {
				if met[id] == 0 && !gone[id] {
					rt.Fatalf("row %d was there all the time and was not met", id)
				}
			}
		})
	}
}

// A row that is modified in a window that goes on moves to its end: the total
// says nothing, but the page below repeats a row.
func TestARowThatMovesToTheEndIsMet(t *testing.T) {
	t.Parallel()
	for _, sparse := range []bool{false, true} {
		for _, open := range []bool{false, true} {
			w := &window{ids: rows(40)}
			w.moved = func(w *window) {
				if w.calls == 2 { // the last page has been read
					w.ids = append(slices.Delete(w.ids, 15, 16), 15)
				}
			}
			r := ended(sparse)
			if open {
				r.End = time.Time{}
			}
			met, err := readAll(w, r)
			if err != nil || len(met) != 40 {
				t.Errorf("sparse %v, open %v: %d of 40 rows, %v", sparse, open, len(met), err)
			}
		}
	}
}

func TestRowsThatOnlyLeaveNeedNoSecondReading(t *testing.T) {
	t.Parallel()
	for _, sparse := range []bool{false, true} {
		w := &window{ids: rows(100)}
		w.moved = func(w *window) { w.ids = slices.Delete(w.ids, 3, 5) }
		if _, err := readAll(w, ended(sparse)); err != nil || w.calls > pick(sparse, 19, 11) {
			t.Errorf("sparse %v: %d calls, %v", sparse, w.calls, err)
		}
	}
}

// A window that has not ended counts when two readings agree.
func TestAnOpenWindowIsReadTwice(t *testing.T) {
	t.Parallel()
	for _, sparse := range []bool{false, true} {
		w, r := &window{ids: rows(30)}, ended(sparse)
		r.End = time.Now().Add(time.Minute)
		if _, err := readAll(w, r); err != nil || w.calls != pick(sparse, 9, 7) {
			t.Errorf("sparse %v: %d calls, %v", sparse, w.calls, err)
		}
	}
}

// A page that came short once, for whatever reason, is read again.
func TestAPageThatEndsEarlyIsReadAgain(t *testing.T) {
	t.Parallel()
	w := &window{ids: rows(50)}
	w.tell = func(p paging.Page) paging.Page {
		if w.calls == 4 {
			p.Rows = nil
		}
		return p
	}
	if met, err := readAll(w, ended(true)); err != nil || len(met) != 50 || w.calls < 10 {
		t.Errorf("%d of 50 rows in %d calls, %v", len(met), w.calls, err)
	}
}

func TestAWindowThatNeverStandsStillIsAnError(t *testing.T) {
	t.Parallel()
	w := &window{ids: rows(30), moved: func(w *window) { w.ids = slices.Insert(w.ids, 0, 100+w.calls) }}
	if _, err := readAll(w, ended(true)); err == nil || !strings.Contains(err.Error(), "never stands still") {
		t.Errorf("got %v", err)
	}
}

// Passes may be faster than a window ends; the call that was refused is made
// again when it has ended, and another pass shows that it stands still.
func TestAWindowIsReadOnceItHasEnded(t *testing.T) {
	t.Parallel()
	r := ended(false)
	now, cursor, refused := r.End, "", 0
	w := &window{ids: rows(30)}
	for range 100 {
		at, err := r.Start(cursor)
		if err != nil {
			t.Fatal(err)
		}
		next, err := at.After(w.read(r, at.Number(r), r.Size), r, now)
		switch {
		case err != nil:
			refused++
			now = now.Add(time.Minute)
			continue
		case next == "":
			if refused != 1 {
				t.Errorf("refused %d times", refused)
			}
			return
		}
		cursor = next
		if refused == 0 {
			w.ids = append(w.ids[1:], w.ids[0]) // modified, and still in the window
		}
	}
	t.Errorf("never read to its end, refused %d times", refused)
}

func TestContradictionsAreErrors(t *testing.T) {
	t.Parallel()
	yes := true
	for says, tell := range map[string]func(w *window) func(paging.Page) paging.Page{
		"the total that": func(w *window) func(paging.Page) paging.Page {
			return func(p paging.Page) paging.Page { p.Total = pick(w.calls < 3, p.Total, -1); return p }
		},
		"counts 1 rows": func(*window) func(paging.Page) paging.Page {
			return func(p paging.Page) paging.Page { p.Total = 1; return p }
		},
		"a page of 10 was asked for, and came with 7": func(*window) func(paging.Page) paging.Page {
			return func(p paging.Page) paging.Page { p.Rows = p.Rows[:7]; return p }
		},
		"more follow": func(*window) func(paging.Page) paging.Page {
			return func(p paging.Page) paging.Page { p.Total, p.More = len(p.Rows), &yes; return p }
		},
		"empty page": func(*window) func(paging.Page) paging.Page {
			return func(p paging.Page) paging.Page { p.Total, p.More = -1, &yes; return p }
		},
	} {
		w := &window{ids: rows(25)}
		w.tell = tell(w)
		if _, err := readAll(w, ended(false)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%v does not say %q", err, says)
		}
	}
}

// A cursor comes back from a history: it is read, or refused, and always leads
// to an end, another page or an error.
func FuzzCursors(f *testing.F) {
	for _, at := range []paging.Cursor{
		{Phase: "probe", Page: 1},
		{Phase: "down", Page: 7, Last: 9, Counted: true, Sum: 1 << 63, Seam: 1},
		{Phase: "again", Page: 2, Last: 2},
		{Phase: "look", Page: 3, Last: 4, Counted: true},
	} {
		f.Add(at.String(), 3, 100, true)
	}
	f.Add("", -1, -1, false)
	f.Fuzz(func(t *testing.T, s string, pages, total int, sparse bool) {
		r := ended(sparse)
		at, err := r.Start(s)
		if err != nil {
			return
		}
		next, err := at.After(paging.Page{Total: total, Pages: pages}, r, time.Now())
		if err != nil || next == "" {
			return
		}
		if _, err := r.Start(next); err != nil {
			t.Errorf("%+v leads to a cursor that is refused: %s", at, next)
		}
	})
}
