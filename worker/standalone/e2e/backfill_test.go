package e2e

import (
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/workflows"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// lastMonth is the time in which the world's refunds lie.
func lastMonth() workflows.BackfillInput {
	now := time.Now()
	return workflows.BackfillInput{PastInput: activities.PastInput{Scheme: refunds, From: now.AddDate(0, 0, -31), To: now}}
}

// A backfill brings the past day by day, over several histories, each document
// once and behind what is new; the watermark is not its own. Done again it does
// nothing, and a run afterwards finds nothing to do.
func TestABackfillBringsThePastOnce(t *testing.T) {
	t.Parallel()
	s := setupServer(t, 60, "", "", 60)
	s.worker()
	first := s.backfilled(lastMonth())
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
	if first.Windows != 31 || first.New != len(s.states()) || first.Started == 0 {
		t.Errorf("the backfill tells of %+v", first)
	}
	if mark, there, err := s.store.Watermark(s.ctx, refunds); err != nil || there {
		t.Errorf("there is a watermark, %s, %v", mark, err)
	}
	document := s.first(workflows.DocumentID(refunds, s.keyOf(simulators.Plain))).GetWorkflowExecutionStartedEventAttributes()
	if key := document.GetPriority().GetPriorityKey(); key != 5 {
		t.Errorf("its documents have priority %d", key)
	}
	if again := s.backfilled(lastMonth()); again.New+again.Changed+again.Started != 0 || again.Rows != first.Rows {
		t.Errorf("done again it tells of %+v", again)
	}
	s.carryAll()
	s.checkBills(false)
	for _, b := range s.world.Kingdee.Bills(form) {
		if b.Saves != 1 || b.Audits != 1 {
			t.Errorf("bill %s was saved %d and audited %d times", b.Number, b.Saves, b.Audits)
		}
	}
}

// backfilled waits until a backfill has ended.
func (s *stage) backfilled(in workflows.BackfillInput) workflows.Progress {
	s.t.Helper()
	run, err := s.orders.Backfill(s.ctx, in)
	s.ok(err)
	var p workflows.Progress
	s.ok(run.Get(s.ctx, &p))
	if begun := s.first(run.GetID()).GetWorkflowExecutionStartedEventAttributes(); begun.GetContinuedExecutionRunId() == "" {
		s.t.Error("the backfill did not go on in another history")
	} else if begun.GetPriority().GetPriorityKey() != 5 {
		s.t.Errorf("in another history it has priority %d", begun.GetPriority().GetPriorityKey())
	}
	return p
}

// A backfill stands while its scheme is paused. One that is cancelled begins
// nothing more; begun again it brings what was left.
func TestABackfillIsPausedAndCancelled(t *testing.T) {
	t.Parallel()
	s := setup(t, 60, "")
	s.worker()
	run, err := s.orders.Backfill(s.ctx, lastMonth())
	s.ok(err)
	s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 5 })
	s.ok(s.store.SetPause(s.ctx, refunds, docstore.Pause{By: "zhao", At: time.Now()}))
	s.until("the backfill stands", func() bool { // a moment ago it was perhaps not listed yet
		s.ok(s.orders.Pause(s.ctx, refunds, "zhao"))
		p := s.progress(run.GetID())
		return p.Paused && p.OnTheWay == 0
	})
	stood := len(s.world.Kingdee.Bills(form))
	s.ok(s.start(customers).Get(s.ctx, nil)) // time in which it would go on
	if now := len(s.world.Kingdee.Bills(form)); now != stood {
		t.Errorf("%d bills were made while it was paused", now-stood)
	}
	s.ok(s.orders.Cancel(s.ctx, s.newest()))
	s.until("it is cancelled", func() bool { return s.newest().Status == "Canceled" })
	s.ok(s.store.ClearPause(s.ctx, refunds))
	s.backfills()
	calls := s.writingCalls()
	s.backfills()
	if made := s.writingCalls() - calls; made > 0 {
		t.Errorf("%d calls were made for what had been carried", made)
	}
}

// backfills has the month brought; what was carried before is left alone.
func (s *stage) backfills() {
	s.t.Helper()
	run, err := s.orders.Backfill(s.ctx, lastMonth())
	s.ok(err)
	s.ok(run.Get(s.ctx, nil))
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
	s.onceEach()
}

// writingCalls is how many calls Kingdee has got that change something.
func (s *stage) writingCalls() int {
	count, all := s.world.Kingdee.Calls().Count, 0
	for _, method := range []string{"BatchSave", "Save", "Submit", "Audit", "UnAudit", "Delete"} {
		all += count[method]
	}
	return all
}

// newest is the backfill that was begun last.
func (s *stage) newest() orders.Backfilling {
	s.t.Helper()
	var all []orders.Backfilling
	s.until("the backfill is listed", func() bool {
		var err error
		all, err = s.orders.Backfills(s.ctx, refunds)
		s.ok(err)
		return len(all) > 0
	})
	return all[0]
}

// The starter says what a backfill would read, begins it, tells how it stands
// and that there is nothing to cancel any more.
func TestStarterBackfills(t *testing.T) {
	t.Parallel()
	s := setup(t, 20, "")
	s.worker()
	line := "backfill " + refunds + " --from " + time.Now().Add(-(31*24+12)*time.Hour).Format(time.RFC3339) // 32 days at any hour
	says(t, s.done(line+" --dry-run").stdout, refunds+": ", " to ", "in pieces of 1d at most", "Nothing was begun", "backfill:"+refunds+":")
	says(t, s.done("backfill status").stdout, "There is no such backfill.")
	says(t, s.done(line).stdout, "It is under way: backfill:"+refunds+":", "/namespaces/default/workflows/")
	s.until("it is done", func() bool { return s.newest().Status == "Completed" })
	s.until("how far it came is told", func() bool { return strings.Contains(s.done("backfill status "+refunds).stdout, "32/32") })
	says(t, s.done("backfill status "+refunds).stdout, "backfill:"+refunds, "done")
	s.until("and in Chinese", func() bool { return strings.Contains(s.done("backfill status --lang zh").stdout, "32/32") })
	says(t, s.done("backfill status --lang zh").stdout, "backfill:"+refunds, "已完成")
	says(t, s.done("backfill cancel "+refunds).stdout, "There is no such backfill.")
	s.done("backfill " + customers + " --from 3d") // without an account only the worker knows
	s.until("the worker has said why not", func() bool {
		return strings.Contains(s.done("backfill status "+customers).stdout, "not read by stretches of time")
	})
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
}
