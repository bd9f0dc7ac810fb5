package workflows

import (
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// alive is how long a worker may be silent about a call before it counts as
// dead and another worker takes the call over. Workers say so by themselves, every
// two seconds. One that was only busy is not harmed by less: the store does not let
// it send what another has taken over, and the other asks the target first.
const alive = 10 * time.Second

// fair lets accounts take turns where they wait for a worker: a slow one makes
// nobody wait but its own. What goes before what is inherited from the run.
func fair(account string) temporal.Priority { return temporal.Priority{FairnessKey: account} }

// withFetchOptions: a reading that fails is tried again for a quarter of an
// hour; then the run fails with the last answer and the next one of the
// schedule covers the gap. A wrong account is said at once.
func withFetchOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    5 * time.Minute, // a page, and the wait for the account's quota
		ScheduleToCloseTimeout: 15 * time.Minute,
		HeartbeatTimeout:       alive,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute,
			NonRetryableErrorTypes: []string{activities.TypeUnauthorized, activities.TypeConfig},
		},
	})
}

// withCallOptions: a series of tries while the target is away; the document
// begins another one after a rest. A refusal is an outcome, not an error, and
// is never tried again.
func withCallOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout:    5 * time.Minute,
		ScheduleToCloseTimeout: 6 * time.Minute,
		HeartbeatTimeout:       alive,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute,
		},
	})
}

// withPageOptions: many documents, which may queue for a slow account's quota. A
// page of which nothing gets through is tried for some minutes, and then rests.
func withPageOptions(ctx workflow.Context, account string, state docstore.State) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: time.Hour,
		HeartbeatTimeout:    alive,
		Summary:             string(state),
		Priority:            fair(account),
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: time.Second, BackoffCoefficient: 2, MaximumInterval: time.Minute, MaximumAttempts: 10,
		},
	})
}

// withStoreOptions: our own store, near and quick; it may be away for a while.
func withStoreOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: time.Minute,
		HeartbeatTimeout:    alive,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 500 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second,
		},
	})
}

// withLocalOptions: work on the store alone that is not worth a task of its
// own. The store may be away for a day; without ScheduleToClose the SDK would
// give up after one StartToClose.
func withLocalOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithLocalActivityOptions(ctx, workflow.LocalActivityOptions{
		StartToCloseTimeout:    20 * time.Second,
		ScheduleToCloseTimeout: 24 * time.Hour,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: 200 * time.Millisecond, BackoffCoefficient: 2, MaximumInterval: 30 * time.Second,
		},
	})
}

// withDocumentOptions: a document outlives the run that found it (ABANDON),
// because it may wait a day for its base data. A finished one may be started
// again: the store, which outlives Temporal's retention, knows what is done.
func withDocumentOptions(ctx workflow.Context, scheme, account string, d activities.Delivery) workflow.Context {
	return workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		Priority:              fair(account),
		WorkflowID:            DocumentID(scheme, d.Key),
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE,
		ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
		StaticSummary:         scheme + " " + d.Number,
		TypedSearchAttributes: temporal.NewSearchAttributes(
			SchemeAttribute.ValueSet(scheme), NumberAttribute.ValueSet(d.Number),
		),
	})
}
