package workflows_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/testsuite"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// slow is a target that is done with the first document only when the third has
// come, or some time later.
type slow struct {
	env   *testsuite.TestWorkflowEnvironment
	state docstore.State // of the first: it is looked for, or tried to be saved
	at    int            // so many at once
	mu    sync.Mutex
	next  bool
	late  time.Time // when the first was done
}

func (s *slow) PlanSync(context.Context, activities.PlanInput) (activities.Plan, error) {
	return activities.Plan{Scheme: "a", Delivers: true, Concurrency: s.at}, nil
}

func (s *slow) Unfilled(context.Context, []string) ([]string, error) { return nil, nil }

func (s *slow) NextDocuments(_ context.Context, in activities.NextInput) (activities.Next, error) {
	if in.After == "" {
		return activities.Next{Documents: []activities.Delivery{{Key: "first"}, {Key: "second"}}, After: "second"}, nil
	}
	return activities.Next{Documents: []activities.Delivery{{Key: "third"}}}, nil
}

func (s *slow) Map(_ context.Context, ref activities.Ref) (activities.Standing, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next = s.next || ref.Key == "third"
	return activities.Standing{State: s.state, Steps: []schemes.Step{schemes.Save}}, nil
}

func (s *slow) Resolve(_ context.Context, ref activities.Ref) (activities.Standing, error) {
	if s.holds(ref) {
		return activities.Standing{State: docstore.Unknown, Steps: []schemes.Step{schemes.Save}}, nil
	}
	return activities.Standing{State: docstore.Saved, Steps: []schemes.Step{schemes.Save}}, nil
}

func (s *slow) Save(_ context.Context, ref activities.Ref) (activities.Standing, error) {
	if s.holds(ref) {
		return activities.Standing{}, errors.New("the document is locked")
	}
	return activities.Standing{State: docstore.Saved, Steps: []schemes.Step{schemes.Save}}, nil
}

func (s *slow) holds(ref activities.Ref) bool {
	if ref.Key != "first" {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.next && s.env.Now().Before(s.late) {
		return true
	}
	s.late = s.env.Now()
	return false
}

// One document that takes long holds its own place, and not those of the page
// that comes next.
func TestAPageDoesNotWaitForTheLastOfTheOneBefore(t *testing.T) {
	t.Parallel()
	late(t, docstore.Mapped, 2, 5*time.Minute)
}

// One that is not found at the target gives its place away, until a call that was
// lost can take effect no more.
func TestADocumentThatIsNotFoundLeavesItsPlace(t *testing.T) {
	t.Parallel()
	late(t, docstore.Unknown, 1, time.Hour)
}

// late carries three documents, of which the first is in a state that holds for so
// long, unless the third comes before that.
func late(t *testing.T, state docstore.State, at int, holds time.Duration) {
	t.Helper()
	s := &slow{env: patient(), state: state, at: at}
	began := s.env.Now()
	s.late = began.Add(holds)
	s.env.RegisterWorkflow(workflows.Document)
	s.env.RegisterActivityWithOptions(s, activity.RegisterOptions{})
	s.env.ExecuteWorkflow(workflows.Sync, workflows.SyncInput{Scheme: "a"})
	var p workflows.Progress
	if err := s.env.GetWorkflowResult(&p); err != nil {
		t.Fatal(err)
	}
	if took := s.late.Sub(began); !s.next || took >= holds {
		t.Errorf("%+v; the first was done after %s", p, took)
	}
}
