package activities_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// withTarget writes more lines into the target of the refunds.
func withTarget(lines ...string) func(yaml string) string {
	const steps = "  steps: [save, submit, audit]\n"
	return func(yaml string) string {
		return strings.Replace(yaml, steps, steps+"  "+strings.Join(lines, "\n  ")+"\n", 1)
	}
}

func undoing() func(yaml string) string { return withTarget("onCancel: undo") }

// cancels cancels the refund at its source.
func (c *changing) cancels() {
	c.Helper()
	row := maps.Clone(c.row)
	row["status"] = "Cancelled"
	c.rows(refunds, row)
}

// because compares the reason with what it must say.
func (c *changing) because(parts ...string) {
	c.Helper()
	reason := c.doc(c.ref).Reason
	for _, part := range parts {
		if !strings.Contains(reason, part) {
			c.Errorf("the reason is %q, without %q", reason, part)
		}
	}
}

const closed = "the refund is cancelled or merged into another"

// What is cancelled after its bill was approved is raised to a person, with the
// bill's number; it goes back to where it was when the source has it again.
func TestACancelledDocumentIsRaised(t *testing.T) {
	t.Parallel()
	onEachStore(t, asWritten, func(c *changing) {
		c.audited()
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Failed)
		c.because("the source cancelled it, and the target has it as "+c.ref.Key+", approved: undo it there, then retry or skip this one", closed)
		c.has("C", "first")
		c.changes("first")
		c.goes(docstore.Audited)
		if doc := c.doc(c.ref); doc.Reason != "" || doc.Newer != nil {
			c.Errorf("it is %s (%s)", doc.State, doc.Reason)
		}
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Failed)
		c.byHand(c.ref, clerk.UnAudit, clerk.Delete)
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", "deleted there"))
		c.stands(c.ref, docstore.Compensated, c.acts.Undo)
		c.because(c.ref.Key+" is no longer at the target", closed)
		c.changes("second")
		c.goes(docstore.Failed)
		c.because("the source has it again", "retry saves it as a new one")
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.audited()
		c.has("C", "second")
	})
}

// Retried while its bill is there, it is raised once more; skipped, it is done with.
func TestARaisedDocumentIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	onEachStore(t, asWritten, func(c *changing) {
		c.audited()
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Failed)
		c.byHand(c.ref, clerk.UnAudit)
		c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
		c.goes(docstore.Failed)
		c.because(c.ref.Key+", a draft: undo it there", closed)
		c.ok(c.store.Skip(c.Context(), c.ref.Document(), "operator", "booked by hand"))
		c.cancels()
		if doc := c.doc(c.ref); doc.State != docstore.Skipped || doc.Reason != "booked by hand" {
			c.Errorf("it is %s (%s)", doc.State, doc.Reason)
		}
	})
}

// What is cancelled is un-audited and deleted, where the scheme says so, and saved
// as a new bill if the source has it again.
func TestACancelledDocumentIsUndone(t *testing.T) {
	t.Parallel()
	onEachStore(t, withTarget("onCancel: undo", "onChange: update"), func(c *changing) {
		c.audited()
		old := c.bill(c.ref)
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Deleting)
		c.has("D", "first")
		c.goes(docstore.Compensated)
		c.noBill(c.ref)
		c.because("its bill "+c.ref.Key+" was deleted at the target", closed)
		events, err := c.store.Events(c.Context(), c.ref.Document())
		c.ok(err)
		told := map[docstore.State]bool{}
		for _, e := range events {
			told[e.State] = true
		}
		if !told[docstore.Cancelled] || !told[docstore.Deleting] || !told[docstore.Compensated] {
			c.Errorf("the diary says %+v", events)
		}
		c.changes("first")
		c.goes(docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Audited)
		if b := c.has("C", "first"); b.ID == old.ID {
			c.Errorf("the bill is the old one")
		}
	})
}

// An answer that is lost at either call, before or after it is done: the bill is
// deleted in the end, once.
func TestAnUndoSurvivesLostAnswers(t *testing.T) {
	t.Parallel()
	for _, kind := range []kingdeetest.FaultKind{kingdeetest.Cut, kingdeetest.Drop, kingdeetest.Truncated, kingdeetest.CallLimit} {
		for method, state := range map[string]docstore.State{"UnAudit": docstore.Cancelled, "Delete": docstore.Deleting} {
			t.Run(string(kind)+" "+method, func(t *testing.T) {
				t.Parallel()
				c := openChanging(t, "sqlite::memory:", undoing())
				c.audited()
				c.cancels()
				c.world.Kingdee.Fault(kingdeetest.Fault{Kind: kind, Method: method, Times: 1})
				c.stands(c.ref, docstore.Cancelled, c.acts.Map)
				for tries := 0; c.doc(c.ref).State != docstore.Compensated && tries < 5; tries++ {
					take := map[docstore.State]step{docstore.Cancelled: c.acts.Undo, docstore.Deleting: c.acts.Delete}[c.doc(c.ref).State]
					if _, err := c.do(c.ref, take); err != nil && (c.retried(err).NonRetryable() || c.doc(c.ref).State != state) {
						t.Fatalf("%s: %v", c.doc(c.ref).State, err)
					}
				}
				c.noBill(c.ref)
				c.because(closed)
			})
		}
	}
}

// A server that has no such address does not say that the bill is gone.
func TestAnAddressThatIsGoneIsNoBillThatIsGone(t *testing.T) {
	t.Parallel()
	for change, way := range map[string][]docstore.State{
		"keep":     {docstore.Cancelled, docstore.Deleting},
		"recreate": {docstore.Mapped, docstore.Recalled},
	} {
		t.Run(change, func(t *testing.T) {
			t.Parallel()
			onEachStore(t, withTarget("onCancel: undo", "onChange: "+change), func(c *changing) {
				c.audited()
				if c.cancels(); change == "recreate" {
					c.changes("second")
				}
				c.goes(way...)
				c.wiredKingdee().spoil("Delete", func(w http.ResponseWriter, _ *http.Request, _ http.Handler) { w.WriteHeader(http.StatusNotFound) })
				if _, err := c.do(c.ref, c.acts.Delete); c.retried(err).NonRetryable() {
					c.Errorf("it is not tried again: %v", err)
				}
				c.has("D", "first")
				if doc := c.doc(c.ref); doc.State != way[1] || doc.TargetID == "" {
					c.Errorf("it is %s with bill %q (%s)", doc.State, doc.TargetID, doc.Reason)
				}
			})
		})
	}
}

// What the target does not let go stays as it is, and a person is told in its
// words; tried again, it goes on from there.
func TestARefusedUndoIsRaised(t *testing.T) {
	t.Parallel()
	for method, way := range map[string]struct {
		steps  []docstore.State
		status string
	}{
		"UnAudit": {[]docstore.State{docstore.Cancelled, docstore.Failed}, "C"},
		"Delete":  {[]docstore.State{docstore.Cancelled, docstore.Deleting, docstore.Failed}, "D"},
	} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			onEachStore(t, undoing(), func(c *changing) {
				c.audited()
				c.cancels()
				c.refuses(method, "已有下游单据，不允许反审核！")
				c.goes(way.steps...)
				c.has(way.status, "first")
				c.because("已有下游单据，不允许反审核！", c.ref.Key, closed)
				c.ok(c.store.Reopen(c.Context(), c.ref.Document(), "operator", ""))
				c.goes(docstore.Deleting, docstore.Compensated)
				c.noBill(c.ref)
			})
		})
	}
}

// A bill that was deleted by hand is no longer there; one that was changed by hand is
// left to a person.
func TestWhatPeopleDidMeanwhileIsSeen(t *testing.T) {
	t.Parallel()
	onEachStore(t, undoing(), func(c *changing) {
		c.audited()
		c.byHand(c.ref, clerk.UnAudit, clerk.Delete)
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Compensated)
		c.because(c.ref.Key+" is no longer at the target", closed)
	})
	onEachStore(t, func(yaml string) string {
		return strings.Replace(yaml, "  steps: [save, submit, audit]\n", "  steps: [save]\n  onCancel: undo\n", 1)
	}, func(c *changing) {
		c.goes(docstore.Mapped, docstore.Saved)
		c.byHand(c.ref, clerk.Submit, clerk.Audit)
		c.cancels()
		c.stands(c.ref, docstore.Cancelled, c.acts.Map)
		c.goes(docstore.Failed)
		c.because("somebody has taken "+c.ref.Key+" further there, it is approved", closed)
		c.has("C", "first")
	})
}

// A bill whose amounts somebody has changed is left to a person, with both.
func TestABillThatWasChangedByHandIsNotDeleted(t *testing.T) {
	t.Parallel()
	onEachStore(t, undoing(), func(c *changing) {
		c.audited()
		was := c.bill(c.ref).AllAmount.String()
		c.byHand(c.ref, clerk.UnAudit)
		doc := c.doc(c.ref)
		entry := connectors.Entry{Key: doc.Key, Number: doc.Target, ID: doc.TargetID}
		c.ok(json.Unmarshal([]byte(strings.Replace(string(doc.Sent), `"FRealQty":3`, `"FRealQty":2`, 1)), &entry.Body))
		person, err := connectors.As[connectors.Target](all.NewAccounts(c.environ), "kingdee", "MAIN")
		c.ok(err)
		s, err := c.library.Get(refunds)
		c.ok(err)
		outcomes, err := person.Save(c.Context(), s.Target.Call(), []connectors.Entry{entry})
		c.ok(err)
		c.ok(outcomes[0].Err)
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Failed)
		c.because("somebody has changed "+c.ref.Key+" there, it is over ", " and was over "+was, closed)
		c.bill(c.ref)
	})
}

// What is cancelled between two calls goes no further than it has come.
func TestACancelledDraftIsNotApproved(t *testing.T) {
	t.Parallel()
	onEachStore(t, undoing(), func(c *changing) {
		c.goes(docstore.Mapped, docstore.Saved)
		c.cancels()
		c.goes(docstore.Cancelled)
		c.changes("first") // and back
		c.goes(docstore.Saved, docstore.Submitted)
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Deleting)
		c.changes("first")
		c.goes(docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "first")
	})
}

// What is cancelled before it was sent is skipped, also when a call for it was
// being made and did nothing.
func TestWhatIsCancelledDuringARefusedCallIsNotSent(t *testing.T) {
	t.Parallel()
	onEachStore(t, asWritten, func(c *changing) {
		c.goes(docstore.Mapped)
		c.ok(c.store.Mark(c.Context(), docstore.Progress{Ref: c.ref.Document(), State: docstore.Saving, Called: true}))
		c.cancels()
		c.ok(c.store.Mark(c.Context(), docstore.Progress{Ref: c.ref.Document(), State: docstore.Mapped, Reason: "throttled"}))
		c.stands(c.ref, docstore.Skipped, c.acts.Save)
		c.because(closed)
		c.noBill(c.ref)
	})
}

// What is cancelled while its bill is changed is not saved there any more.
func TestWhatIsCancelledDuringAnUpdateIsUndone(t *testing.T) {
	t.Parallel()
	onEachStore(t, withTarget("onCancel: undo", "onChange: update"), func(c *changing) {
		c.audited()
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled)
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Deleting)
		c.changes("third") // and back: it is carried as it is now
		c.goes(docstore.Fetched, docstore.Mapped, docstore.Recalled)
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Deleting, docstore.Compensated)
		c.noBill(c.ref)
	})
}

// A source that takes its cancellation back while the bill is being deleted has the
// document made anew, or raised, as the scheme carries changes or not.
func TestACancellationTakenBackTooLate(t *testing.T) {
	t.Parallel()
	for change, want := range map[string]docstore.State{"update": docstore.Mapped, "keep": docstore.Failed} {
		t.Run(change, func(t *testing.T) {
			t.Parallel()
			onEachStore(t, withTarget("onCancel: undo", "onChange: "+change), func(c *changing) {
				c.audited()
				c.cancels()
				c.goes(docstore.Cancelled, docstore.Deleting)
				ref := c.ref
				c.wiredKingdee().spoil("Delete", func(w http.ResponseWriter, r *http.Request, system http.Handler) {
					c.changes("first")
					system.ServeHTTP(w, r)
				})
				_, err := c.do(ref, c.acts.Delete)
				c.ok(err)
				c.noBill(ref)
				if want == docstore.Failed {
					c.because("the source has it again")
					c.ok(c.store.Reopen(c.Context(), ref.Document(), "operator", ""))
				}
				c.audited()
				c.has("C", "first")
			})
		})
	}
}

// A person says that the source has a document no more.
func TestARevokedDocumentIsUndone(t *testing.T) {
	t.Parallel()
	onEachStore(t, undoing(), func(c *changing) {
		c.audited()
		c.ok(c.store.Revoke(c.Context(), c.ref.Document(), "operator", "已在聚水潭删除"))
		c.goes(docstore.Cancelled, docstore.Deleting, docstore.Compensated)
		c.because("已在聚水潭删除")
		c.noBill(c.ref)
		c.changes("first") // it is there after all
		c.goes(docstore.Failed)
		c.because("the source has it again")
	})
}

// Where conditions do not mean that a document is cancelled, it stays; a person can
// still say so.
func TestWhatIsKeptStays(t *testing.T) {
	t.Parallel()
	onEachStore(t, withTarget("onCancel: keep"), func(c *changing) {
		c.audited()
		c.cancels()
		c.goes(docstore.Audited)
		c.ok(c.store.Revoke(c.Context(), c.ref.Document(), "operator", "已删除"))
		c.goes(docstore.Cancelled, docstore.Failed)
		c.because(c.ref.Key+", approved: undo it there", "已删除")
	})
}

// A run takes up what was cancelled, once.
func TestARunTakesUpWhatWasCancelled(t *testing.T) {
	t.Parallel()
	onEachStore(t, undoing(), func(c *changing) {
		c.audited()
		c.cancels()
		taken := func() bool {
			next, err := c.acts.NextDocuments(c.Context(), activities.NextInput{Scheme: refunds, Limit: 100, Goal: docstore.Audited})
			c.ok(err)
			return slices.ContainsFunc(next.Documents, func(d activities.Delivery) bool { return d.Key == c.ref.Key })
		}
		for range 2 { // also the run after it, as long as it is not done
			if !taken() {
				c.Error("no run would carry it")
			}
		}
		c.goes(docstore.Deleting, docstore.Compensated)
		if taken() {
			c.Error("a run would carry it again")
		}
	})
}

func TestOnlySomeTargetsUndo(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"onCancel: undo":     "scheme orders-pushed: target.onCancel: undo needs a target that can delete documents; wangdiantong trade_push cannot: use raise",
		"onChange: recreate": "scheme orders-pushed: target.onChange: recreate needs a target that can delete documents; wangdiantong trade_push cannot: use keep or update",
	} {
		p := openPushing(t, "sqlite::memory:", func(yaml string) string {
			key, _, _ := strings.Cut(line, ":")
			return strings.NewReplacer("onCancel: keep", "", "onChange: update", "").Replace(strings.Replace(yaml, key+": ", line+" # ", 1))
		})
		_, err := p.acts.PlanSync(t.Context(), activities.PlanInput{Scheme: pushed})
		if app := p.retried(err); !app.NonRetryable() || app.Message() != want {
			t.Errorf("the plan says %v", err)
		}
	}
}
