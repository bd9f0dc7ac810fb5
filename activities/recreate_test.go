package activities_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func recreating() func(yaml string) string { return withTarget("onChange: recreate") }

// A change makes a new bill: the old one is un-audited and deleted.
func TestAChangedBillIsMadeAnew(t *testing.T) {
	t.Parallel()
	onEachStore(t, recreating(), func(c *changing) {
		c.audited()
		old := c.bill(c.ref)
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Audited)
		if b := c.has("C", "second"); b.ID == old.ID || b.Saves != 1 {
			c.Errorf("bill %s was %s before, saved %d times", b.ID, old.ID, b.Saves)
		}
		events, err := c.store.Events(c.Context(), c.ref.Document())
		c.ok(err)
		if last := events[len(events)-1]; last.Reason != "its bill with id "+old.ID+" was deleted at the target: it is saved as a new one" {
			c.Errorf("the diary says %+v", last)
		}
	})
}

// An answer that is lost at each step: there is one bill in the end, the new one.
func TestARecreationSurvivesLostAnswers(t *testing.T) {
	t.Parallel()
	for _, kind := range []kingdeetest.FaultKind{kingdeetest.Cut, kingdeetest.Drop, kingdeetest.Truncated} {
		for _, method := range []string{"UnAudit", "Delete", "BatchSave", "Submit", "Audit"} {
			if kind == kingdeetest.Drop && method == "BatchSave" {
				continue // that a new bill is not there proves nothing for a while
			}
			t.Run(string(kind)+" "+method, func(t *testing.T) {
				t.Parallel()
				c := openChanging(t, "sqlite::memory:", recreating())
				c.audited()
				c.changes("second")
				c.world.Kingdee.Fault(kingdeetest.Fault{Kind: kind, Method: method, Times: 1})
				c.endsAudited()
				c.has("C", "second")
			})
		}
	}
}

// A bill that 金蝶 does not delete stays as a draft, and the document says so.
func TestABillThatMayNotBeMadeAnewStays(t *testing.T) {
	t.Parallel()
	onEachStore(t, recreating(), func(c *changing) {
		c.audited()
		c.changes("second")
		c.refuses("Delete", "已有下游单据")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Failed)
		c.has("D", "first")
		c.because("not approved", "已有下游单据")
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Mapped, docstore.Saved)
		c.has("A", "second")
	})
}

// A bill that somebody has deleted is made anew by the next change.
func TestABillThatIsGoneIsMadeAnew(t *testing.T) {
	t.Parallel()
	onEachStore(t, recreating(), func(c *changing) {
		c.audited()
		c.byHand(c.ref, clerk.UnAudit, clerk.Delete)
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "second")
	})
}

// Content that comes while the bill is made anew is carried with it.
func TestWhatComesWhileABillIsMadeAnew(t *testing.T) {
	t.Parallel()
	onEachStore(t, recreating(), func(c *changing) {
		c.audited()
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled)
		c.changes("third")
		if _, err := c.do(c.ref, c.acts.Delete); err != nil {
			c.Fatal(err)
		}
		c.audited()
		c.has("C", "third")
	})
}
