package e2e

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/workflows"
)

// A refund that is cancelled after its bill was approved: the bill is un-audited
// and deleted, though the worker stops between the two and answers are lost.
func TestACancelledRefundIsUndone(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setupEdited(t, url(t), "onCancel: undo")
			s.undone()
		})
	}
}

// A refund that is cancelled is raised to a person, and goes back to where it was
// when the source has it again.
func TestACancelledRefundIsRaised(t *testing.T) {
	t.Parallel()
	s := setup(t, 12, "")
	s.worker()
	s.carryAll()
	key := s.keyOf(simulators.Plain)
	s.raised(key)
	s.sets(key, "Confirmed")
	s.becomes(key, docstore.Audited)
	if doc := s.doc(key); doc.Reason != "" {
		t.Errorf("%s is audited, and %s", key, doc.Reason)
	}
}

// A refund that changes gets a new bill, where its scheme says so, though answers
// are lost at each step.
func TestAChangedRefundGetsANewBill(t *testing.T) {
	t.Parallel()
	s := setupEdited(t, "", "onChange: recreate")
	s.worker()
	s.carryAll()
	s.recreated()
}

// sets the status of a refund at its source.
func (s *stage) sets(key, status string) {
	s.t.Helper()
	id, _, _ := strings.Cut(key, "-")
	s.ok(s.world.Jushuitan.Change(id, map[string]any{"status": status}))
}

func (s *stage) doc(key string) docstore.Document {
	s.t.Helper()
	doc, err := s.store.Get(s.ctx, docstore.Ref{Scheme: refunds, Key: key})
	s.ok(err)
	return doc
}

// undone cancels a refund; its bill cannot be deleted until another worker is there.
func (s *stage) undone() {
	s.t.Helper()
	stop := s.worker()
	s.carryAll()
	key := s.keyOf(simulators.Plain)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "UnAudit", Times: 1})
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Unavailable, Method: "Delete"})
	s.sets(key, "Cancelled")
	s.until("the refund is cancelled", func() bool {
		s.start(refunds)
		return s.doc(key).Cancelled()
	})
	s.until("the bill is taken back", func() bool { return s.doc(key).State == docstore.Deleting })
	stop()
	if b, _ := s.world.Kingdee.Bill(form, key); b.Status != "D" {
		s.t.Errorf("the bill is %s", b.Status)
	}
	s.world.Kingdee.ClearFaults()
	s.worker()
	s.until("the bill is deleted", func() bool { return s.doc(key).State == docstore.Compensated })
	if b, there := s.world.Kingdee.Bill(form, key); there {
		s.t.Errorf("the bill is there, %s", b.Status)
	}
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
}

// becomes runs the scheme until a document is in a state: a run that is about to end
// reads no more, and none is begun beside it.
func (s *stage) becomes(key string, state docstore.State) {
	s.t.Helper()
	s.until(key+" is "+string(state), func() bool {
		s.ok(s.start(refunds).Get(s.ctx, nil))
		return s.doc(key).State == state
	})
}

func (s *stage) raised(key string) {
	s.t.Helper()
	s.sets(key, "Cancelled")
	s.becomes(key, docstore.Failed)
	if doc := s.doc(key); doc.State != docstore.Failed || !strings.Contains(doc.Reason, "the target has it as "+key+", approved") {
		s.t.Errorf("%s is %s (%s)", key, doc.State, doc.Reason)
	}
}

func (s *stage) recreated() {
	s.t.Helper()
	key := s.keyOf(simulators.Plain)
	old, _ := s.world.Kingdee.Bill(form, key)
	for _, method := range []string{"UnAudit", "Delete", "BatchSave", "Audit"} {
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: method, Times: 1})
	}
	s.remarks(key, "second")
	s.updated(key, "second")
	if b, _ := s.world.Kingdee.Bill(form, key); b.ID == old.ID {
		s.t.Error("the bill is the old one")
	}
}

func TestRecordCancelledHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordCancelledHistories -record")
	}
	s := setupEdited(t, "", "onCancel: undo")
	s.undone()
	s.save("document-cancelled-then-undone", workflows.DocumentID(refunds, s.keyOf(simulators.Plain)))
	raising := setup(t, 12, "")
	raising.worker()
	raising.carryAll()
	raising.raised(raising.keyOf(simulators.Plain))
	raising.save("document-cancelled-then-raised", workflows.DocumentID(refunds, raising.keyOf(simulators.Plain)))
	anew := setupEdited(t, "", "onChange: recreate")
	anew.worker()
	anew.carryAll()
	anew.recreated()
	anew.save("document-made-anew", workflows.DocumentID(refunds, anew.keyOf(simulators.Plain)))
}
