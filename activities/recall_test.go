package activities_test

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/docstore/docstoretest/postgrestest"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
)

// changing is a stage with the refund scheme as it is after an edit, and one
// refund that changes at its source.
type changing struct {
	*stage
	ref activities.Ref
	row map[string]any
}

// onEachStore runs a test with each database.
func onEachStore(t *testing.T, edit func(yaml string) string, test func(c *changing)) {
	t.Helper()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite":     func(testing.TB) string { return "sqlite::memory:" },
		"postgresql": func(t testing.TB) string { return postgrestest.URL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(openChanging(t, url(t), edit))
		})
	}
}

func openChanging(t *testing.T, storeURL string, edit func(yaml string) string) *changing {
	t.Helper()
	c := &changing{stage: &stage{T: t, environ: map[string]string{}, orders: &orders{}}}
	c.openWorld(30)
	c.library = c.editedRefunds(edit)
	var err error
	c.store, err = sqlstore.Open(t.Context(), storeURL)
	c.ok(err)
	t.Cleanup(func() { c.ok(c.store.Close()) })
	for scheme, fields := range c.library.IndexedFields() {
		c.ok(c.store.Declare(t.Context(), scheme, fields))
	}
	c.acts = c.activities(c.environ)
	c.baseData()
	c.ref = c.fetched(simulators.Plain)
	c.row = c.rowOf(c.ref)
	c.changes("first")
	return c
}

func updating(yaml string) string {
	return strings.Replace(yaml, "  steps: [save, submit, audit]\n", "  steps: [save, submit, audit]\n  onChange: update\n", 1)
}

// editedRefunds are the built-in schemes, one of them edited.
func (s *stage) editedRefunds(edit func(yaml string) string) *schemes.Library {
	s.Helper()
	dir := s.TempDir()
	for _, name := range []string{refunds, customers, orderData} {
		text, err := os.ReadFile(filepath.Join("..", "schemes", name+".yaml"))
		s.ok(err)
		if name == refunds {
			text = []byte(edit(string(text)))
		}
		s.ok(os.WriteFile(filepath.Join(dir, name+".yaml"), text, 0o600))
	}
	library, err := schemes.LoadDir(dir)
	s.ok(err)
	return library
}

func (s *stage) rowOf(ref activities.Ref) map[string]any {
	s.Helper()
	id, _, _ := strings.Cut(ref.Key, "-")
	for _, row := range s.world.Jushuitan.Refunds() {
		text, err := json.Marshal(row["as_id"])
		s.ok(err)
		if strings.Trim(string(text), `"`) == id {
			return row
		}
	}
	s.Fatalf("there is no refund %s", id)
	return nil
}

// changes the remark of the refund at its source.
func (c *changing) changes(remark string) {
	c.Helper()
	row := maps.Clone(c.row)
	row["remark"] = remark
	c.rows(refunds, row)
}

// goes takes the steps of a document one after another, as its workflow does.
func (c *changing) goes(steps ...docstore.State) {
	c.Helper()
	for _, want := range steps {
		doc := c.doc(c.ref)
		take := map[docstore.State]step{
			docstore.Fetched: c.acts.Map, docstore.Mapped: c.saveOrRecall(), docstore.Recalled: c.saveOrDelete(), docstore.Saving: c.acts.Save,
			docstore.Unknown: c.acts.Resolve, docstore.Saved: c.acts.Submit, docstore.Submitted: c.acts.Audit,
			docstore.Cancelled: c.acts.Undo, docstore.Deleting: c.acts.Delete,
			docstore.Audited: c.acts.Map, docstore.Failed: c.acts.Map, docstore.Compensated: c.acts.Map,
		}[doc.State]
		c.stands(c.ref, want, take)
	}
}

// saveOrRecall is what a mapped document's workflow does: it is told by Save.
func (c *changing) saveOrRecall() step {
	c.Helper()
	if doc := c.doc(c.ref); doc.State != docstore.Mapped || doc.TargetID == "" {
		return c.acts.Save
	}
	st, err := c.do(c.ref, c.acts.Save)
	c.ok(err)
	if st.Recall {
		return c.acts.Recall
	}
	return func(context.Context, activities.Ref) (activities.Standing, error) { return st, nil }
}

// saveOrDelete is what a recalled document's workflow does: it is told by Save.
func (c *changing) saveOrDelete() step {
	c.Helper()
	if doc := c.doc(c.ref); doc.State != docstore.Recalled || !strings.Contains(c.onChange(), "recreate") {
		return c.acts.Save
	}
	st, err := c.do(c.ref, c.acts.Save)
	c.ok(err)
	if st.Delete {
		return c.acts.Delete
	}
	return func(context.Context, activities.Ref) (activities.Standing, error) { return st, nil }
}

func (c *changing) onChange() string {
	s, err := c.library.Get(refunds)
	c.ok(err)
	return string(s.Target.OnChange)
}

func (c *changing) audited() {
	c.Helper()
	c.goes(docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Audited)
}

// has compares the only bill of the refund with what it should be.
func (c *changing) has(status, remark string) kingdeetest.Bill {
	c.Helper()
	b := c.bill(c.ref)
	if doc := c.doc(c.ref); b.Status != status || b.Model["FHeadNote"] != remark || doc.TargetID != "" && doc.TargetID != b.ID {
		c.Errorf("the bill %s is %s with %q, want %s with %q; the store has id %s", b.ID, b.Status, b.Model["FHeadNote"], status, remark, doc.TargetID)
	}
	if n := len(c.world.Kingdee.Bills(form)); n != 1 {
		c.Errorf("there are %d bills", n)
	}
	return b
}

func (c *changing) refuses(method, words string) {
	c.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: method, Number: c.ref.Key, Times: 1, Message: words})
}

// A bill whose submission or audit was refused ends as the source has it by then,
// whether it changed or a person has it tried again.
func TestARefusedBillEndsWithTheNewestContent(t *testing.T) {
	t.Parallel()
	for method, way := range map[string][]docstore.State{
		"Submit": {docstore.Mapped, docstore.Saved, docstore.Failed},
		"Audit":  {docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Failed},
	} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			onEachStore(t, asWritten, func(c *changing) {
				c.refuses(method, "库存不足")
				c.goes(way...)
				old := c.bill(c.ref)
				c.changes("second")
				c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
				if b := c.has("C", "second"); b.ID != old.ID || b.Saves != 2 {
					c.Errorf("bill %s was %s before and saved %d times", b.ID, old.ID, b.Saves)
				}
			})
		})
	}
}

// A refused bill that a person has approved is no longer changed, unless the
// scheme carries changes.
func TestABillThatAPersonApprovedIsKept(t *testing.T) {
	t.Parallel()
	onEachStore(t, asWritten, func(c *changing) {
		c.refuses("Audit", "库存不足")
		c.goes(docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Failed)
		c.byHand(c.ref, clerk.Audit)
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Failed)
		c.has("C", "first")
		if reason := c.doc(c.ref).Reason; !strings.Contains(reason, c.ref.Key+" is approved at the target") {
			c.Errorf("the reason is %q", reason)
		}
		c.byHand(c.ref, clerk.UnAudit)
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "second")
	})
}

// What the target has as it is now is not saved again: it goes on from there.
func TestARefusedBillThatDidNotChangeGoesOn(t *testing.T) {
	t.Parallel()
	onEachStore(t, asWritten, func(c *changing) {
		c.refuses("Audit", "库存不足")
		c.goes(docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Failed)
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Mapped, docstore.Unknown, docstore.Submitted, docstore.Audited)
		if b := c.bill(c.ref); b.Saves != 1 || b.Submits != 1 {
			c.Errorf("saved %d and submitted %d times", b.Saves, b.Submits)
		}
	})
}

// An audited bill is taken back, changed, and audited again.
func TestAnAuditedBillIsUpdated(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		old := c.bill(c.ref)
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		if b := c.has("C", "second"); b.ID != old.ID || b.Saves != 2 || b.Audits != 2 {
			c.Errorf("bill %s was %s before, saved %d and audited %d times", b.ID, old.ID, b.Saves, b.Audits)
		}
		c.changes("third")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "third")
	})
}

// An answer that is lost after the work was done, or before, at each step: the
// bill ends as it should, once.
func TestAnUpdateSurvivesLostAnswers(t *testing.T) {
	t.Parallel()
	for _, kind := range []kingdeetest.FaultKind{kingdeetest.Cut, kingdeetest.Drop, kingdeetest.Truncated} {
		for _, method := range []string{"UnAudit", "BatchSave", "Submit", "Audit"} {
			t.Run(string(kind)+" "+method, func(t *testing.T) {
				t.Parallel()
				c := openChanging(t, "sqlite::memory:", updating)
				c.audited()
				c.changes("second")
				c.world.Kingdee.Fault(kingdeetest.Fault{Kind: kind, Method: method, Times: 1})
				c.endsAudited()
				c.has("C", "second")
			})
		}
	}
}

// endsAudited takes steps as a workflow does, and tries again what Temporal would.
func (c *changing) endsAudited() {
	c.Helper()
	c.stands(c.ref, docstore.Mapped, c.acts.Map)
	for range 20 {
		doc := c.doc(c.ref)
		if doc.State == docstore.Audited {
			return
		}
		take := map[docstore.State]step{
			docstore.Mapped: c.saveOrRecall(), docstore.Recalled: c.saveOrDelete(), docstore.Saving: c.acts.Save,
			docstore.Unknown: c.acts.Resolve, docstore.Saved: c.acts.Submit, docstore.Submitted: c.acts.Audit,
		}[doc.State]
		if _, err := c.do(c.ref, take); err != nil && c.retried(err).NonRetryable() {
			c.Fatal(err)
		}
	}
	c.Fatalf("it is %+v", c.doc(c.ref))
}

// A call whose answer was lost is not made again, with what may be newer content
// by then, before it must have ended.
func TestALostChangeIsGivenTime(t *testing.T) {
	t.Parallel()
	for method, way := range map[string][]docstore.State{
		"UnAudit":   {docstore.Mapped},
		"BatchSave": {docstore.Mapped, docstore.Recalled},
	} {
		c := openChanging(t, "sqlite::memory:", updating)
		c.audited()
		c.changes("second")
		c.goes(way...)
		c.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: method, Times: 1})
		take := c.acts.Recall
		if method == "BatchSave" {
			take = c.acts.Save
		}
		_, err := c.do(c.ref, take)
		if app := c.retried(err); app.NonRetryable() || app.NextRetryDelay() < 10*time.Second {
			t.Errorf("%s: again after %v, never again %v", method, app.NextRetryDelay(), app.NonRetryable())
		}
	}
}

// A document that has another number by now gives its bill that number.
func TestABillIsRenumbered(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		c.library = c.editedRefunds(func(yaml string) string {
			return strings.Replace(updating(yaml), `"{{bfn_num}}"`, `"{{bfn_num}}-B"`, 1)
		})
		c.acts = c.activities(c.environ)
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved)
		bills := c.world.Kingdee.Bills(form)
		if doc := c.doc(c.ref); len(bills) != 1 || bills[0].Number != c.ref.Key+"-B" || doc.Target != bills[0].Number || doc.TargetID != bills[0].ID {
			c.Errorf("the bills are %+v, the store has %s %s", bills, doc.TargetID, doc.Target)
		}
	})
}

// A worker that stops at any step leaves it to the next one.
func TestAnUpdateIsTakenUpWhereItStopped(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled)
		c.ok(c.store.Mark(c.Context(), docstore.Progress{Ref: c.ref.Document(), State: docstore.Saving, Called: true}))
		c.acts = c.activities(c.environ)
		c.givesTime(c.acts.Save)
		c.goes(docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "second")
	})
}

// What may not be taken back stays as it is, approved, and a person is told in
// the vendor's words; tried again, it goes through once it may.
func TestARefusedRecallLeavesTheBill(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		c.changes("second")
		c.refuses("UnAudit", "单据已关账，不允许反审核！")
		c.goes(docstore.Mapped, docstore.Failed)
		c.has("C", "first")
		if reason := c.doc(c.ref).Reason; !strings.Contains(reason, c.ref.Key+" as it was") || !strings.Contains(reason, "单据已关账，不允许反审核！") {
			c.Errorf("the reason is %q", reason)
		}
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "second")
	})
}

// A change that is refused says that the bill is not approved any more; the next
// change is carried all the same.
func TestARefusedChangeSaysWhereTheBillIs(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		c.changes("second")
		c.refuses("BatchSave", "数据有误")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Failed)
		c.has("D", "first")
		if reason := c.doc(c.ref).Reason; !strings.Contains(reason, "not approved") || !strings.Contains(reason, "数据有误") {
			c.Errorf("the reason is %q", reason)
		}
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", "")) // as it is: the target does not have it yet
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved)
		c.has("A", "second")
	})
}

// Somebody has deleted the bill: a person is asked, as after a lost answer, and the
// document is saved as a new one when it is tried again.
func TestABillThatIsGoneIsSavedAnew(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		c.byHand(c.ref, clerk.UnAudit, clerk.Delete)
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Failed)
		c.noBill(c.ref)
		if doc := c.doc(c.ref); !strings.Contains(doc.Reason, "no longer at the target: see who deleted it") || doc.TargetID != "" {
			c.Errorf("the reason is %q, the id %q", doc.Reason, doc.TargetID)
		}
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "second")
	})
}

// A change to what the scheme does not send leaves the bill alone.
func TestAChangeThatSendsNothingElseLeavesTheBill(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		c.row["nobody_reads_this"] = "x"
		c.changes("first")
		c.goes(docstore.Mapped, docstore.Unknown, docstore.Audited)
		if b := c.bill(c.ref); b.Saves != 1 || b.Audits != 1 {
			c.Errorf("saved %d and audited %d times", b.Saves, b.Audits)
		}
	})
}

// Content that comes while the bill is open is carried after it, newest last.
func TestWhatComesWhileABillIsChangedIsCarriedAfterIt(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled)
		c.changes("third")
		c.changes("fourth")
		c.goes(docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "second")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "fourth")
	})
}
