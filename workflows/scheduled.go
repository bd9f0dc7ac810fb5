package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// nominal is where Temporal notes the time of the schedule that started a workflow.
var nominal = temporal.NewSearchAttributeKeyTime("TemporalScheduledStartTime")

// scheduled is the stretch that reaches back from the time at which the workflow
// should have begun, and on to where it did begin: of several times that were
// missed only one is made up for, and it covers all of them.
func scheduled(ctx workflow.Context, back time.Duration) (from, to time.Time) {
	to = workflow.GetInfo(ctx).WorkflowStartTime
	from = to
	if at, ok := workflow.GetTypedSearchAttributes(ctx).GetTime(nominal); ok && at.Before(to) {
		from = at
	}
	return from.Add(-back).Truncate(time.Second), to.Truncate(time.Second)
}
