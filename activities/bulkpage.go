package activities

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"

	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// pageOf is a page while it takes its step.
type pageOf struct {
	acts *Activities
	in   PageInput
	done Paged
	held map[docstore.State][]Delivery // by a person who stopped the scheme
	odd  []Delivery                    // those that are to be looked at: where do they stand, and whose are they?
	mine carriers
}

func newPageOf(ctx context.Context, a *Activities, in PageInput) *pageOf {
	done := Paged{Ended: map[docstore.State]int{}, On: map[docstore.State][]Delivery{}}
	return &pageOf{acts: a, in: in, done: done, held: map[docstore.State][]Delivery{}, mine: a.carriers(ctx)}
}

// stepped is what came of a document's step.
type stepped struct {
	document Delivery
	standing Standing
	err      error
}

// steps takes every document's step at the same time, and returns when each has
// its outcome.
func (p *pageOf) steps(ctx context.Context, from docstore.State, documents []Delivery) []stepped {
	do := p.acts.stepFrom(from)
	all := make([]stepped, len(documents))
	var each sync.WaitGroup
	for i, d := range documents {
		each.Go(func() { all[i] = p.step(ctx, do, d) })
	}
	each.Wait()
	return all
}

// step takes a document's step. A panic would end the worker, and the next one that
// takes the page up: it is that document's trouble, which is by itself from here on.
func (p *pageOf) step(ctx context.Context, do taking, d Delivery) (s stepped) {
	defer func() {
		if cause := recover(); cause != nil {
			p.acts.Log.ErrorContext(ctx, "a document's step broke down", "scheme", p.in.Scheme, "key", d.Key, "panic", cause, "stack", string(debug.Stack()))
			s = stepped{document: d, err: configError(fmt.Errorf("scheme %s: document %s: %v", p.in.Scheme, d.Key, cause))}
		}
	}()
	st, err := do(ctx, p.ref(d))
	if st.Revision != "" {
		d.Revision = st.Revision
	}
	return stepped{document: d, standing: st, err: err}
}

// taking is an activity that takes a single document one step on.
type taking func(context.Context, Ref) (Standing, error)

func (p *pageOf) ref(d Delivery) Ref {
	if d.Revision == "" {
		return Ref{Scheme: p.in.Scheme, Key: d.Key, Revision: p.in.Revision}
	}
	return Ref{Scheme: p.in.Scheme, Key: d.Key, Revision: d.Revision}
}

// onTheWay are the states from which a page takes a step, in their order.
var onTheWay = []docstore.State{
	docstore.Fetched, docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Allotting, docstore.Handing,
}

func (a *Activities) stepFrom(s docstore.State) taking {
	switch s {
	case docstore.Mapped:
		return a.Save
	case docstore.Saved:
		return a.Submit
	case docstore.Submitted:
		return a.Audit
	case docstore.Allotting:
		return a.Allot
	case docstore.Handing:
		return a.HandOver
	default:
		return a.Map
	}
}

// sort puts a document that took its step where it belongs. One that is further
// than its step leads was there before: another workflow may be carrying it.
func (p *pageOf) sort(from docstore.State, s stepped) {
	st := s.standing
	switch {
	case st.State.Final(), st.Member, Reached(st.State, Goal(st.Steps)):
		p.done.Ended[st.State]++
	case further(from, st) && (from != docstore.Fetched || st.State == docstore.Mapped):
		p.done.On[st.State] = append(p.done.On[st.State], s.document)
	default:
		p.odd = append(p.odd, s.document)
	}
}

// further says whether a document came on, to a state from which the page takes a step.
func further(from docstore.State, st Standing) bool {
	return slices.Index(onTheWay, st.State) > slices.Index(onTheWay, from) && !st.Recall
}

// result is the page, each of its documents in its place.
func (p *pageOf) result(ctx context.Context) (Paged, error) {
	for state, documents := range p.held {
		p.done.On[state], p.done.Paused = append(p.done.On[state], documents...), true
	}
	return p.done, p.settle(ctx)
}

// settle finds a place for those that did not go smoothly. One that the page
// only meets on its way, because a run died for instance, goes on with it.
func (p *pageOf) settle(ctx context.Context) error {
	for _, d := range p.odd {
		doc, err := p.acts.Store.Get(ctx, docstore.Ref{Scheme: p.in.Scheme, Key: d.Key})
		if err != nil {
			return fmt.Errorf("scheme %s: document %s: %w", p.in.Scheme, d.Key, err)
		}
		elsewhere, err := p.mine.elsewhere(ctx, doc)
		switch {
		case err != nil:
			return err
		case elsewhere:
			p.done.Elsewhere++
		case p.in.State == docstore.Fetched && further(docstore.Mapped, Standing{State: doc.State}):
			p.done.On[doc.State] = append(p.done.On[doc.State], d)
		default:
			d.Number = doc.Number
			p.done.Alone = append(p.done.Alone, d)
		}
	}
	return nil
}

// passes says whether trying again may help.
func passes(err error) bool {
	var app *temporal.ApplicationError
	return !errors.As(err, &app) || !app.NonRetryable()
}

func ofType(err error, kind string) bool {
	var app *temporal.ApplicationError
	return errors.As(err, &app) && app.Type() == kind
}
