package activities_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// The source takes its cancellation back while nobody knows what became of a call
// that undoes it: the document is as far as its bill is, and carried from there.
func TestACancellationTakenBackAfterALostAnswer(t *testing.T) {
	t.Parallel()
	deleting := []docstore.State{docstore.Cancelled, docstore.Deleting}
	for name, lost := range map[string]struct {
		kind     kingdeetest.FaultKind
		method   string
		was, way []docstore.State
	}{
		"taken back":     {kingdeetest.Cut, "UnAudit", deleting[:1], []docstore.State{docstore.Saved, docstore.Submitted, docstore.Audited}},
		"not taken back": {kingdeetest.Drop, "UnAudit", deleting[:1], []docstore.State{docstore.Audited}},
		"deleted":        {kingdeetest.Cut, "Delete", deleting, []docstore.State{docstore.Fetched, docstore.Mapped, docstore.Saved, docstore.Submitted, docstore.Audited}},
		"not deleted":    {kingdeetest.Drop, "Delete", deleting, []docstore.State{docstore.Saved, docstore.Submitted, docstore.Audited}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := openChanging(t, "sqlite::memory:", withTarget("onCancel: undo", "onChange: update"))
			c.audited()
			c.cancels()
			c.goes(lost.was...)
			c.world.Kingdee.Fault(kingdeetest.Fault{Kind: lost.kind, Method: lost.method, Times: 1})
			if _, err := c.do(c.ref, map[string]step{"UnAudit": c.acts.Undo, "Delete": c.acts.Delete}[lost.method]); c.retried(err).NonRetryable() {
				t.Fatal(err)
			}
			c.changes("first")
			c.goes(lost.way...)
			c.has("C", "first")
		})
	}
}

// What a person has undone, because the document was raised, is not taken for done
// when the source has it again.
func TestARaisedDocumentIsLookedForWhenItComesBack(t *testing.T) {
	t.Parallel()
	onEachStore(t, asWritten, func(c *changing) {
		c.audited()
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Failed)
		c.byHand(c.ref, clerk.UnAudit)
		c.changes("first")
		c.goes(docstore.Saved, docstore.Submitted, docstore.Audited)
		c.has("C", "first")
		c.cancels()
		c.goes(docstore.Cancelled, docstore.Failed)
		c.byHand(c.ref, clerk.UnAudit, clerk.Delete)
		c.changes("first")
		c.goes(docstore.Failed)
		c.because("the source has it again", "retry saves it as a new one")
	})
}
