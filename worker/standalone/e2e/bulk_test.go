package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// inLane is a folder with the schemes that are built in, that of the refunds in a lane.
func inLane(t *testing.T, lane schemes.Lane) string {
	t.Helper()
	dir, built := t.TempDir(), filepath.Join("..", "..", "..", "schemes")
	for _, name := range []string{refunds, customers, orderData} {
		text, err := os.ReadFile(filepath.Join(built, name+".yaml"))
		if err == nil && name == refunds {
			text = []byte(strings.Replace(string(text), "\nschedule:", "\nlane: "+string(lane)+"\nschedule:", 1))
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+".yaml"), text, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// Page by page, every refund becomes what it becomes in a workflow of its own: the
// bill, the wait, the refusal.
func TestPagesBecomeWhatDocumentsBecome(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setupSchemes(t, 300, url(t), inLane(t, schemes.LaneBulk))
			s.worker()
			p := s.ran()
			s.checkBills(false)
			s.checkProgress(p)
			s.checkOneCallEach()
		})
	}
}

// ran runs the refunds' scheme until nothing is in flight, and returns what
// the run tells of it.
func (s *stage) ran() workflows.Progress {
	s.t.Helper()
	var p workflows.Progress
	s.ok(s.start(refunds).Get(s.ctx, &p))
	s.until("everything carried", func() bool { return s.fetched(refunds) && s.inFlight() == 0 })
	return p
}

// checkProgress compares what a run tells with what is in the store.
func (s *stage) checkProgress(p workflows.Progress) {
	s.t.Helper()
	if p.Lane != "bulk" || p.OnTheWay != 0 || p.Ended["interrupted"] != 0 {
		s.t.Errorf("the run tells of %+v", p)
	}
	taken, ended := 0, 0
	for _, e := range expectations(s.world, false) {
		if e.state != docstore.Skipped {
			taken++
		}
	}
	for _, n := range p.Ended {
		ended += n
	}
	if p.Started != taken || ended != taken {
		s.t.Errorf("%d documents were begun and %d ended, want %d: %v", p.Started, ended, taken, p.Ended)
	}
}

// checkOneCallEach: nothing was asked of the target twice, and no workflow was
// started for what went smoothly.
func (s *stage) checkOneCallEach() {
	s.t.Helper()
	for _, b := range s.world.Kingdee.Bills(form) {
		if b.Saves != 1 || b.Submits != 1 || b.Audits != 1 {
			s.t.Errorf("bill %s was saved %d, submitted %d, audited %d times", b.Number, b.Saves, b.Submits, b.Audits)
		}
	}
	for key, d := range s.states() {
		own := d.WorkflowID == workflows.DocumentID(refunds, key)
		if d.State == docstore.Audited && own && !s.wasUnknown(key) || d.State == docstore.Waiting && !own { // a stall is no answer, either
			s.t.Errorf("%s is %s, by %s", key, d.State, d.WorkflowID)
		}
	}
}

// Faults in the middle of batches: every document has its own outcome all the same.
func TestPagesMeetEveryFault(t *testing.T) {
	t.Parallel()
	s := setupSchemes(t, 300, "", inLane(t, schemes.LaneBulk))
	for _, method := range []string{"BatchSave", "Submit", "Audit"} {
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: method, Every: 5, Times: 2})
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Truncated, Method: method, Every: 7, Times: 1})
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.NetControl, Method: method, Every: 3, Times: 2})
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Drop, Method: method, Every: 4, Times: 2})
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.BadGateway, Method: method, Every: 8, Times: 2})
	}
	s.worker()
	s.ran()
	s.checkBills(false)
	for _, b := range s.world.Kingdee.Bills(form) {
		if b.Saves != 1 || b.Audits != 1 {
			s.t.Errorf("bill %s was saved %d and audited %d times", b.Number, b.Saves, b.Audits)
		}
	}
}

// A worker that ends in the middle of a page leaves it to another.
func TestAnotherWorkerTakesOverPages(t *testing.T) {
	t.Parallel()
	s := setupSchemes(t, 300, "", inLane(t, schemes.LaneBulk))
	stop := s.worker()
	run := s.start(refunds)
	s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 20 })
	stop()
	s.worker()
	s.ok(run.Get(s.ctx, nil))
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
}

// Auto goes by the number of documents.
func TestAutoChoosesTheLane(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		documents int
		lane      string
	}{"few": {60, ""}, "many": {300, "bulk"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, test.documents, "")
			s.worker()
			if p := s.ran(); p.Lane != test.lane {
				t.Errorf("%d documents took the lane %q", p.New, p.Lane)
			}
			s.checkBills(false)
		})
	}
}

// A paused scheme keeps its pages where they are.
func TestPagesArePausedAndResumed(t *testing.T) {
	t.Parallel()
	s := setupSchemes(t, 300, "", inLane(t, schemes.LaneBulk))
	s.worker()
	run := s.start(refunds)
	s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 5 })
	s.ok(s.orders.Pause(s.ctx, refunds, "test"))
	s.until("the run stands", s.stands)
	stood := len(s.world.Kingdee.Bills(form))
	s.ok(s.start(orderData).Get(s.ctx, nil)) // time in which a run that does not stand would go on
	if now := len(s.world.Kingdee.Bills(form)); now != stood {
		t.Errorf("%d bills were made while the scheme was paused", now-stood)
	}
	s.ok(s.orders.Resume(s.ctx, refunds, "test"))
	s.ok(run.Get(s.ctx, nil))
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
}

// The pages of a run go on in another history, and are counted over all of them.
func TestPagesGoOnInAnotherHistory(t *testing.T) {
	t.Parallel()
	s := setupServer(t, 300, "", inLane(t, schemes.LaneBulk), 60)
	s.worker()
	p := s.ran()
	s.checkBills(false)
	s.checkProgress(p)
	first := s.first(workflows.SyncID(refunds)).GetWorkflowExecutionStartedEventAttributes()
	if first.GetContinuedExecutionRunId() == "" {
		t.Error("the run did not go on in another history")
	}
}

// What an earlier run has left in the middle is taken up, page by page, too.
func TestPagesTakeUpWhatWasLeft(t *testing.T) {
	t.Parallel()
	s := setupSchemes(t, 300, "", inLane(t, schemes.LaneBulk))
	s.worker()
	run := s.start(refunds)
	s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 5 })
	s.ok(s.client.TerminateWorkflow(s.ctx, run.GetID(), "", "test"))
	s.ran()
	s.checkBills(false)
}

// A backfill of many documents takes them page by page, behind what is new.
func TestABackfillCarriesPages(t *testing.T) {
	t.Parallel()
	s := setupServer(t, 300, "", inLane(t, schemes.LaneAuto), 60)
	s.worker()
	p := s.backfilled(lastMonth())
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
	s.checkProgress(p)
	if again := s.backfilled(lastMonth()); again.New+again.Changed+again.Started != 0 || again.Lane != "" {
		t.Errorf("done again it tells of %+v", again)
	}
}

// A backfill and a run that meet over the same documents do nothing twice.
func TestABackfillAndARunMeet(t *testing.T) {
	t.Parallel()
	s := setupSchemes(t, 300, "", inLane(t, schemes.LaneBulk))
	s.worker()
	back, err := s.orders.Backfill(s.ctx, lastMonth())
	s.ok(err)
	run := s.start(refunds)
	s.ok(back.Get(s.ctx, nil))
	s.ok(run.Get(s.ctx, nil))
	s.ran() // what one of them left to the other
	s.checkBills(false)
	for _, b := range s.world.Kingdee.Bills(form) {
		if b.Saves != 1 {
			t.Errorf("bill %s was saved %d times", b.Number, b.Saves)
		}
	}
}

// An account that does not answer keeps no other waiting, however many documents
// there are for it.
func TestASlowAccountIsSlowForItselfOnly(t *testing.T) {
	t.Parallel()
	dir := inLane(t, schemes.LaneDocument)
	file := filepath.Join(dir, refunds+".yaml")
	text, err := os.ReadFile(file)
	if err == nil {
		text = []byte(strings.Replace(string(text), "concurrency: 20\n", "concurrency: 150\n", 1))
		err = os.WriteFile(file, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := setupSchemes(t, 150, "", dir)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Method: "BatchSave", Delay: 4 * time.Minute, Times: 5})
	s.environ["KINGDEE_MAIN_TIMEOUT"] = "5m"
	s.worker()
	s.ok(s.start(customers).Get(s.ctx, nil))
	run := s.start(refunds)
	s.until("more wait for 金蝶 than the worker once did at all", func() bool {
		p, err := s.orders.Progress(s.ctx, run.GetID())
		return err == nil && p.OnTheWay > 60
	})
	s.ok(s.start(orderData).Get(s.ctx, nil))
	if n := len(s.world.Kingdee.Bills(form)); n > 0 {
		t.Errorf("金蝶 had %d bills by then", n)
	}
	s.ok(s.client.TerminateWorkflow(s.ctx, run.GetID(), "", "test"))
}
