package workflows

import (
	"time"

	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

const (
	firstLook = 5 * time.Second
	longest   = 10 * time.Minute
	// patience is how long a document waits when its scheme does not say.
	patience = 24 * time.Hour
)

// wait is for base data that is not there yet: the scheme that brings it is
// asked to run, and the document is mapped again when rows have arrived, or
// after a while that grows. Past the deadline it fails by the lookup's name.
func (d *document) wait(ctx workflow.Context) error {
	if err := d.park(ctx); err != nil {
		return err
	}
	if workflow.Now(ctx).Sub(d.waited) >= d.deadline() {
		return d.giveUp(ctx)
	}
	if w := d.standing.Wait; w != nil {
		err := workflow.ExecuteActivity(withStoreOptions(ctx), d.acts.AskToRun, w.Collection, time.Time{}).Get(ctx, nil)
		if err != nil {
			workflow.GetLogger(ctx).Warn("base data not asked for", "collection", w.Collection, "error", err)
		}
	}
	if err := d.sleep(ctx); err != nil {
		return err
	}
	return d.mapEntry(ctx)
}

// park gives the document's place back the first time it waits, and shows
// that it waits.
func (d *document) park(ctx workflow.Context) error {
	if !d.waited.IsZero() {
		return nil
	}
	d.waited, d.pause = workflow.Now(ctx), firstLook
	if err := d.leave(ctx); err != nil {
		return err
	}
	return d.show(ctx, string(docstore.Waiting))
}

// leave gives the document's place to another, once.
func (d *document) leave(ctx workflow.Context) error {
	if d.left || d.in.Parent == "" {
		return nil
	}
	d.left = true
	signal := workflow.SignalExternalWorkflow(ctx, d.in.Parent, "", parkedSignal, d.in.Key)
	if err := signal.Get(ctx, nil); err != nil { // the run is over: nobody counts places
		workflow.GetLogger(ctx).Debug("no run to tell", "parent", d.in.Parent, "error", err)
	}
	return ctx.Err()
}

func (d *document) deadline() time.Duration {
	if w := d.standing.Wait; w != nil && w.Deadline > 0 {
		return w.Deadline
	}
	return patience
}

// sleep ends early when somebody says that rows have arrived.
func (d *document) sleep(ctx workflow.Context) error {
	timer, stop := workflow.WithCancel(ctx)
	defer stop()
	sel := workflow.NewSelector(ctx)
	sel.AddFuture(workflow.NewTimer(timer, d.nextLook(ctx)), func(workflow.Future) { d.pause = longer(d.pause, longest) })
	sel.AddReceive(wakes(ctx), func(workflow.ReceiveChannel, bool) { d.listen(ctx) })
	sel.Select(ctx)
	return ctx.Err()
}

// nextLook is after the pause, and the last one at the deadline.
func (d *document) nextLook(ctx workflow.Context) time.Duration {
	left := d.waited.Add(d.deadline()).Sub(workflow.Now(ctx))
	return min(d.pause, max(left, time.Second)) // no time is no timer, where there always was one
}

func wakes(ctx workflow.Context) workflow.ReceiveChannel {
	return workflow.GetSignalChannel(ctx, WakeSignal)
}

// listen takes in all wakes that have come: one look answers them all.
func (d *document) listen(ctx workflow.Context) {
	for wake := (Wake{}); wakes(ctx).ReceiveAsync(&wake); wake = (Wake{}) {
		d.adopt(wake)
	}
}

// looksAgain is the name of a change to Document: before it, a wake that came
// while nobody waited for one was not answered.
const looksAgain = "document-looks-again"

// woken says whether a wake has come since the document was mapped. Nothing may
// stand between this and the end of the workflow: Temporal does not let one end
// that has been sent a signal it has not seen, and it asks once more.
func (d *document) woken(ctx workflow.Context) bool {
	if wakes(ctx).Len() <= d.heard {
		return false // and no version is noted of the many that are never woken
	}
	if workflow.GetVersion(ctx, looksAgain, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return false
	}
	d.listen(ctx)
	d.waited, d.settle = time.Time{}, 0
	return true
}

// adopt takes over what a person who retries has decided.
func (d *document) adopt(w Wake) {
	if w.Revision != nil {
		d.in.Revision, d.waited, d.pause = *w.Revision, time.Time{}, firstLook
	}
}

func (d *document) giveUp(ctx workflow.Context) error {
	reason := d.standing.Reason + "; it did not come within " + d.deadline().String()
	return d.take(workflow.ExecuteLocalActivity(withLocalOptions(ctx), d.acts.GiveUp, d.ref(), reason), ctx)
}
