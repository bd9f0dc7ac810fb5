package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
)

// StatePaused is what StateAttribute says of a document that could not make its
// next call because a person has stopped its scheme.
const StatePaused = "paused"

// stopped: the call was not made, because a person has stopped the scheme.
func stopped(err error) bool {
	var app *temporal.ApplicationError
	return errors.As(err, &app) && app.Type() == activities.TypePaused
}

const (
	// lookAgain is how often a paused run asks the store whether it still is: a
	// signal can be missed, the store cannot.
	lookAgain = time.Minute
	// seldom is how often a document does that in the end, so that a pause of
	// months fills no history.
	seldom = time.Hour
)

// halt waits until the scheme goes on. The document's place is another's
// meanwhile, for whom the same holds.
func (d *document) halt(ctx workflow.Context) error {
	if err := d.leave(ctx); err != nil {
		return err
	}
	if err := d.show(ctx, StatePaused); err != nil {
		return err
	}
	for pause := lookAgain; ; pause = longer(pause, seldom) {
		if err := awaitResume(ctx, pause); err != nil {
			return err
		}
		var paused bool
		err := workflow.ExecuteLocalActivity(withLocalOptions(ctx), d.acts.IsPaused, d.in.Scheme).Get(ctx, &paused)
		if err != nil || !paused {
			return err
		}
	}
}

// awaitResume ends early when somebody says that the scheme goes on.
func awaitResume(ctx workflow.Context, pause time.Duration) error {
	timer, stop := workflow.WithCancel(ctx)
	defer stop()
	resumed := workflow.GetSignalChannel(ctx, ResumeSignal)
	workflow.NewSelector(ctx).
		AddFuture(workflow.NewTimer(timer, pause), func(workflow.Future) {}).
		AddReceive(resumed, func(workflow.ReceiveChannel, bool) {
			for resumed.ReceiveAsync(nil) { // one look answers them all
			}
		}).
		Select(ctx)
	return ctx.Err()
}
