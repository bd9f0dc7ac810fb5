package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/workflows"
)

// waitingFor is a folder with the schemes that are built in, whose refunds wait so
// long for base data.
func waitingFor(t *testing.T, deadline string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{refunds, customers, orderData} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "schemes", name+".yaml"))
		if err == nil {
			edited := strings.Replace(string(text), "waitForBaseData: {deadline: 24h}", "waitForBaseData: {deadline: "+deadline+"}", 1)
			err = os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(edited), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// filled has base data that was read a while ago: who misses something asks for more.
func (s *stage) filled() {
	s.t.Helper()
	for _, scheme := range []string{customers, orderData} {
		s.ok(s.start(scheme).Get(s.ctx, nil))
		s.readLast(scheme, time.Minute)
	}
}

func (s *stage) readLast(scheme string, ago time.Duration) {
	s.t.Helper()
	s.ok(s.store.SetWatermark(s.ctx, scheme, time.Now().Add(-ago)))
}

// keysOf are the documents of the world of a kind.
func (s *stage) keysOf(kind simulators.Kind) []string {
	s.t.Helper()
	var keys []string
	for _, d := range s.world.Documents() {
		if d.Kind == kind && len(d.Lines) > 0 {
			keys = append(keys, d.AsID+"-1")
		}
	}
	if len(keys) == 0 {
		s.t.Fatalf("the world has no %s", kind)
	}
	return keys
}

// are says whether these documents are in a state.
func (s *stage) are(keys []string, state docstore.State) bool {
	s.t.Helper()
	docs := s.states()
	for _, key := range keys {
		if docs[key].State != state {
			return false
		}
	}
	return true
}

// A document that misses a row has the row brought, by nobody else's order, and goes
// on because it is told that the row is there: its own look is still to come.
func TestWhatIsMissingIsAskedForAndItsArrivalTold(t *testing.T) {
	t.Parallel()
	s := setup(t, 40, "")
	s.worker()
	s.filled()
	brought := s.newestRun(orderData)
	late := s.keysOf(simulators.LateOrder)
	s.start(refunds)
	s.until("it has looked twice, and will not look again soon", func() bool { return s.looked(late[0]) >= 2 })
	s.ok(s.world.ReleaseLate())
	s.until("the late orders' refunds are audited", func() bool { return s.are(late, docstore.Audited) })
	if s.newestRun(orderData) == brought {
		t.Error("nobody had the orders read")
	}
	for _, key := range late {
		s.toldOfArrival(t, key)
	}
	s.until("everything carried", func() bool { return s.fetched(refunds) && s.inFlight() == 0 })
	s.checkBills(true)
}

// newestRun is the newest run of a scheme that was begun without a schedule.
func (s *stage) newestRun(scheme string) string {
	s.t.Helper()
	return s.runOf(workflows.SyncID(scheme))
}

// looked is how often a document has looked for itself whether its row is there.
func (s *stage) looked(key string) int {
	s.t.Helper()
	if s.states()[key].State != docstore.Waiting {
		return 0
	}
	times := 0
	for _, event := range s.eventsOf(key) {
		if event == enumspb.EVENT_TYPE_TIMER_FIRED {
			times++
		}
	}
	return times
}

func (s *stage) eventsOf(key string) []enumspb.EventType {
	s.t.Helper()
	events := s.client.GetWorkflowHistory(s.ctx, workflows.DocumentID(refunds, key), "", false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	var all []enumspb.EventType
	for events.HasNext() {
		event, err := events.Next()
		s.ok(err)
		all = append(all, event.GetEventType())
	}
	return all
}

// toldOfArrival: a document was woken, and the timer of its own look was not heard.
func (s *stage) toldOfArrival(t *testing.T, key string) {
	t.Helper()
	var order []string
	for _, event := range s.eventsOf(key) {
		switch event {
		case enumspb.EVENT_TYPE_TIMER_STARTED:
			order = nil // of the last wait
		case enumspb.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED, enumspb.EVENT_TYPE_TIMER_FIRED, enumspb.EVENT_TYPE_TIMER_CANCELED:
			order = append(order, event.String())
		}
	}
	if got := strings.Join(order, " "); got != "WorkflowExecutionSignaled TimerCanceled" {
		t.Errorf("%s went on after %q", key, got)
	}
}

// A document that waits goes on waiting over a restart of Temporal and of the worker:
// it goes on with the row, and without gives up at its deadline and says why.
func TestAWaitOutlastsRestarts(t *testing.T) {
	t.Parallel()
	s := setupLasting(t, 40, waitingFor(t, "2m"))
	stop := s.worker()
	s.filled()
	s.ok(s.store.SetPause(s.ctx, customers, docstore.Pause{By: "zhao", Reason: "closing", At: time.Now()}))
	late, never := s.keysOf(simulators.LateOrder), s.keysOf(simulators.UnknownShop)
	s.start(refunds)
	s.until("they wait", func() bool { return s.are(late, docstore.Waiting) && s.are(never, docstore.Waiting) })
	began := s.carrier(late[0])
	stop()
	s.server.Stop()
	s.begin()
	s.ok(s.world.ReleaseLate())
	s.worker()
	s.readLast(orderData, time.Minute)
	s.start(orderData)
	s.until("those whose row has come are audited", func() bool { return s.are(late, docstore.Audited) })
	if s.carrier(late[0]) != began {
		t.Error("another workflow has carried it on")
	}
	s.until("the others give up", func() bool { return s.are(never, docstore.Failed) })
	says(t, s.of(never[0]).Reason, "kingdee-customers has no row where FNumber=", "; it did not come within 2m0s; "+
		"scheme kingdee-customers brings it, and is paused by zhao since ", ": closing")
}

// carrier is the run of the workflow that a document has.
func (s *stage) carrier(key string) string {
	s.t.Helper()
	return s.runOf(workflows.DocumentID(refunds, key))
}

// Where the source of what is missing cannot be read, the document that gives up says
// so in the source's words.
func TestWhoGivesUpSaysWhatTheSourceSaid(t *testing.T) {
	t.Parallel()
	s := setupSchemes(t, 40, "", waitingFor(t, "45s"))
	s.worker()
	s.filled()
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Unavailable, Method: "ExecuteBillQuery"})
	s.start(refunds)
	never := s.keysOf(simulators.UnknownShop)
	s.until("they give up", func() bool { return s.are(never, docstore.Failed) })
	says(t, s.of(never[0]).Reason, "; it did not come within 45s; scheme kingdee-customers brings it, and its run is held up: ", "kingdee MAIN ExecuteBillQuery unavailable")
}
