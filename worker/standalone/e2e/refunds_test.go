package e2e

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func TestRefundsBecomeAuditedBills(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, 60, url(t))
			s.worker()
			s.carryAll()
			s.checkBills(false)
		})
	}
}

func postgres(t testing.TB) string { return postgrestest.URL(t) }

// carryAll runs the schemes until nothing is in flight.
func (s *stage) carryAll() {
	s.t.Helper()
	run := s.start(refunds) // it asks for its base data itself
	s.ok(run.Get(s.ctx, nil))
	s.until("everything carried", func() bool { return s.fetched(refunds) && s.inFlight() == 0 })
}

func TestARepeatedRunDoesNothingTwice(t *testing.T) {
	t.Parallel()
	s := setup(t, 40, "")
	s.worker()
	s.carryAll()
	s.carryAll()
	s.checkBills(false)
	for _, b := range s.world.Kingdee.Bills(form) {
		if b.Saves != 1 || b.Submits != 1 || b.Audits != 1 {
			t.Errorf("bill %s was saved %d, submitted %d, audited %d times", b.Number, b.Saves, b.Submits, b.Audits)
		}
	}
}

// An answer that is lost after the work was done is the fault that makes
// scripts send everything twice.
func TestLostAnswersAreLookedFor(t *testing.T) {
	t.Parallel()
	s := setup(t, 40, "")
	for _, method := range []string{"BatchSave", "Submit", "Audit"} {
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: method, Every: 4})
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Truncated, Method: method, Every: 5})
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.ServerError, Method: method, Every: 7, AfterCommit: true})
	}
	s.worker()
	s.carryAll()
	s.checkBills(false)
	for _, b := range s.world.Kingdee.Bills(form) {
		if b.Saves != 1 || b.Audits != 1 {
			t.Errorf("bill %s was saved %d and audited %d times", b.Number, b.Saves, b.Audits)
		}
	}
}

func TestATargetThatIsAwayOrBusyIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := setup(t, 30, "")
	for _, kind := range []kingdeetest.FaultKind{
		kingdeetest.Drop, kingdeetest.BadGateway, kingdeetest.NetControl, kingdeetest.LoseSession,
		kingdeetest.ResponseError, kingdeetest.CallLimit,
	} {
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kind, Every: 9, Times: 4})
	}
	s.worker()
	s.carryAll()
	s.checkBills(false)
}

func TestALateOrderLetsItsRefundsGoOn(t *testing.T) {
	t.Parallel()
	s := setup(t, 40, "")
	s.worker()
	s.carryAll()
	s.checkBills(false)
	s.ok(s.world.ReleaseLate())
	s.ok(s.start(orderData).Get(s.ctx, nil)) // wakes who waits for its rows
	s.until("the late orders' refunds audited", func() bool {
		counts, _, err := s.store.Counts(s.ctx, refunds)
		s.ok(err)
		return counts[docstore.Audited] == audited(s)
	})
	s.checkBills(true)
}

func audited(s *stage) int {
	n := 0
	for _, e := range expectations(s.world, true) {
		if e.state == docstore.Audited {
			n++
		}
	}
	return n
}

func TestAnotherWorkerTakesOver(t *testing.T) {
	t.Parallel()
	s := setup(t, 60, "")
	stop := s.worker()
	run := s.start(refunds)
	s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 5 })
	stop()
	s.worker()
	s.ok(run.Get(s.ctx, nil))
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
}

func TestAWrongPasswordIsASentenceAndLosesNothing(t *testing.T) {
	t.Parallel()
	s := setup(t, 20, "")
	right := s.environ["JUSHUITAN_MAIN_APP_SECRET"]
	s.environ["JUSHUITAN_MAIN_APP_SECRET"] = "wrong-secret"
	stop := s.worker()
	err := s.start(orderData).Get(s.ctx, nil)
	if err == nil || !strings.Contains(err.Error(), "jushuitan MAIN orders.single.query unauthorized") {
		t.Fatalf("the run ended with %v", err)
	}
	if strings.Contains(err.Error(), "wrong-secret") {
		t.Errorf("the error shows the secret: %v", err)
	}
	stop()
	s.environ["JUSHUITAN_MAIN_APP_SECRET"] = right
	s.worker()
	s.carryAll()
	s.checkBills(false)
}

func TestPauseAndResume(t *testing.T) {
	t.Parallel()
	s := setup(t, 60, "")
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

// stands: every run of the scheme is paused, with no document on its way.
func (s *stage) stands() bool {
	s.t.Helper()
	for _, id := range s.running(refunds) {
		if p := s.progress(id); !p.Paused || p.OnTheWay > 0 {
			return false
		}
	}
	return true
}
