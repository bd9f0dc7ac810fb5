package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors"
)

// ReconcileInput says how much of a scheme is compared.
type ReconcileInput struct {
	Scheme string        `json:"scheme"`
	Window time.Duration `json:"window"`        // how much
	Lag    time.Duration `json:"lag,omitempty"` // how close to the time of the schedule
}

// Reconciled is what a comparison came to.
type Reconciled struct {
	reconcile.Closed
	From   time.Time        `json:"from"`
	To     time.Time        `json:"to"`
	Paused bool             `json:"paused,omitempty"` // the scheme is, and was not compared
	Told   reconcile.Status `json:"told,omitempty"`   // what whoever watches was told
}

// Reconcile compares what a scheme's source has with what its target has, a day at
// a time, keeps what comes of it and tells whoever watches when there is
// something new to be told. What has been compared is not compared again after an
// interruption. That it could not be made is a result, too.
func Reconcile(ctx workflow.Context, in ReconcileInput) (Reconciled, error) {
	from, to := scheduled(ctx, in.Window)
	c := comparison{scheme: in.Scheme, window: connectors.Window{From: from.Add(-in.Lag), To: to.Add(-in.Lag)}}
	done := Reconciled{From: c.window.From, To: c.window.To}
	err := c.compare(ctx)
	if done.Paused = c.plan.Paused; done.Paused || ctx.Err() != nil {
		return done, ctx.Err()
	}
	if done.Closed, err = c.close(ctx, err); err != nil {
		return done, err
	}
	return done, workflow.ExecuteActivity(withAlertOptions(ctx), c.acts.TellComparison, in.Scheme).Get(ctx, &done.Told)
}

type comparison struct {
	scheme string
	window connectors.Window
	plan   reconcile.Plan
	acts   *reconcile.Activities
}

func (c *comparison) compare(ctx workflow.Context) error {
	in := reconcile.PlanInput{Scheme: c.scheme, Window: c.window}
	if err := workflow.ExecuteActivity(withFetchOptions(ctx), c.acts.PlanComparison, in).Get(ctx, &c.plan); err != nil {
		return err
	}
	for i, stretch := range c.plan.Stretches {
		in := reconcile.StretchInput{Scheme: c.scheme, Revision: c.plan.Revision, Part: i, Window: stretch}
		if err := workflow.ExecuteActivity(withCompareOptions(ctx), c.acts.CompareStretch, in).Get(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

// close keeps what the comparison came to, or why it came to no end.
func (c *comparison) close(ctx workflow.Context, failed error) (reconcile.Closed, error) {
	in := reconcile.CloseInput{Scheme: c.scheme, Revision: c.plan.Revision, Window: c.window}
	if failed != nil {
		in.Problem = sentence(failed)
	}
	var closed reconcile.Closed
	err := workflow.ExecuteActivity(withStoreOptions(ctx), c.acts.CloseComparison, in).Get(ctx, &closed)
	return closed, err
}

// sentence is what went wrong, without the names that Temporal puts around it.
func sentence(err error) string {
	var app *temporal.ApplicationError
	if errors.As(err, &app) {
		return app.Message()
	}
	return err.Error()
}

// withCompareOptions: a day of documents is read and asked for, slowly where the
// account allows few calls. Systems that are away are waited for.
func withCompareOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    2 * time.Hour,
		ScheduleToCloseTimeout: 6 * time.Hour,
		HeartbeatTimeout:       alive,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 10 * time.Second, BackoffCoefficient: 2, MaximumInterval: 10 * time.Minute,
			NonRetryableErrorTypes: []string{activities.TypeUnauthorized, activities.TypeConfig},
		},
	})
}

// withAlertOptions: whoever is to be told may be away for a day.
func withAlertOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    time.Minute,
		ScheduleToCloseTimeout: 24 * time.Hour,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 5 * time.Second, BackoffCoefficient: 2, MaximumInterval: 10 * time.Minute,
			NonRetryableErrorTypes: []string{activities.TypeConfig},
		},
	})
}
