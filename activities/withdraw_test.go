package activities_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func deleting(yaml string) string {
	return strings.Replace(yaml, "  steps: [save, submit, audit]\n", "  steps: [save, submit, audit]\n  onRefused: delete\n", 1)
}

// refused are the ways in which a bill is not approved.
func refused() map[string][]docstore.State {
	return map[string][]docstore.State{
		"Submit": {docstore.Mapped, docstore.Saved, docstore.Refused},
		"Audit":  {docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Refused},
	}
}

// A draft that is not approved is deleted, and its document is saved as a new one
// when it changes.
func TestARefusedDraftIsDeleted(t *testing.T) {
	t.Parallel()
	for method, way := range refused() {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			onEachStore(t, deleting, func(c *changing) {
				c.refuses(method, "库存不足")
				c.goes(way...)
				st := c.stands(c.ref, docstore.Failed, c.acts.Withdraw)
				c.noBill(c.ref)
				if !strings.Contains(st.Reason, "库存不足") || !strings.Contains(st.Reason, "was deleted at the target") || c.doc(c.ref).TargetID != "" {
					c.Errorf("the reason is %q, the id %q", st.Reason, c.doc(c.ref).TargetID)
				}
				c.changes("second")
				c.audited()
				c.has("C", "second")
			})
		})
	}
}

// An answer that is lost at either call, or a worker that stops: the draft is
// deleted in the end, and the reason is why it was not approved.
func TestADeletionSurvivesLostAnswers(t *testing.T) {
	t.Parallel()
	for _, kind := range []kingdeetest.FaultKind{kingdeetest.Cut, kingdeetest.Drop, kingdeetest.Truncated, kingdeetest.CallLimit} {
		for _, method := range []string{"CancelAssign", "Delete"} {
			t.Run(string(kind)+" "+method, func(t *testing.T) {
				t.Parallel()
				c := openChanging(t, "sqlite::memory:", deleting)
				c.refuses("Audit", "库存不足")
				c.goes(refused()["Audit"]...)
				c.world.Kingdee.Fault(kingdeetest.Fault{Kind: kind, Method: method, Times: 1})
				_, err := c.do(c.ref, c.acts.Withdraw)
				if app := c.retried(err); app.NonRetryable() {
					t.Fatal(err)
				}
				if doc := c.doc(c.ref); doc.State != docstore.Refused || !strings.Contains(doc.Reason, "库存不足") {
					t.Errorf("it is %s (%s)", doc.State, doc.Reason)
				}
				st := c.stands(c.ref, docstore.Failed, c.acts.Withdraw)
				c.noBill(c.ref)
				if !strings.Contains(st.Reason, "库存不足") {
					t.Errorf("the reason is %q", st.Reason)
				}
			})
		}
	}
}

// A draft that may not be deleted stays, and a person is told both reasons.
func TestADraftThatMayNotBeDeletedStays(t *testing.T) {
	t.Parallel()
	onEachStore(t, deleting, func(c *changing) {
		c.refuses("Audit", "库存不足")
		c.goes(refused()["Audit"]...)
		c.refuses("Delete", "已有下游单据")
		st := c.stands(c.ref, docstore.Failed, c.acts.Withdraw)
		if !strings.Contains(st.Reason, "库存不足") || !strings.Contains(st.Reason, "已有下游单据") {
			c.Errorf("the reason is %q", st.Reason)
		}
		c.changes("second")
		c.goes(docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "second")
	})
}

func TestADraftThatWasDeletedByHandIsGone(t *testing.T) {
	t.Parallel()
	c := openChanging(t, "sqlite::memory:", deleting)
	c.refuses("Submit", "库存不足")
	c.goes(refused()["Submit"]...)
	c.byHand(c.ref, clerk.Delete)
	c.stands(c.ref, docstore.Failed, c.acts.Withdraw)
	if id := c.doc(c.ref).TargetID; id != "" {
		t.Errorf("it is still called %s", id)
	}
}

func TestADraftThatWasApprovedByHandIsNotDeleted(t *testing.T) {
	t.Parallel()
	onEachStore(t, deleting, func(c *changing) {
		c.refuses("Audit", "库存不足")
		c.goes(refused()["Audit"]...)
		c.byHand(c.ref, clerk.Audit)
		c.stands(c.ref, docstore.Audited, c.acts.Withdraw)
		c.has("C", "first")
	})
}

func TestOnlySomeTargetsDeleteDrafts(t *testing.T) {
	t.Parallel()
	p := openPushing(t, "sqlite::memory:", func(yaml string) string {
		return strings.NewReplacer("steps: [save]", "steps: [save, submit]", "onChange: update", "onRefused: delete").Replace(yaml)
	})
	_, err := p.acts.PlanSync(t.Context(), activities.PlanInput{Scheme: pushed})
	const want = "scheme orders-pushed: target.onRefused: delete needs a target that can delete documents; wangdiantong trade_push cannot: use keep"
	if app := p.retried(err); !app.NonRetryable() || app.Message() != want {
		t.Errorf("the plan says %v", err)
	}
}
