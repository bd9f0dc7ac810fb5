// Package reconcile compares what a source has with what a target has. What our
// own store believes decides nothing: the source is read anew, the scheme says
// which documents that makes, and the target is asked for each by its number. The
// store is asked last, and only for its word beside what differs.
//
// It promises that a document is either found to agree, or listed with what is
// wrong with it; and that nothing is written at either system.
package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Reconciler compares the documents of schemes.
type Reconciler struct {
	Accounts connectors.Accounts
	Lookups  mapping.Finder // for numbers that are looked up
	Store    Store          // nil: nobody says why something differs
}

// Store gives its word for what differs.
type Store interface {
	Get(ctx context.Context, ref docstore.Ref) (docstore.Document, error)
}

// ErrNoTarget: the scheme's documents are base data.
var ErrNoTarget = errors.New("it has no target: there is nothing to compare its documents with")

// Compare reads a window of the scheme's source to its end and asks the target for
// all that the scheme makes of it. An error is that of a system that could not be
// asked: then nothing is known, not even that nothing differs.
func (r *Reconciler) Compare(ctx context.Context, s *schemes.Scheme, w connectors.Window) (Result, error) {
	result, _, err := r.compare(ctx, s, w, newSeen())
	return result, err
}

// compare passes over what has been seen in later stretches: there it was newer.
func (r *Reconciler) compare(ctx context.Context, s *schemes.Scheme, w connectors.Window, later seen) (Result, seen, error) {
	here := newSeen()
	if s.Target == nil {
		return Result{}, here, fmt.Errorf("scheme %s: %w", s.Name, ErrNoTarget)
	}
	target, err := r.target(s)
	if err != nil {
		return Result{}, here, fmt.Errorf("scheme %s: %w", s.Name, err)
	}
	read, err := r.read(ctx, s, w)
	if err != nil {
		return Result{}, here, fmt.Errorf("scheme %s: read the source: %w", s.Name, err)
	}
	documents := slices.DeleteFunc(read.documents, func(d expected) bool { return later.keys[digest(d.key)] })
	for _, d := range documents {
		here.add(d)
	}
	c := comparison{scheme: s, target: target, result: newResult(s, w, read), later: later}
	if err := c.compare(ctx, documents); err != nil {
		return Result{}, here, fmt.Errorf("scheme %s: read the target: %w", s.Name, err)
	}
	if err := r.explain(ctx, s, c.result.Differences); err != nil {
		return Result{}, here, fmt.Errorf("scheme %s: ask the store: %w", s.Name, err)
	}
	return c.result.closed(), here, nil
}
