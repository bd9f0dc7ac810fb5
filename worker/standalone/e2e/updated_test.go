package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/workflows"
)

// setupUpdating opens a stage on which refunds that change are changed at 金蝶.
func setupUpdating(t *testing.T, storeURL string) *stage {
	t.Helper()
	return setupEdited(t, storeURL, "onChange: update")
}

// setupEdited opens a stage on which the target of refunds has one more line.
func setupEdited(t *testing.T, storeURL, line string) *stage {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{refunds, customers, orderData} {
		text, err := os.ReadFile(filepath.Join("..", "..", "..", "schemes", name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		edited := strings.Replace(string(text), "  steps: [save, submit, audit]\n", "  steps: [save, submit, audit]\n  "+line+"\n", 1)
		if err := os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(edited), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return setupSchemes(t, 12, storeURL, dir)
}

// A refund that changes after its bill was approved: the bill is taken back,
// changed and approved again, though answers are lost at each step.
func TestAnApprovedBillIsUpdated(t *testing.T) {
	t.Parallel()
	for name, url := range map[string]func(testing.TB) string{
		"sqlite": func(testing.TB) string { return "" }, "postgresql": postgres,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setupUpdating(t, url(t))
			s.worker()
			s.carryAll()
			key := s.keyOf(simulators.Plain)
			for _, method := range []string{"UnAudit", "BatchSave", "Submit", "Audit"} {
				s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: method, Times: 1})
			}
			s.remarks(key, "second")
			s.updated(key, "second")
		})
	}
}

// A bill that may not be taken back stays approved, and the document says why.
func TestABillThatMayNotBeTakenBackStays(t *testing.T) {
	t.Parallel()
	s := setupUpdating(t, "")
	s.worker()
	s.carryAll()
	s.refusesRecall()
	if b, _ := s.world.Kingdee.Bill(form, s.keyOf(simulators.Plain)); b.Status != "C" || b.Saves != 1 {
		t.Errorf("the bill is %s, saved %d times", b.Status, b.Saves)
	}
}

// A bill whose approval was refused is changed when its refund changes, though
// the scheme keeps what was delivered.
func TestARefusedBillIsChanged(t *testing.T) {
	t.Parallel()
	s := setup(t, 12, "")
	key := s.keyOf(simulators.Plain)
	s.refusesAudit(key)
	s.remarks(key, "second")
	s.updated(key, "second")
}

// refusesAudit has 金蝶 refuse to approve the bill of a document, once.
func (s *stage) refusesAudit(key string) {
	s.t.Helper()
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "Audit", Number: key, Times: 1, Message: "库存不足"})
	s.worker()
	s.carryAll()
	if doc, err := s.store.Get(s.ctx, docstore.Ref{Scheme: refunds, Key: key}); err != nil || doc.State != docstore.Failed {
		s.t.Fatalf("%s is %s (%s) %v", key, doc.State, doc.Reason, err)
	}
}

// refusesRecall has 金蝶 refuse that a bill is taken back, and waits for the document.
func (s *stage) refusesRecall() {
	s.t.Helper()
	key := s.keyOf(simulators.Plain)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "UnAudit", Number: key, Message: "单据已关账，不允许反审核！"})
	s.remarks(key, "second")
	doc, err := s.store.Get(s.ctx, docstore.Ref{Scheme: refunds, Key: key})
	s.ok(err)
	if doc.State != docstore.Failed || !strings.Contains(doc.Reason, "单据已关账，不允许反审核！") {
		s.t.Errorf("%s is %s (%s)", key, doc.State, doc.Reason)
	}
}

// remarks changes the remark of a refund at its source, and carries it.
func (s *stage) remarks(key, remark string) {
	s.t.Helper()
	id, _, _ := strings.Cut(key, "-")
	s.ok(s.world.Jushuitan.Change(id, map[string]any{"remark": remark}))
	s.ok(s.start(refunds).Get(s.ctx, nil))
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
}

// updated compares the bill of a document that was changed once.
func (s *stage) updated(key, remark string) {
	s.t.Helper()
	doc, err := s.store.Get(s.ctx, docstore.Ref{Scheme: refunds, Key: key})
	s.ok(err)
	b, _ := s.world.Kingdee.Bill(form, key)
	if doc.State != docstore.Audited || b.Status != "C" || b.Model["FHeadNote"] != remark || b.ID != doc.TargetID {
		s.t.Errorf("%s is %s (%s), its bill %s is %s with %q", key, doc.State, doc.Reason, b.ID, b.Status, b.Model["FHeadNote"])
	}
	seen := map[string]bool{}
	for _, b := range s.world.Kingdee.Bills(form) {
		if seen[b.Number] {
			s.t.Errorf("there are two bills %s", b.Number)
		}
		seen[b.Number] = true
	}
}

func TestRecordUpdatedHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordUpdatedHistories -record")
	}
	s := setupUpdating(t, "")
	key := s.keyOf(simulators.Plain)
	s.refusesAudit(key)
	s.remarks(key, "first")
	s.save("document-refused-then-changed", workflows.DocumentID(refunds, key))
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "BatchSave", Times: 1})
	s.remarks(key, "changed")
	s.save("document-updated", workflows.DocumentID(refunds, key))
	s.refusesRecall()
	s.save("document-not-taken-back", workflows.DocumentID(refunds, key))
}

func TestRecordDeletedHistories(t *testing.T) {
	if !*record {
		t.Skip("histories are recorded with: go test ./worker/standalone/e2e -run TestRecordDeletedHistories -record")
	}
	s := setupEdited(t, "", "onRefused: delete")
	s.deleted()
	s.save("document-refused-then-deleted", workflows.DocumentID(refunds, s.keyOf(simulators.Plain)))
}

// A bill that is not approved is deleted, and made anew when its refund changes.
func TestARefusedBillIsDeleted(t *testing.T) {
	t.Parallel()
	s := setupEdited(t, "", "onRefused: delete")
	s.deleted()
	s.remarks(s.keyOf(simulators.Plain), "second")
	s.updated(s.keyOf(simulators.Plain), "second")
}

// deleted has a bill refused, and the answers to its deletion lost.
func (s *stage) deleted() {
	s.t.Helper()
	key := s.keyOf(simulators.Plain)
	for _, method := range []string{"CancelAssign", "Delete"} {
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: method, Times: 1})
	}
	s.refusesAudit(key)
	if b, there := s.world.Kingdee.Bill(form, key); there {
		s.t.Errorf("the bill is there, %s", b.Status)
	}
}
