package workflows

import (
	"fmt"
	"time"

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
	// Quiet: StateAttribute was not set, and is not for a document that goes where
	// its scheme ends without a stop. It is one event and one of three entries in the
	// workflow list fewer, for the many. Documents from before are not quiet.
	Quiet bool `json:"quiet,omitempty"`
}

// Document carries one document to the end: map, save, submit, audit, allot,
// hand over, as far as its scheme goes, and once more when it has changed
// meanwhile. Where it stands is in the store; each step moves it on from there, so
// a document may be taken up at any point by a new run of this workflow.
func Document(ctx workflow.Context, in DocumentInput) (activities.Standing, error) {
	d := &document{in: in, standing: activities.Standing{State: docstore.Fetched}}
	err := workflow.SetQueryHandler(ctx, ProgressQuery, func() (activities.Standing, error) { return d.standing, nil })
	if err != nil {
		return d.standing, err
	}
	if err := d.carry(ctx); err != nil {
		return d.standing, err
	}
	return d.standing, d.ended(ctx)
}

type document struct {
	in       DocumentInput
	standing activities.Standing
	waited   time.Time // since when it waits for base data
	pause    time.Duration
	settle   time.Duration
	settled  time.Duration // for how long the target has had to finish what it did not answer
	left     bool          // its place has been given to another
	heard    int           // wakes that the last look at it has answered
	shown    bool          // the workflow list says where it stands
	idle     idle
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
			if err := d.restless(ctx); err != nil {
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
	return d.standing.State.Final() || d.standing.Member || d.arrived()
}

func (d *document) arrived() bool {
	return activities.Reached(d.standing.State, activities.Goal(d.standing.Steps))
}

// step does what the document's state asks for.
func (d *document) step(ctx workflow.Context) error {
	switch d.standing.State {
	case docstore.Fetched:
		return d.mapEntry(ctx)
	case docstore.Waiting:
		return d.wait(ctx)
	case docstore.Mapped, docstore.Recalled, docstore.Saving: // Save tells a save that may have been sent from one that was not
		switch {
		case d.standing.Recall:
			return d.call(ctx, d.acts.Recall)
		case d.standing.Delete:
			return d.call(ctx, d.acts.Delete)
		}
		return d.call(ctx, d.acts.Save)
	case docstore.Unknown:
		return d.resolve(ctx)
	case docstore.Saved:
		return d.call(ctx, d.acts.Submit)
	case docstore.Submitted:
		return d.call(ctx, d.acts.Audit)
	case docstore.Refused:
		return d.call(ctx, d.acts.Withdraw)
	case docstore.Cancelled:
		return d.call(ctx, d.acts.Undo)
	case docstore.Deleting:
		return d.call(ctx, d.acts.Delete)
	case docstore.Allotting:
		return d.call(ctx, d.acts.Allot)
	case docstore.Handing:
		return d.take(workflow.ExecuteActivity(withStoreOptions(ctx), d.acts.HandOver, d.ref()), ctx)
	default:
		return fmt.Errorf("document %s is in state %q, which has no next step", d.in.Key, d.standing.State)
	}
}

func (d *document) ref() activities.Ref {
	return activities.Ref{Scheme: d.in.Scheme, Key: d.in.Key, Revision: d.in.Revision, Settled: d.settled}
}

func (d *document) mapEntry(ctx workflow.Context) error {
	d.heard = wakes(ctx).Len()
	err := d.take(workflow.ExecuteLocalActivity(withLocalOptions(ctx), d.acts.Map, d.ref()), ctx)
	if d.standing.State.Delivered() && !d.done() { // what is under way goes first: who woke it is still to be answered
		d.heard = 0
	}
	return err
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
