package orders

import (
	"context"
	"errors"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/api/workflow/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/workflows"
)

// patient is the last of Temporal's five priorities. What a backfill starts has
// it, too: what is new goes first.
const patient = 5

// Backfilling is a backfill as Temporal knows it.
type Backfilling struct {
	WorkflowID string    `json:"workflow_id"`
	RunID      string    `json:"run_id"`
	Status     string    `json:"status"` // Running, Completed, Canceled, Failed, …
	Started    time.Time `json:"started"`
	Closed     time.Time `json:"closed,omitzero"`
}

// Running says that it has not ended.
func (b Backfilling) Running() bool {
	return b.Status == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING.String()
}

// Backfill starts a backfill, or joins the one of this stretch that is under way.
func (o Orders) Backfill(ctx context.Context, in workflows.BackfillInput) (client.WorkflowRun, error) {
	run, err := o.Temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: workflows.BackfillID(in.Scheme, in.From, in.To), TaskQueue: workflows.TaskQueue,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		Priority:                 temporal.Priority{PriorityKey: patient},
		TypedSearchAttributes:    temporal.NewSearchAttributes(workflows.SchemeAttribute.ValueSet(in.Scheme)),
	}, workflows.BackfillName, in)
	if err != nil {
		return nil, fmt.Errorf("start a backfill of scheme %s: %w", in.Scheme, err)
	}
	return run, nil
}

// Backfills lists a scheme's backfills that Temporal still knows, the newest first.
func (o Orders) Backfills(ctx context.Context, scheme string) ([]Backfilling, error) {
	query := fmt.Sprintf("Scheme = %q AND %s AND ExecutionStatus != 'ContinuedAsNew'", scheme, oneOf([]string{workflows.BackfillName}))
	found, err := o.list(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("list the backfills of scheme %s: %w", scheme, err)
	}
	all := make([]Backfilling, len(found))
	for i, w := range found {
		all[i] = backfilling(w)
	}
	return all, nil
}

func backfilling(w *workflow.WorkflowExecutionInfo) Backfilling {
	b := Backfilling{
		WorkflowID: w.GetExecution().GetWorkflowId(), RunID: w.GetExecution().GetRunId(),
		Status: w.GetStatus().String(), Started: w.GetStartTime().AsTime(),
	}
	if w.GetCloseTime() != nil {
		b.Closed = w.GetCloseTime().AsTime()
	}
	return b
}

// BackfillProgress is how far a backfill is, or was when it ended; an error says
// why it failed.
func (o Orders) BackfillProgress(ctx context.Context, b Backfilling) (workflows.Progress, error) {
	if b.Running() {
		return o.Progress(ctx, b.WorkflowID)
	}
	var p workflows.Progress
	if err := o.Temporal.GetWorkflow(ctx, b.WorkflowID, b.RunID).Get(ctx, &p); err != nil {
		return p, errors.New(said(err))
	}
	return p, nil
}

// Cancel ends a backfill: it begins nothing more, and what it has begun arrives.
// One that has ended is left as it is.
func (o Orders) Cancel(ctx context.Context, b Backfilling) error {
	err := o.Temporal.CancelWorkflow(ctx, b.WorkflowID, "")
	var gone *serviceerror.NotFound
	if err != nil && !errors.As(err, &gone) {
		return fmt.Errorf("cancel %s: %w", b.WorkflowID, err)
	}
	return nil
}
