package collection_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
)

const (
	rowsThere   = 25
	tracksThere = 8
)

// writer changes rows and what belongs to them, from a source of chance.
type writer struct {
	*stage

	chance func(n int) int
	writes int
}

// write keeps a page of one of the collections. A track keeps its parcel, and a
// note its row: what is put in by other fields is put in elsewhere from the next
// change of its row on.
func (w *writer) write() {
	w.Helper()
	var rows []string
	at := w.chance(3)
	for range 1 + w.chance(4) {
		w.writes++
		n := w.writes % 4 // the source may go back to what it was
		switch at {
		case 0:
			id := w.chance(rowsThere)
			rows = append(rows, fmt.Sprint(id), fmt.Sprintf(`{"parcel":"P%d","n":%d}`, w.chance(tracksThere), n))
		case 1:
			id := w.chance(tracksThere)
			rows = append(rows, fmt.Sprint("t", id), fmt.Sprintf(`{"nu":"P%d","n":%d}`, id, n))
		default:
			id := w.chance(3 * rowsThere)
			rows = append(rows, fmt.Sprint("n", id), fmt.Sprintf(`{"of":"%d","n":%d}`, id%rowsThere, n))
		}
	}
	w.keep([]string{stockouts, tracks, notes}[at], rows...)
}

// reader has what it saw last of each row.
type reader struct {
	*stage

	seen map[string]string
	q    connectors.Query
}

func (r *reader) see(page connectors.Page) {
	for _, row := range page.Rows {
		r.seen[idOf(r, string(row))] = string(row)
	}
}

// toEnd reads to the end of a reading, at least one page.
func (r *reader) toEnd() {
	r.see(r.page(&r.q))
	for r.q.Cursor != "" {
		r.see(r.page(&r.q))
	}
}

// differences ends the reading and makes another, and then reads all anew:
// nothing may be different.
func (r *reader) differences() []string {
	r.Helper()
	var found []string
	r.toEnd()
	r.toEnd()
	fresh := reader{stage: r.stage, seen: map[string]string{}, q: byParcel()}
	fresh.toEnd()
	for id, row := range fresh.seen {
		if r.seen[id] != row {
			found = append(found, fmt.Sprintf("row %s was last seen as %s, and is %s", id, r.seen[id], row))
		}
	}
	if len(r.seen) != len(fresh.seen) {
		found = append(found, fmt.Sprintf("%d rows were seen of %d", len(r.seen), len(fresh.seen)))
	}
	return found
}

// However writes, pages and ends of processes follow each other: in the end each
// row was last seen as it is, with all that belongs to it.
func TestEachRowIsLastSeenAsItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		s := setup(t, "sqlite::memory:", rapid.IntRange(1, 6).Draw(rt, "rows a page"))
		w := writer{stage: s, chance: func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "chance") }}
		r := reader{stage: s, seen: map[string]string{}, q: byParcel()}
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "step") {
			case 0: // the process ends: pages that were kept stay, the cursor is gone
				r.q.Cursor = ""
			case 1, 2, 3, 4:
				r.see(r.page(&r.q))
			default:
				w.write()
			}
		}
		if found := r.differences(); len(found) > 0 {
			rt.Fatal(strings.Join(found, "\n"))
		}
	})
}

// The same with many who write while it is read, on both databases.
func TestConcurrentWriters(t *testing.T) {
	t.Parallel()
	for name, url := range databases() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, url(t), 7)
			ctx, done := context.WithCancel(t.Context())
			var all sync.WaitGroup
			for i := range 4 {
				w := writer{stage: s, chance: rand.New(rand.NewPCG(uint64(i), 7)).IntN}
				all.Go(func() {
					for range 60 {
						w.write()
					}
				})
			}
			go func() {
				all.Wait()
				done()
			}()
			r := reader{stage: s, seen: map[string]string{}, q: byParcel()}
			for ctx.Err() == nil {
				r.see(r.page(&r.q))
			}
			for _, found := range r.differences() {
				t.Error(found)
			}
		})
	}
}
