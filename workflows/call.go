package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// call makes one call for the document. One that a target cannot take for a
// while, because the document is locked or the account not accepted, gives its
// place to others and goes on trying: it must not hold the whole scheme.
func (d *document) call(ctx workflow.Context, activity any) error {
	err := d.take(workflow.ExecuteActivity(withCallOptions(ctx), activity, d.ref()), ctx)
	if stopped(err) {
		return d.halt(ctx)
	}
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

// forget: the next answer that is lost is that of another call, and asked about as
// soon as the first.
func (d *document) forget() {
	if d.standing.State != docstore.Unknown {
		d.settle, d.settled = 0, 0
	}
}

// unknownsLeave is the name of a change to Document: before it, a document that was
// not found at the target at once held its place until it was.
const unknownsLeave = "unknown-leaves"

// resolve asks the target about a call whose answer was lost. A document that is not
// found the first time has to wait until the call can take effect no more; others
// take its place meanwhile. It is held until then, so that a target which answers
// nothing any more does not make all documents unknown.
func (d *document) resolve(ctx workflow.Context) error {
	if d.settle > 0 && !d.left && workflow.GetVersion(ctx, unknownsLeave, workflow.DefaultVersion, 1) != workflow.DefaultVersion {
		if err := d.leave(ctx); err != nil {
			return err
		}
	}
	if d.settle = longer(d.settle, longest); d.settle == 0 {
		d.settle = settle
	}
	if err := workflow.Sleep(ctx, d.settle); err != nil {
		return err
	}
	d.settled += d.settle
	defer d.forget()
	return d.call(ctx, d.acts.Resolve)
}
