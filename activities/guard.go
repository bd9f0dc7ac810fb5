package activities

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// guard is asked right before a call that writes leaves, however long it has waited
// for the account's quota or the worker was stopped: does the store still say that
// it is this call that is made for the document?
type guard struct {
	store   Store
	ref     docstore.Ref
	state   docstore.State // in which the call is made
	attempt int
	late    atomic.Bool
}

// guarded is the guard of the call that was noted for a document after it was read.
func (a *Activities) guarded(doc docstore.Document, state docstore.State) *guard {
	return &guard{store: a.Store, ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, state: state, attempt: doc.Attempts + 1}
}

func (g *guard) on(ctx context.Context) context.Context { return connectors.WithFence(ctx, g.pass) }

var errOvertaken = errors.New("another worker has taken the document over")

func (g *guard) pass(ctx context.Context) error {
	stands, err := g.store.Stands(ctx, []docstore.Ref{g.ref})
	if err != nil {
		return fmt.Errorf("the store could not be asked whether it is still ours: %w", err)
	}
	return g.judge(stands[g.ref])
}

// judge compares how far the document was when its call was noted with how far it
// is.
func (g *guard) judge(now docstore.Stand) error {
	if now == (docstore.Stand{State: g.state, Attempts: g.attempt}) {
		return nil
	}
	g.late.Store(true)
	return errOvertaken
}

func (g *guard) overtaken() bool { return g.late.Load() }

// overtaken notes nothing: what is in the store is another's.
func (a *Activities) overtaken(ctx context.Context, s *schemes.Scheme, ref docstore.Ref) (Standing, error) {
	a.Log.WarnContext(ctx, "a call came too late and was not sent", "scheme", ref.Scheme, "key", ref.Key)
	doc, err := a.Store.Get(ctx, ref)
	return standing(doc, s), err
}
