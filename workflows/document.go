package workflows

import (
	"errors"
	"fmt"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// DocumentInput names the document to carry.
type DocumentInput struct {
	Scheme   string `json:"scheme"`
	Key      string `json:"key"`
	Number   string `json:"number,omitempty"`
	Revision string `json:"revision,omitempty"`
	// Parent is the run that holds a place for it; empty when a person or
	// another document asked.
	Parent string `json:"parent,omitempty"`
}

// Document carries one document to the end: map, save, submit, audit, allot,
// hand over, as far as its scheme goes. Where it stands is in the store; each step moves it on
// from there, so a document may be taken up at any point by a new run of this
// workflow.
func Document(ctx workflow.Context, in DocumentInput) (activities.Standing, error) {
	d := &document{in: in, standing: activities.Standing{State: docstore.Fetched}}
	err := workflow.SetQueryHandler(ctx, ProgressQuery, func() (activities.Standing, error) { return d.standing, nil })
	if err != nil {
		return d.standing, err
	}
	if err := d.carry(ctx); err != nil {
		return d.standing, err
	}
	return d.standing, workflow.UpsertTypedSearchAttributes(ctx, StateAttribute.ValueSet(string(d.standing.State)))
}

type document struct {
	in       DocumentInput
	standing activities.Standing
	waited   time.Time // since when it waits for base data
	pause    time.Duration
	settle   time.Duration
	left     bool // its place has been given to another
	heard    int  // wakes that had come when it was last mapped
	acts     *activities.Activities
}

// carry takes one step after another until the document is done, and begins
// anew when it was woken on its way: there may be newer content to carry.
func (d *document) carry(ctx workflow.Context) error {
	for {
		if err := d.mapEntry(ctx); err != nil {
			return err
		}
		for !d.done() {
			if err := d.step(ctx); err != nil {
				return err
			}
		}
		if !d.woken(ctx) {
			return nil
		}
	}
}

// done: it is at its end, or as far as the scheme's steps go, or goes there as
// part of another.
func (d *document) done() bool {
	return d.standing.State.Final() || d.standing.Member || activities.Reached(d.standing.State, activities.Goal(d.standing.Steps))
}

// step does what the document's state asks for.
func (d *document) step(ctx workflow.Context) error {
	switch d.standing.State {
	case docstore.Fetched:
		return d.mapEntry(ctx)
	case docstore.Waiting:
		return d.wait(ctx)
	case docstore.Mapped, docstore.Saving: // Save tells a save that may have been sent from one that was not
		return d.call(ctx, d.acts.Save)
	case docstore.Unknown:
		return d.resolve(ctx)
	case docstore.Saved:
		return d.call(ctx, d.acts.Submit)
	case docstore.Submitted:
		return d.call(ctx, d.acts.Audit)
	case docstore.Allotting:
		return d.call(ctx, d.acts.Allot)
	case docstore.Handing:
		return d.take(workflow.ExecuteActivity(withStoreOptions(ctx), d.acts.HandOver, d.ref()), ctx)
	default:
		return fmt.Errorf("document %s is in state %q, which has no next step", d.in.Key, d.standing.State)
	}
}

func (d *document) ref() activities.Ref {
	return activities.Ref{Scheme: d.in.Scheme, Key: d.in.Key, Revision: d.in.Revision}
}

func (d *document) mapEntry(ctx workflow.Context) error {
	d.heard = wakes(ctx).Len()
	return d.take(workflow.ExecuteLocalActivity(withLocalOptions(ctx), d.acts.Map, d.ref()), ctx)
}

// call makes one call for the document. One that a target cannot take for a
// while, because the document is locked or the account not accepted, gives its
// place to others and goes on trying: it must not hold the whole scheme.
func (d *document) call(ctx workflow.Context, activity any) error {
	err := d.take(workflow.ExecuteActivity(withCallOptions(ctx), activity, d.ref()), ctx)
	if err == nil || !tryAgain(err) {
		return err
	}
	if err := d.leave(ctx); err != nil {
		return err
	}
	return workflow.Sleep(ctx, awayPause)
}

// awayPause is how long a document rests between two patient series of tries.
const awayPause = 2 * time.Minute

// tryAgain: the patience of one series is at its end, and nothing says that
// another is no use.
func tryAgain(err error) bool {
	var app *temporal.ApplicationError
	if errors.As(err, &app) {
		return !app.NonRetryable()
	}
	var late *temporal.TimeoutError
	return errors.As(err, &late)
}

// settle is how long the target is given to finish a call whose answer was
// lost before it is asked about it; longer each time, so that a target that
// swallows calls is not flooded with them.
const settle = 2 * time.Second

func (d *document) resolve(ctx workflow.Context) error {
	if d.settle = longer(d.settle, longest); d.settle == 0 {
		d.settle = settle
	}
	if err := workflow.Sleep(ctx, d.settle); err != nil {
		return err
	}
	return d.call(ctx, d.acts.Resolve)
}

func (d *document) take(f workflow.Future, ctx workflow.Context) error {
	var next activities.Standing
	if err := f.Get(ctx, &next); err != nil {
		return err
	}
	d.standing = next
	if next.Revision != "" {
		d.in.Revision = next.Revision
	}
	return nil
}
