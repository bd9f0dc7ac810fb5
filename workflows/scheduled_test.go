package workflows_test

import (
	"context"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/workflows"
)

// planned remembers what a sweep asked for, and has nothing to read.
type planned struct{ in activities.PastInput }

func (p *planned) PlanPast(_ context.Context, in activities.PastInput) (activities.Plan, error) {
	p.in = in
	return activities.Plan{}, temporal.NewNonRetryableApplicationError("that is enough", activities.TypeConfig, nil)
}

// A sweep reaches back from the time of its schedule, and on to where it began: the
// times that were missed while Temporal was away are covered by the one that is
// made up for.
func TestASweepCoversTheTimesThatWereMissed(t *testing.T) {
	t.Parallel()
	for _, missed := range []time.Duration{0, 5 * time.Hour} {
		env, p := patient(), &planned{}
		env.RegisterActivityWithOptions(p, activity.RegisterOptions{})
		began := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
		env.SetStartTime(began)
		nominal := began.Add(-missed)
		if err := env.SetTypedSearchAttributesOnStart(temporal.NewSearchAttributes(
			temporal.NewSearchAttributeKeyTime("TemporalScheduledStartTime").ValueSet(nominal))); err != nil {
			t.Fatal(err)
		}
		env.ExecuteWorkflow(workflows.Backfill, workflows.BackfillInput{PastInput: activities.PastInput{Scheme: "a"}, Back: 24 * time.Hour})
		if !p.in.From.Equal(nominal.AddDate(0, 0, -1)) || !p.in.To.Equal(began) {
			t.Errorf("%s late, it reads from %s to %s", missed, p.in.From, p.in.To)
		}
	}
}
