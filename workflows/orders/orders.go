// Package orders is how the world outside speaks to the workflows: start,
// wake, pause, resume, schedule. The starter's commands, the worker's
// activities and the demo give the same orders through it.
package orders

import (
	"context"
	"errors"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows"
)

// Orders gives orders through a Temporal client.
type Orders struct {
	Temporal client.Client
}

// StartSync asks for a run of a scheme. One that is running, by its schedule or
// by itself, is enough. Since is where a first run begins to read.
func (o Orders) StartSync(ctx context.Context, scheme string, since time.Time) error {
	under, err := o.Running(ctx, scheme)
	if err != nil || len(under) > 0 {
		return err
	}
	_, err = o.Run(ctx, workflows.SyncInput{Scheme: scheme, Since: since})
	return err
}

// Begin starts a run of a scheme, and joins none: that one may be past reading.
func (o Orders) Begin(ctx context.Context, scheme string) (begun bool, err error) {
	_, err = o.run(ctx, workflows.SyncInput{Scheme: scheme}, enumspb.WORKFLOW_ID_CONFLICT_POLICY_FAIL)
	var there *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &there) { // begun a moment ago, and not listed yet
		return false, nil
	}
	return err == nil, err
}

// Run starts a run of a scheme, or joins the one that is running, and returns it.
func (o Orders) Run(ctx context.Context, in workflows.SyncInput) (client.WorkflowRun, error) {
	return o.run(ctx, in, enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
}

func (o Orders) run(ctx context.Context, in workflows.SyncInput, there enumspb.WorkflowIdConflictPolicy) (client.WorkflowRun, error) {
	run, err := o.Temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: workflows.SyncID(in.Scheme), TaskQueue: workflows.TaskQueue, WorkflowIDConflictPolicy: there,
		WorkflowExecutionErrorWhenAlreadyStarted: there == enumspb.WORKFLOW_ID_CONFLICT_POLICY_FAIL,
		TypedSearchAttributes:                    temporal.NewSearchAttributes(workflows.SchemeAttribute.ValueSet(in.Scheme)),
	}, workflows.SyncName, in)
	if err != nil {
		return nil, fmt.Errorf("start a run of scheme %s: %w", in.Scheme, err)
	}
	return run, nil
}

// Carry starts the workflow of one document outside a run: a retry. One that
// is running is woken instead.
func (o Orders) Carry(ctx context.Context, doc docstore.Document, revision string) error {
	_, err := o.Temporal.SignalWithStartWorkflow(ctx, workflows.DocumentID(doc.Scheme, doc.Key),
		workflows.WakeSignal, workflows.Wake{Revision: &revision}, client.StartWorkflowOptions{
			TaskQueue: workflows.TaskQueue,
			TypedSearchAttributes: temporal.NewSearchAttributes(
				workflows.SchemeAttribute.ValueSet(doc.Scheme),
				workflows.NumberAttribute.ValueSet(doc.Number),
				workflows.StateAttribute.ValueSet(string(doc.State)),
			),
		}, workflows.DocumentName,
		workflows.DocumentInput{Scheme: doc.Scheme, Key: doc.Key, Number: doc.Number, Revision: revision})
	if err != nil {
		return fmt.Errorf("start document %s of scheme %s: %w", doc.Key, doc.Scheme, err)
	}
	return nil
}

// Wake tells a waiting document to look again. One that has no workflow is
// left to the next run.
func (o Orders) Wake(ctx context.Context, ref docstore.Ref) error {
	id := workflows.DocumentID(ref.Scheme, ref.Key)
	err := o.Temporal.SignalWorkflow(ctx, id, "", workflows.WakeSignal, workflows.Wake{})
	var gone *serviceerror.NotFound
	if errors.As(err, &gone) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("wake %s: %w", id, err)
	}
	return nil
}

// Progress asks a run how far it is.
func (o Orders) Progress(ctx context.Context, workflowID string) (workflows.Progress, error) {
	var p workflows.Progress
	answer, err := o.Temporal.QueryWorkflow(ctx, workflowID, "", workflows.ProgressQuery)
	if err != nil {
		return p, fmt.Errorf("ask %s for its progress: %w", workflowID, err)
	}
	return p, answer.Get(&p)
}

// Pause stops a scheme: its schedules start nothing new, and a run or backfill
// that is under way begins no further document. Whoever calls has noted the pause in the
// store: from then on no call of the scheme is begun, whoever would make it.
func (o Orders) Pause(ctx context.Context, scheme, note string) error {
	return o.turn(ctx, scheme, workflows.PauseSignal, func(h client.ScheduleHandle) error {
		return h.Pause(ctx, client.SchedulePauseOptions{Note: note})
	})
}

// Resume lets a paused scheme go on, with the documents that stand still on their
// way. One that has begun to only a moment ago, and is not listed yet, finds it out
// by itself.
func (o Orders) Resume(ctx context.Context, scheme, note string) error {
	err := o.turn(ctx, scheme, workflows.ResumeSignal, func(h client.ScheduleHandle) error {
		return h.Unpause(ctx, client.ScheduleUnpauseOptions{Note: note})
	})
	if err != nil {
		return err
	}
	standing, err := o.list(ctx, fmt.Sprintf("Scheme = %q AND %s AND DocumentState = %q AND ExecutionStatus = 'Running'",
		scheme, oneOf([]string{workflows.DocumentName}), workflows.StatePaused))
	if err != nil {
		return fmt.Errorf("list the documents of scheme %s that stand still: %w", scheme, err)
	}
	return o.signal(ctx, ids(standing), workflows.ResumeSignal)
}

func (o Orders) turn(ctx context.Context, scheme, signal string, schedule func(client.ScheduleHandle) error) error {
	if err := o.each(ctx, scheme, signal, schedule); err != nil {
		return err
	}
	runs, err := o.underWay(ctx, scheme, workflows.SyncName, workflows.BackfillName)
	if err != nil {
		return err
	}
	return o.signal(ctx, runs, signal)
}

// signal tells each workflow that has not ended meanwhile.
func (o Orders) signal(ctx context.Context, ids []string, signal string) error {
	var errs []error
	var none *serviceerror.NotFound
	for _, id := range ids {
		err := o.Temporal.SignalWorkflow(ctx, id, "", signal, nil)
		if err != nil && !errors.As(err, &none) { // it ended meanwhile
			errs = append(errs, fmt.Errorf("%s %s: %w", signal, id, err))
		}
	}
	return errors.Join(errs...)
}
