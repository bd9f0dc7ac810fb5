package workflows_test

import (
	"context"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// anything is what the test suite takes for any argument.
const anything = "mock.Anything"

// A document that was taken up while it is being saved, because it has changed,
// is looked at again once it has arrived: the wake was there from the beginning.
func TestAWakeThatFindsADocumentUnderWayIsAnswered(t *testing.T) {
	t.Parallel()
	env := patient()
	save := []schemes.Step{schemes.Save}
	var a *activities.Activities
	looks := 0
	env.RegisterActivity(a)
	env.OnActivity(a.Map, anything, anything).Return(func(context.Context, activities.Ref) (activities.Standing, error) {
		if looks++; looks == 1 {
			return activities.Standing{State: docstore.Saving, Steps: save}, nil
		}
		return activities.Standing{State: docstore.Saved, Steps: save}, nil
	})
	env.OnActivity(a.Save, anything, anything).Return(activities.Standing{State: docstore.Saved, Steps: save}, nil)
	env.RegisterDelayedCallback(func() { env.SignalWorkflow(workflows.WakeSignal, workflows.Wake{}) }, 0)
	env.ExecuteWorkflow(workflows.Document, workflows.DocumentInput{Scheme: "s", Key: "1"})
	if err := env.GetWorkflowError(); err != nil || looks != 2 {
		t.Errorf("looked at %d times: %v", looks, err)
	}
}
