package workflows_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/workflows"
)

// A run that could not read goes on to deliver what is there, in as many histories
// as it takes, and ends with why it could not read.
func TestWhyARunCouldNotReadOutlivesItsHistory(t *testing.T) {
	t.Parallel()
	first := unreadable(t, workflows.SyncInput{Scheme: "a"})
	var again *workflow.ContinueAsNewError
	if !errors.As(first, &again) {
		t.Fatalf("the first history ended with %v", first)
	}
	var next workflows.SyncInput
	if err := converter.GetDefaultDataConverter().FromPayloads(again.Input, &next); err != nil {
		t.Fatal(err)
	}
	last := unreadable(t, next)
	var app *temporal.ApplicationError
	if !errors.As(last, &app) || app.Type() != activities.TypeUnauthorized || !strings.Contains(app.Message(), "the source is away") {
		t.Errorf("the last history ended with %v", last)
	}
}

// unreadable runs one history of a scheme whose source cannot be read, and which
// has two pages of documents to look through.
func unreadable(t *testing.T, in workflows.SyncInput) error {
	t.Helper()
	env := patient()
	var a *activities.Activities
	env.RegisterActivity(a)
	env.OnActivity(a.PlanSync, anything, anything).Return(activities.Plan{
		Scheme: "a", Delivers: true, Windows: make([]connectors.Window, 1),
	}, nil)
	env.OnActivity(a.Unfilled, anything, anything).Return(nil, nil)
	env.OnActivity(a.FetchPage, anything, anything).Return(activities.Fetched{},
		temporal.NewNonRetryableApplicationError("the source is away", activities.TypeUnauthorized, nil))
	env.OnActivity(a.NextDocuments, anything, anything).Return(func(_ context.Context, in activities.NextInput) (activities.Next, error) {
		if in.After == "" {
			return activities.Next{After: "1"}, nil
		}
		return activities.Next{}, nil
	})
	env.SetOnActivityStartedListener(func(info *activity.Info, _ context.Context, _ converter.EncodedValues) {
		env.SetContinueAsNewSuggested(info.ActivityType.Name == "NextDocuments")
	})
	env.ExecuteWorkflow(workflows.Sync, in)
	return env.GetWorkflowError()
}
