package e2e

import (
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// turnedJSON is what pause and resume say to scripts.
type turnedJSON struct {
	Schemes []struct {
		Scheme, Action, By, Reason, Account string
		At                                  time.Time
		Ordered                             bool
		UnderWay                            []docstore.UnderWay `json:"under_way"`
	}
}

// Whoever has paused an account sees no call at it any more, while documents were
// on their way, runs reading, and workers coming and going; and nothing is lost or
// done twice when it goes on.
func TestAPausedAccountIsNotCalled(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgrestest.URL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t, 60, url(t))
			s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Delay: 100 * time.Millisecond})
			stop := s.worker()
			s.worker()
			s.start(refunds)
			s.until("the first bills", func() bool { return len(s.world.Kingdee.Bills(form)) >= 5 })
			s.pauseAccount()
			called := s.kingdeeCalls()
			stop()
			s.worker()
			s.ok(s.start(orderData).Get(s.ctx, nil)) // of another account: it goes on meanwhile
			s.ok(s.orders.StartSync(s.ctx, customers, time.Time{}))
			s.until("a run of the customers stands", func() bool { return s.standsStill(customers) })
			if now := s.kingdeeCalls(); now != called {
				t.Errorf("%d calls were made after the pause was acknowledged", now-called)
			}
			s.resumeAccount()
			s.until("everything carried", func() bool { return s.fetched(refunds) && s.fetched(customers) && s.inFlight() == 0 })
			s.checkBills(false)
			s.onceEach()
		})
	}
}

func (s *stage) pauseAccount() {
	s.t.Helper()
	var paused turnedJSON
	s.done("pause " + purchaseReturns)
	s.json("pause --account kingdee/MAIN --reason closing", &paused)
	names := map[string]string{}
	for _, p := range paused.Schemes {
		names[p.Scheme] = p.Action
		if len(p.UnderWay) > 0 || !p.Ordered {
			s.t.Errorf("%s: %+v", p.Scheme, p)
		}
	}
	if names[refunds] != "paused" || names[customers] != "paused" || names[purchaseReturns] != "already_paused" || names[orderData] != "" {
		s.t.Errorf("paused are %v", names)
	}
}

// resumeAccount: what was paused by its name before stays so.
func (s *stage) resumeAccount() {
	s.t.Helper()
	says(s.t, s.done("resume --account kingdee/MAIN").stdout,
		refunds+": goes on", customers+": goes on", purchaseReturns+": stays paused, by zhao")
}

// kingdeeCalls is how many calls Kingdee has got.
func (s *stage) kingdeeCalls() int {
	all := 0
	for _, n := range s.world.Kingdee.Calls().Count {
		all += n
	}
	return all
}

func (s *stage) standsStill(scheme string) bool {
	s.t.Helper()
	for _, id := range s.running(scheme) {
		if s.progress(id).Paused {
			return true
		}
	}
	return false
}

func (s *stage) onceEach() {
	s.t.Helper()
	for _, b := range s.world.Kingdee.Bills(form) {
		if b.Saves != 1 || b.Submits != 1 || b.Audits != 1 {
			s.t.Errorf("bill %s was saved %d, submitted %d, audited %d times", b.Number, b.Saves, b.Submits, b.Audits)
		}
	}
}

// A call that does not end is named, and the order given again waits on.
func TestPauseSaysWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	s := setup(t, 20, "")
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Method: "BatchSave", Delay: 40 * time.Second})
	s.worker()
	run := s.start(refunds)
	s.until("a save is under way", func() bool { return len(s.underWay()) > 0 && s.world.Kingdee.Calls().Count["BatchSave"] > 0 })
	hasty := s.starter("pause --wait 1ms " + refunds)
	if says(t, hasty.stdout, refunds+": paused", "a call for document "); hasty.code != 1 {
		t.Errorf("exit %d: %s", hasty.code, hasty.stdout)
	}
	says(t, hasty.stderr, "have not ended")
	says(t, s.done("pause "+refunds).stdout, refunds+": was paused already, by zhao")
	if left := s.underWay(); len(left) > 0 {
		t.Errorf("acknowledged with %v under way", left)
	}
	s.world.Kingdee.ClearFaults()
	s.done("resume " + refunds)
	s.ok(run.Get(s.ctx, nil))
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
	s.onceEach()
}

func (s *stage) underWay() []docstore.UnderWay {
	s.t.Helper()
	calls, err := s.store.UnderWay(s.ctx, refunds)
	s.ok(err)
	return calls
}
