package docstoretest

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// reader follows a collection as a source does that is read again and again.
type reader struct {
	fixture
	last int64
	seen map[string]string // the content that was read last
}

// round reads what has changed since the last one, in small pages.
func (r *reader) round() error {
	to, err := r.Position(r.Context(), refunds)
	if err != nil {
		return err
	}
	if to < r.last {
		return fmt.Errorf("position %d comes after %d", to, r.last)
	}
	q := docstore.Changes{Collection: refunds, After: r.last, To: to, Limit: 3}
	for {
		page, err := r.Changes(r.Context(), q)
		if err != nil {
			return err
		}
		for _, c := range page {
			r.seen[c.Key] = string(c.Content)
			q.After, q.AfterKey = c.Position, c.Key
		}
		if len(page) < q.Limit {
			r.last = to
			return nil
		}
	}
}

// difference is between what the reader saw last of each document that is found
// and what is there.
func (r *reader) difference() (string, error) {
	all, err := r.Find(r.Context(), docstore.Query{Collection: refunds, Matches: has(""), Limit: 100_000})
	if err != nil {
		return "", err
	}
	there, seen := map[string]string{}, maps.Clone(r.seen)
	for _, d := range all {
		there[d.Key] = string(d.Content)
	}
	maps.DeleteFunc(seen, func(key, _ string) bool { return there[key] == "" }) // it was skipped since
	return cmp.Diff(there, seen), nil
}

func (r *reader) complete() {
	r.Helper()
	diff, err := r.difference()
	r.must(err)
	if diff != "" {
		r.Errorf("what is there and what was read (-there +read):\n%s", diff)
	}
}

// readerFollows: whatever happens to a few documents, in whatever order, a round
// of reading brings a reader to where the store is.
func readerFollows(t *testing.T, f fixture) {
	f.must(f.Follow(f.Context(), refunds))
	r := &reader{fixture: f, seen: map[string]string{}}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			s := writing{
				act: rapid.IntRange(0, acts-1).Draw(rt, "act"), key: rapid.StringMatching(`[abc]`).Draw(rt, "key"),
				content: rapid.IntRange(0, 3).Draw(rt, "content"),
			}
			if err := f.do(s); err != nil {
				rt.Fatalf("%+v: %v", s, err)
			}
		}
		if err := r.round(); err != nil {
			rt.Fatal(err)
		}
		if diff, err := r.difference(); diff != "" || err != nil {
			rt.Fatalf("there, and read: %s %v", diff, err)
		}
	})
	f.counted()
}

// readWhileWriting: the last content of each document is read at least once
// after it was committed, by each of several readers.
func readWhileWriting(_ *testing.T, f fixture) {
	f.must(f.Follow(f.Context(), refunds))
	readers := []*reader{{fixture: f, seen: map[string]string{}}, {fixture: f, seen: map[string]string{}}}
	var written atomic.Bool
	var reading errgroup.Group
	for _, r := range readers {
		reading.Go(func() error {
			for !written.Load() {
				if err := r.round(); err != nil {
					return err
				}
			}
			return nil
		})
	}
	f.concurrently(func(int) error {
		for range 25 {
			s := writing{act: rand.IntN(acts), key: fmt.Sprint(rand.IntN(6)), content: rand.Int()}
			if err := f.do(s); err != nil {
				return err
			}
		}
		return nil
	})
	written.Store(true)
	f.must(reading.Wait())
	for _, r := range readers {
		f.must(r.round())
		r.complete()
	}
	f.counted()
}

// writing is one thing that happens to a document.
type writing struct {
	act     int
	key     string
	content int
}

// acts is how many kinds of writing there are.
const acts = 8

// do writes; that a document is not where it would have to be is no failure.
func (f fixture) do(w writing) error {
	ctx := f.Context()
	in := row(w.key, fmt.Sprintf(`{"v":%d}`, w.content))
	page := docstore.Page{Scheme: refunds, Rows: []docstore.Incoming{in}}
	var err error
	switch w.act {
	case 0, 1:
		page.Rows = append(page.Rows, row("z", string(in.Content)))
		_, err = f.Keep(ctx, page)
	case 2:
		page.Rows[0].Skip = "closed"
		_, err = f.Keep(ctx, page)
	case 3:
		err = f.Skip(ctx, ref(w.key), "Li", "")
	case 4:
		err = f.Reopen(ctx, ref(w.key), "Li", "")
	case 5:
		for _, state := range path(docstore.Saved) {
			err = errors.Join(err, f.Mark(ctx, docstore.Progress{Ref: ref(w.key), State: state}))
		}
	case 6:
		_, err = f.Renew(ctx, refunds, docstore.Saved, nil)
	default:
		err = f.Mark(ctx, docstore.Progress{Ref: ref(w.key), State: docstore.Skipped})
	}
	if errors.Is(err, docstore.ErrStale) || errors.Is(err, docstore.ErrNotFound) {
		return nil
	}
	return err
}
