package docstoretest

import (
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// writers is how many goroutines write at once.
const writers = 8

// concurrently runs do in several goroutines.
func (f fixture) concurrently(do func(writer int) error) {
	f.Helper()
	var g errgroup.Group
	for writer := range writers {
		g.Go(func() error { return do(writer) })
	}
	f.must(g.Wait())
}

// concurrentMarks lets all writers take the same documents through the same
// steps: each step is made by one of them, or repeated, or refused as stale.
func concurrentMarks(_ *testing.T, f fixture) {
	all := rows(12)
	f.keep(all...)
	var calls atomic.Int64
	f.concurrently(func(int) error {
		for _, state := range append(path(docstore.Saved), docstore.Audited) {
			var steps []docstore.Progress
			for _, r := range shuffled(all) {
				steps = append(steps, docstore.Progress{Ref: ref(r.Key), State: state, Called: true})
			}
			refused, err := f.MarkAll(f.Context(), steps)
			if err != nil {
				return err
			}
			for _, refusal := range refused {
				switch {
				case refusal == nil:
					calls.Add(1)
				case !errors.Is(refusal, docstore.ErrStale):
					return refusal
				}
			}
		}
		return nil
	})
	f.counted()
	attempts := 0
	for _, r := range all {
		d := f.get(r.Key)
		f.equal("state", d.State, docstore.Audited)
		attempts += d.Attempts
	}
	f.equal("attempts", attempts, int(calls.Load()))
}

// concurrentPages lets writers keep overlapping pages of changing content while
// others move the documents on.
func concurrentPages(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"version"}))
	var fresh atomic.Int64
	f.concurrently(func(writer int) error {
		for version := range 5 {
			var page []docstore.Incoming
			for _, r := range shuffled(rows(15)) {
				page = append(page, row(r.Key, fmt.Sprintf(`{"version":%d}`, version)))
			}
			kept, err := f.Keep(f.Context(), docstore.Page{Scheme: refunds, Rows: page})
			if err != nil {
				return err
			}
			fresh.Add(int64(kept.New))
			for _, state := range path(docstore.Saving) {
				err := f.Mark(f.Context(), docstore.Progress{Ref: ref(page[writer].Key), State: state})
				if err != nil && !errors.Is(err, docstore.ErrStale) {
					return err
				}
			}
		}
		return nil
	})
	f.equal("each is new once", fresh.Load(), int64(15))
	f.counted()
	f.indexed("version")
}

// indexed checks that each document is found by the value it has, and no other.
func (f fixture) indexed(field string) {
	f.Helper()
	all, err := f.List(f.Context(), docstore.Filter{Scheme: refunds, Limit: 10_000})
	f.must(err)
	want := map[string]int{}
	for _, d := range all {
		content, err := docstore.ReadContent(d.Content)
		f.must(err)
		want[content.Values(field)[0]]++
	}
	total := 0
	for value, n := range want {
		found, err := f.Find(f.Context(), docstore.Equal(refunds, map[string]string{field: value}, 10_000))
		f.must(err)
		f.equal(field+" "+value, len(found), n)
		total += len(found)
	}
	f.equal("documents", total, len(all))
}

func declareWhileKeeping(_ *testing.T, f fixture) {
	f.concurrently(func(writer int) error {
		if writer%4 == 0 {
			return f.Declare(f.Context(), refunds, []string{"version"})
		}
		for n := range 10 {
			page := []docstore.Incoming{row(fmt.Sprintf("%d-%d", writer, n), `{"version":1}`), row("shared", fmt.Sprintf(`{"version":%d}`, n))}
			if _, err := f.Keep(f.Context(), docstore.Page{Scheme: refunds, Rows: page}); err != nil {
				return err
			}
		}
		return nil
	})
	f.must(f.Declare(f.Context(), refunds, []string{"version"}))
	f.indexed("version")
}

func concurrentAdvance(_ *testing.T, f fixture) {
	start := time.Date(2024, 5, 1, 0, 0, 0, 0, time.UTC)
	f.must(f.SetWatermark(f.Context(), refunds, start))
	var advanced atomic.Int64
	f.concurrently(func(writer int) error {
		kept, err := f.Keep(f.Context(), docstore.Page{
			Scheme: refunds, Rows: []docstore.Incoming{row(fmt.Sprint(writer), `{}`)},
			Advance: &docstore.Advance{From: start, To: start.Add(time.Duration(writer+1) * time.Hour)},
		})
		if kept.Advanced {
			advanced.Add(1)
		}
		return err
	})
	f.equal("advanced", advanced.Load(), int64(1))
	counts, _, err := f.Counts(f.Context(), refunds)
	f.must(err)
	f.equal("kept all the same", counts[docstore.Fetched], writers)
}
