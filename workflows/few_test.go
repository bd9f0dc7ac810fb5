package workflows_test

import (
	"context"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/testsuite"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// slow is a target that is done with the first document only when one of the
// next page has come.
type slow struct {
	env  *testsuite.TestWorkflowEnvironment
	next bool
	late time.Time // when the first was done
}

func (s *slow) PlanSync(context.Context, activities.PlanInput) (activities.Plan, error) {
	return activities.Plan{Scheme: "a", Delivers: true, Concurrency: 2}, nil
}

func (s *slow) Unfilled(context.Context, []string) ([]string, error) { return nil, nil }

func (s *slow) NextDocuments(_ context.Context, in activities.NextInput) (activities.Next, error) {
	if in.After == "" {
		return activities.Next{Documents: []activities.Delivery{{Key: "first"}, {Key: "second"}}, After: "second"}, nil
	}
	return activities.Next{Documents: []activities.Delivery{{Key: "third"}}}, nil
}

func (s *slow) Map(_ context.Context, ref activities.Ref) (activities.Standing, error) {
	s.next = s.next || ref.Key == "third"
	return activities.Standing{State: docstore.Unknown, Steps: []schemes.Step{schemes.Save}}, nil
}

func (s *slow) Resolve(_ context.Context, ref activities.Ref) (activities.Standing, error) {
	if ref.Key == "first" && !s.next && s.env.Now().Before(s.late) {
		return activities.Standing{State: docstore.Unknown, Steps: []schemes.Step{schemes.Save}}, nil
	}
	if ref.Key == "first" {
		s.late = s.env.Now()
	}
	return activities.Standing{State: docstore.Saved, Steps: []schemes.Step{schemes.Save}}, nil
}

// One document that takes long holds its own place, and not those of the page
// that comes next.
func TestAPageDoesNotWaitForTheLastOfTheOneBefore(t *testing.T) {
	t.Parallel()
	var suite testsuite.WorkflowTestSuite
	s := &slow{env: suite.NewTestWorkflowEnvironment()}
	began := s.env.Now()
	s.late = began.Add(time.Hour)
	s.env.RegisterWorkflow(workflows.Document)
	s.env.RegisterActivityWithOptions(s, activity.RegisterOptions{})
	s.env.SetTestTimeout(time.Minute)
	s.env.ExecuteWorkflow(workflows.Sync, workflows.SyncInput{Scheme: "a"})
	var p workflows.Progress
	if err := s.env.GetWorkflowResult(&p); err != nil {
		t.Fatal(err)
	}
	if p.Ended[string(docstore.Saved)] != 3 || s.late.Sub(began) >= time.Hour {
		t.Errorf("%+v; the first was done after %s", p, s.late.Sub(began))
	}
}
