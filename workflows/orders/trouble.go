package orders

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/workflows"
)

// Trouble says why the last run of a scheme failed, or what the one under way
// is held up by; "" when nothing is known against it. Ended says that the run
// has given up.
func (o Orders) Trouble(ctx context.Context, scheme string, since time.Time) (reason string, ended bool, err error) {
	under, err := o.Running(ctx, scheme)
	if err != nil {
		return "", false, err
	}
	for _, id := range under {
		if reason, err = o.heldUp(ctx, id); err != nil || reason != "" {
			return reason, false, err
		}
	}
	if len(under) > 0 {
		return "", false, nil
	}
	reason, err = o.failure(ctx, scheme, since)
	return reason, reason != "", err
}

// heldUp is the last failure of a call that is being tried again.
func (o Orders) heldUp(ctx context.Context, id string) (string, error) {
	d, err := o.Temporal.DescribeWorkflowExecution(ctx, id, "")
	if err != nil {
		return "", fmt.Errorf("ask about %s: %w", id, err)
	}
	for _, a := range d.GetPendingActivities() {
		if f := a.GetLastFailure(); f != nil {
			return f.GetMessage(), nil
		}
	}
	return "", nil
}

// failure is what the newest run that ended since then failed with.
func (o Orders) failure(ctx context.Context, scheme string, since time.Time) (string, error) {
	query := fmt.Sprintf("Scheme = %q AND WorkflowType = %q AND CloseTime > %q", scheme, workflows.SyncName, since.UTC().Format(time.RFC3339))
	list, err := o.Temporal.ListWorkflow(ctx, &workflowservice.ListWorkflowExecutionsRequest{Query: query, PageSize: 1})
	if err != nil {
		return "", fmt.Errorf("list the runs of scheme %s: %w", scheme, err)
	}
	for _, w := range list.GetExecutions() {
		e := w.GetExecution()
		if err := o.Temporal.GetWorkflow(ctx, e.GetWorkflowId(), e.GetRunId()).Get(ctx, nil); err != nil {
			return said(err), nil
		}
	}
	return "", nil
}

// said is the sentence in the middle of Temporal's: who failed is known.
func said(err error) string {
	var app *temporal.ApplicationError
	if errors.As(err, &app) {
		return app.Message()
	}
	return err.Error()
}
