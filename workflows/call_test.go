package workflows_test

import (
	"context"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// However long the target was asked about a call, it is asked about the next one soon.
func TestTheNextLostAnswerIsAskedAboutSoon(t *testing.T) {
	t.Parallel()
	env := patient()
	at := func(state docstore.State) activities.Standing {
		return activities.Standing{State: state, Steps: []schemes.Step{schemes.Save, schemes.Submit}}
	}
	var asked int
	var lost, found time.Time
	var a *activities.Activities
	env.RegisterActivity(a)
	env.OnActivity(a.Map, anything, anything).Return(at(docstore.Unknown), nil)
	env.OnActivity(a.Resolve, anything, anything).Return(func(context.Context, activities.Ref) (activities.Standing, error) {
		if asked++; asked < 5 {
			return at(docstore.Unknown), nil
		}
		if found = env.Now(); asked == 5 {
			return at(docstore.Saved), nil
		}
		return at(docstore.Submitted), nil
	})
	env.OnActivity(a.Submit, anything, anything).Return(func(context.Context, activities.Ref) (activities.Standing, error) {
		lost = env.Now()
		return at(docstore.Unknown), nil
	})
	env.ExecuteWorkflow(workflows.Document, workflows.DocumentInput{Scheme: "s", Key: "1"})
	if err := env.GetWorkflowError(); err != nil || asked != 6 || found.Sub(lost) > 3*time.Second {
		t.Errorf("asked %d times, the last %s after the answer was lost; %v", asked, found.Sub(lost), err)
	}
}
