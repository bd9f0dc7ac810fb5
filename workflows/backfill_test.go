package workflows_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/workflows"
)

// source is away for a while, in time that the test lets pass.
type source struct {
	env  *testsuite.TestWorkflowEnvironment
	back time.Time
	kind string // of the error
	read []string
}

func (s *source) FetchPage(_ context.Context, in activities.FetchInput) (activities.Fetched, error) {
	page := fmt.Sprint(in.Window.From.Unix(), in.Cursor)
	if page == "86400second" && s.env.Now().Before(s.back) {
		return activities.Fetched{}, temporal.NewApplicationError("the source is away", s.kind)
	}
	s.read = append(s.read, page)
	if in.Cursor == "" {
		return activities.Fetched{Next: "second"}, nil
	}
	return activities.Fetched{}, nil
}

func (s *source) PlanPast(context.Context, activities.PastInput) (activities.Plan, error) {
	at := func(day int64) time.Time { return time.Unix(day*86400, 0) }
	return activities.Plan{Scheme: "a", Past: true, Windows: []connectors.Window{{From: at(0), To: at(1)}, {From: at(1), To: at(2)}}}, nil
}

func (s *source) Unfilled(context.Context, []string) ([]string, error) { return nil, nil }

func away(t *testing.T, kind string) *source {
	t.Helper()
	s := &source{env: patient(), kind: kind}
	s.back = s.env.Now().Add(5 * time.Hour)
	s.env.RegisterActivityWithOptions(s, activity.RegisterOptions{})
	s.env.ExecuteWorkflow(workflows.Backfill, workflows.BackfillInput{PastInput: activities.PastInput{Scheme: "a"}})
	return s
}

// A source that is away for longer than a call is tried is waited for, and the
// window at which it went is read from its beginning.
func TestABackfillWaitsForItsSource(t *testing.T) {
	t.Parallel()
	s := away(t, activities.TypeUnavailable)
	if err := s.env.GetWorkflowError(); err != nil {
		t.Fatal(err)
	}
	if want := []string{"0", "0second", "86400", "86400", "86400second"}; !slices.Equal(slices.Compact(s.read), slices.Compact(want)) ||
		len(s.read) < len(want) {
		t.Errorf("it read %q", s.read)
	}
}

// An account that is refused is a person's matter: more logins would lock it.
func TestABackfillDoesNotTryARefusedAccountForEver(t *testing.T) {
	t.Parallel()
	s := away(t, activities.TypeUnauthorized)
	if err := s.env.GetWorkflowError(); err == nil || !strings.Contains(err.Error(), "the source is away") {
		t.Errorf("it ended with %v", err)
	}
}
