package activities

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// all makes the call for parts, and gives each its outcome. A document that may
// not be sent any more is left out, and one that makes the target refuse the call
// altogether keeps no other from being saved.
func (do making) all(ctx context.Context, parts []part, outcomes []connectors.Outcome) {
	f := &fence{parts: parts, out: make([]error, len(parts)), closed: errors.New("another document of the call may not be sent any more")}
	got, err := do(connectors.WithFence(ctx, f.pass), parts)
	if half := len(parts) / 2; half > 0 && errors.Is(err, connectors.ErrRejected) {
		do.all(ctx, parts[:half], outcomes[:half])
		do.all(ctx, parts[half:], outcomes[half:])
		return
	}
	copy(outcomes, perDocument(len(parts), got, err))
	do.again(ctx, f, outcomes)
}

// again makes the call for those that were not sent because of others.
func (do making) again(ctx context.Context, f *fence, outcomes []connectors.Outcome) {
	var places []int
	var parts []part
	for i, o := range outcomes {
		switch {
		case !f.held(o.Err):
		case f.out[i] != nil:
			outcomes[i].Err = f.out[i]
		default:
			places, parts = append(places, i), append(parts, f.parts[i])
		}
	}
	if len(parts) == 0 {
		return
	}
	second := make([]connectors.Outcome, len(parts))
	do.all(ctx, parts, second)
	for i, place := range places {
		outcomes[place] = second[i]
	}
}

// fence stands before a call that is made for several documents: it is closed
// when one of them may not be sent any more.
type fence struct {
	parts  []part
	out    []error // why a part may not be sent
	closed error
}

// held: a part was not sent because the fence was closed.
func (f *fence) held(err error) bool {
	return errors.Is(err, f.closed) && !errors.Is(err, connectors.ErrUnknown)
}

// pass asks the store once for all.
func (f *fence) pass(ctx context.Context) error {
	stands, err := f.stands(ctx)
	if err != nil {
		return fmt.Errorf("the store could not be asked whether it is still ours: %w", err)
	}
	var closed error
	for i, p := range f.parts {
		if f.out[i] == nil {
			f.out[i] = p.out(stands)
		}
		if f.out[i] != nil {
			closed = f.closed
		}
	}
	return closed
}

// out says why a part may not be sent; nil when it may.
func (p part) out(stands map[docstore.Ref]docstore.Stand) error {
	if err := p.gone(); err != nil || p.guard == nil {
		return err
	}
	return p.guard.judge(stands[p.guard.ref])
}

func (f *fence) stands(ctx context.Context) (map[docstore.Ref]docstore.Stand, error) {
	var store Store
	var refs []docstore.Ref
	for _, p := range f.parts {
		if p.guard != nil {
			store, refs = p.guard.store, append(refs, p.guard.ref)
		}
	}
	if store == nil {
		return nil, nil
	}
	return store.Stands(ctx, refs)
}
