package e2e

import (
	"testing"

	enumspb "go.temporal.io/api/enums/v1"
	historypb "go.temporal.io/api/history/v1"

	"github.com/erpbridge/erpbridge/workflows"
)

// A run whose history becomes long goes on in another one, while it reads and
// while it delivers: it leaves nothing out and tells of all it did.
func TestALongRunGoesOnInAnotherHistory(t *testing.T) {
	t.Parallel()
	s := setupServer(t, 60, "", "", 12)
	s.worker()
	run := s.start(refunds)
	var p workflows.Progress
	s.ok(run.Get(s.ctx, &p))
	s.until("everything carried", func() bool { return s.fetched(refunds) && s.inFlight() == 0 })
	s.checkBills(false)
	if there := len(s.states()); p.Window != p.Windows || p.Windows < 2 || p.Pages < p.Windows || p.New != there {
		t.Errorf("window %d of %d, %d pages, %d new rows; there are %d", p.Window, p.Windows, p.Pages, p.New, there)
	}
	first := s.first(run.GetID())
	if n := first.GetWorkflowExecutionStartedEventAttributes(); n.GetContinuedExecutionRunId() == "" {
		t.Error("the run did not go on in another history")
	}
	if names := first.GetWorkflowExecutionStartedEventAttributes().GetSearchAttributes().GetIndexedFields(); names["Scheme"] == nil {
		t.Errorf("the run that goes on is not found by its scheme, but by %v", names)
	}
}

// first is the event with which the newest history of a workflow begins.
func (s *stage) first(workflowID string) *historypb.HistoryEvent {
	s.t.Helper()
	events := s.client.GetWorkflowHistory(s.ctx, workflowID, "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	event, err := events.Next()
	s.ok(err)
	return event
}
