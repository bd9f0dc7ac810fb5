package workflows_test

import (
	"context"
	"testing"
	"time"

	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// A document whose scheme is paused stands until somebody says that it goes on, or
// until it sees that in the store by itself.
func TestADocumentStandsWhileItsSchemeIsPaused(t *testing.T) {
	t.Parallel()
	for name, signalled := range map[string]bool{"told": true, "not told": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			looks, stood := stand(t, signalled)
			if signalled && (looks != 1 || stood > time.Minute) || !signalled && (looks < 3 || stood < 3*time.Minute) {
				t.Errorf("it looked %d times and stood for %v", looks, stood)
			}
		})
	}
}

// stand runs a document that finds its scheme paused for the time of a few looks.
func stand(t *testing.T, signalled bool) (looks int, stood time.Duration) {
	t.Helper()
	env := patient()
	begun := env.Now()
	resumed := func() bool { return signalled || env.Now().Sub(begun) > 5*time.Minute }
	save := []schemes.Step{schemes.Save}
	saves := 0
	var a *activities.Activities
	env.RegisterActivity(a)
	env.OnActivity(a.Map, anything, anything).Return(activities.Standing{State: docstore.Mapped, Steps: save}, nil)
	env.OnActivity(a.Save, anything, anything).Return(func(context.Context, activities.Ref) (activities.Standing, error) {
		if saves++; saves == 1 {
			return activities.Standing{}, temporal.NewNonRetryableApplicationError("the scheme is paused", activities.TypePaused, nil)
		}
		return activities.Standing{State: docstore.Saved, Steps: save}, nil
	})
	env.OnActivity(a.IsPaused, anything, anything).Return(func(context.Context, string) (bool, error) {
		looks++
		return !resumed(), nil
	})
	if signalled {
		env.RegisterDelayedCallback(func() { env.SignalWorkflow(workflows.ResumeSignal, nil) }, time.Second)
	}
	env.ExecuteWorkflow(workflows.Document, workflows.DocumentInput{Scheme: "s", Key: "1"})
	if err := env.GetWorkflowError(); err != nil || saves != 2 {
		t.Errorf("it was saved %d times: %v", saves-1, err)
	}
	return looks, env.Now().Sub(begun)
}
