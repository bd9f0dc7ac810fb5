package activities

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// nature is what becomes of a document in a call.
type nature string

const (
	sound     nature = "sound"
	faulty    nature = "faulty"    // its row is refused
	poisonous nature = "poisonous" // with it, the call is refused altogether
	taken     nature = "taken"     // another worker has taken it over
	gone      nature = "gone"      // nobody waits for it any more
)

// books is a system with what was saved in it, and a store that is asked by fences.
type books struct {
	Store
	natures []nature
	early   int     // so many fences are passed before a document is taken over, or given up
	calls   []error // what goes wrong with a call as a whole, after the fence
	fences  int
	saved   map[int]int
	wrong   string
}

// Stands is where the documents are: those that were taken over are elsewhere.
func (b *books) Stands(_ context.Context, refs []docstore.Ref) (map[docstore.Ref]docstore.Stand, error) {
	b.fences++
	stands := map[docstore.Ref]docstore.Stand{}
	for _, ref := range refs {
		stand := docstore.Stand{State: docstore.Saving, Attempts: 1}
		if b.out(numbered(ref.Key)) {
			stand.Attempts = 2
		}
		stands[ref] = stand
	}
	return stands, nil
}

// out: by now the document may not be sent.
func (b *books) out(i int) bool {
	return b.fences > b.early && (b.natures[i] == taken || b.natures[i] == gone)
}

func (b *books) parts() []part {
	parts := make([]part, len(b.natures))
	for i, n := range b.natures {
		key := fmt.Sprint(i)
		parts[i] = part{
			entry: connectors.Entry{Key: key}, gone: func() error { return nil },
			guard: &guard{store: b, ref: docstore.Ref{Key: key}, state: docstore.Saving, attempt: 1},
		}
		if n == gone {
			parts[i].gone = func() error {
				if b.fences <= b.early {
					return nil
				}
				return context.Canceled
			}
		}
	}
	return parts
}

// save is one call: behind the fence it may go wrong as a whole, before or after
// anything was done.
func (b *books) save(ctx context.Context, parts []part) ([]connectors.Outcome, error) {
	if err := connectors.Pass(ctx); err != nil {
		return nil, &connectors.Error{Kind: connectors.ErrUnavailable, Message: "nothing was sent", Err: err}
	}
	var failure error
	if len(b.calls) > 0 {
		failure, b.calls = b.calls[0], b.calls[1:]
	}
	if failure != nil && !errors.Is(failure, connectors.ErrUnknown) {
		return nil, failure
	}
	outcomes := make([]connectors.Outcome, len(parts))
	for i, p := range parts {
		if b.of(p) == poisonous {
			return nil, &connectors.Error{Kind: connectors.ErrRejected, Message: "not JSON"}
		}
		outcomes[i] = b.row(p)
	}
	b.commit(parts)
	return outcomes, failure
}

func (b *books) of(p part) nature { return b.natures[numbered(p.entry.Key)] }

// numbered is that of a document among all, which is its key.
func numbered(key string) int {
	i, err := strconv.Atoi(key)
	if err != nil {
		return -1
	}
	return i
}

func (b *books) row(p part) connectors.Outcome {
	if b.of(p) == faulty {
		return connectors.Outcome{Err: &connectors.Error{Kind: connectors.ErrRejected, Message: "row " + p.entry.Key}}
	}
	return connectors.Outcome{Receipt: connectors.Receipt{ID: p.entry.Key}}
}

func (b *books) commit(parts []part) {
	for _, p := range parts {
		i := numbered(p.entry.Key)
		if b.out(i) {
			b.wrong += fmt.Sprintf("%d was sent though it is %s; ", i, b.natures[i])
		}
		if b.of(p) != faulty {
			b.saved[i]++
		}
	}
}

// judge compares a document's outcome with what is in the books.
func (b *books) judge(i int, o connectors.Outcome, late bool) error {
	n, saved := b.natures[i], b.saved[i]
	var fits bool
	switch {
	case o.Err == nil:
		fits = saved == 1 && o.Receipt.ID == fmt.Sprint(i)
	case errors.Is(o.Err, connectors.ErrUnknown):
		fits = saved <= 1
	case errors.Is(o.Err, connectors.ErrRejected):
		fits = saved == 0 && (n == poisonous || n == faulty && o.Err.Error() == b.row(part{entry: connectors.Entry{Key: fmt.Sprint(i)}}).Err.Error())
	case errors.Is(o.Err, connectors.ErrThrottled):
		fits = saved == 0
	default:
		fits = saved == 0 && (n == taken && late && errors.Is(o.Err, errOvertaken) || n == gone && errors.Is(o.Err, context.Canceled))
	}
	if fits {
		return nil
	}
	return fmt.Errorf("%d, %s, saved %d times: %+v", i, n, saved, o)
}

// Whatever else is in a call, and whatever becomes of it: each document hears what
// became of itself, none is there twice, and none is sent that may not be.
func TestEachDocumentHasItsOwnOutcome(t *testing.T) {
	t.Parallel()
	failures := []error{
		nil, nil, nil,
		&connectors.Error{Kind: connectors.ErrUnknown, Message: "cut"},
		&connectors.Error{Kind: connectors.ErrThrottled, Message: "too often"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		natures := rapid.SampledFrom([]nature{sound, sound, sound, faulty, poisonous, taken, gone})
		b := &books{
			natures: rapid.SliceOfN(natures, 1, 25).Draw(rt, "documents"), early: rapid.IntRange(0, 3).Draw(rt, "fences before"),
			calls: rapid.SliceOfN(rapid.SampledFrom(failures), 0, 5).Draw(rt, "calls"), saved: map[int]int{},
		}
		parts := b.parts()
		outcomes := make([]connectors.Outcome, len(parts))
		making(b.save).all(rt.Context(), parts, outcomes)
		if b.wrong != "" {
			rt.Error(b.wrong)
		}
		for i, o := range outcomes {
			if err := b.judge(i, o, parts[i].guard.overtaken()); err != nil {
				rt.Error(err)
			}
		}
	})
}
