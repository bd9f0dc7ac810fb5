package e2e

import (
	"strings"
	"sync"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// Several people retry the same documents at once, by name and all of them, while
// their workflows are running: each becomes one bill.
func TestRetriesAtOnceMakeOneBill(t *testing.T) {
	t.Parallel()
	s := setup(t, 24, "")
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "BatchSave", Message: "today only: no"})
	s.worker()
	s.carryAll()
	refused := s.refusedToday()
	if len(refused) == 0 {
		t.Fatal("nothing was refused")
	}
	s.world.Kingdee.ClearFaults()
	var people sync.WaitGroup
	for range 3 {
		people.Go(func() { s.starter("retry " + refunds + " --all --yes --state failed,waiting") })
		people.Go(func() { s.starter("retry " + refunds + " --revision started " + strings.Join(refused, " ")) })
	}
	people.Wait()
	s.until("all that were refused are audited", func() bool {
		states := s.states()
		for _, key := range refused {
			if states[key].State != docstore.Audited {
				return false
			}
		}
		return true
	})
	s.checkBills(false)
	s.onceEach()
	events, err := s.store.Events(s.ctx, docstore.Ref{Scheme: refunds, Key: refused[0]})
	s.ok(err)
	if last := events[len(events)-1]; last.By != "zhao" || !strings.HasPrefix(last.Reason, "retry with the ") {
		t.Errorf("the diary ends with %+v", last)
	}
}

// refusedToday are the documents that the fault has refused.
func (s *stage) refusedToday() []string {
	s.t.Helper()
	var keys []string
	for key, d := range s.states() {
		if d.State == docstore.Failed && strings.Contains(d.Reason, "today only") {
			keys = append(keys, key)
		}
	}
	return keys
}

// What nobody can ask the target about, a person looks up: what is there goes on
// from there, what is not is saved, and neither is there twice.
func TestAPersonResolvesWhatIsUnknown(t *testing.T) {
	t.Parallel()
	s := setup(t, 24, "")
	s.worker()
	s.ok(s.start(orderData).Get(s.ctx, nil))
	s.ok(s.start(customers).Get(s.ctx, nil))
	for _, kind := range []kingdeetest.FaultKind{kingdeetest.Cut, kingdeetest.Drop} {
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kind, Method: "BatchSave", Every: 2})
	}
	for _, method := range []string{"ExecuteBillQuery", "View"} { // so it cannot be asked
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Unavailable, Method: method})
	}
	s.start(refunds)
	s.until("nobody knows what became of them", func() bool { return len(s.in(docstore.Unknown)) >= 2 && s.onlyUnknownLeft() })
	s.world.Kingdee.ClearFaults()
	for _, d := range s.in(docstore.Unknown) {
		line := "resolve " + refunds + " " + d.Key + " --reason seen --not-there"
		if b, there := s.world.Kingdee.Bill(form, d.Target); there {
			line = "resolve " + refunds + " " + d.Key + " --reason seen --arrived " + d.Target + " --id " + b.ID
		}
		if o := s.starter(line); o.code != 0 && !strings.Contains(o.stderr, "nothing to be resolved") { // it may just have been asked after all
			t.Errorf("%s: exit %d\n%s%s", line, o.code, o.stdout, o.stderr)
		}
	}
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
	s.onceEach()
}

func (s *stage) in(state docstore.State) []docstore.Document {
	s.t.Helper()
	docs, err := s.store.List(s.ctx, docstore.Filter{Scheme: refunds, States: []docstore.State{state}, Limit: 500})
	s.ok(err)
	return docs
}

// onlyUnknownLeft: nothing else is on its way.
func (s *stage) onlyUnknownLeft() bool {
	return s.fetched(refunds) && s.inFlight() == len(s.in(docstore.Unknown))
}
