package activities_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func TestSubmitAndAudit(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.saved()
	s.stands(ref, docstore.Saved, s.acts.Audit) // not its turn
	s.stands(ref, docstore.Submitted, s.acts.Submit)
	s.stands(ref, docstore.Audited, s.acts.Audit)
	s.stands(ref, docstore.Audited, s.acts.Submit)
	s.stands(ref, docstore.Audited, s.acts.Audit)
	if b := s.bill(ref); b.Status != "C" || b.Submits != 1 || b.Audits != 1 {
		t.Errorf("the bill is %s, submitted %d and audited %d times", b.Status, b.Submits, b.Audits)
	}
	if doc := s.doc(ref); doc.Attempts != 3 {
		t.Errorf("%d calls are counted, want 3", doc.Attempts)
	}
}

// Somebody in the office was faster: what is done is done.
func TestWhatWasDoneByHandIsDone(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.saved()
	s.byHand(ref, clerk.Submit)
	s.stands(ref, docstore.Submitted, s.acts.Submit)
	s.byHand(ref, clerk.Audit)
	s.stands(ref, docstore.Audited, s.acts.Audit)
	if b := s.bill(ref); b.Submits != 1 || b.Audits != 1 {
		t.Errorf("submitted %d and audited %d times", b.Submits, b.Audits)
	}
}

func TestABillThatWasAuditedByHandNeedsNoSubmit(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.saved()
	s.byHand(ref, clerk.Submit, clerk.Audit)
	s.stands(ref, docstore.Audited, s.acts.Submit)
}

func TestABillThatWasDeletedByHandFails(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.saved()
	s.byHand(ref, clerk.Delete)
	st := s.stands(ref, docstore.Failed, s.acts.Submit)
	if !strings.Contains(st.Reason, "kingdee MAIN Submit not found") {
		t.Errorf("the reason is %q", st.Reason)
	}
}

// The answer to the submission is lost, and meanwhile somebody deletes the bill:
// it was saved once, so it is not saved again unasked.
func TestABillThatWasDeletedIsNotSavedAgain(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.saved()
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Drop, Method: "Submit", Times: 1})
	s.stands(ref, docstore.Unknown, s.acts.Submit)
	s.byHand(ref, clerk.Delete)
	st := s.stands(ref, docstore.Failed, s.acts.Resolve)
	for _, part := range []string{ref.Key + " was saved", "no longer at the target", "who deleted it"} {
		if !strings.Contains(st.Reason, part) {
			t.Errorf("%q does not say %q", st.Reason, part)
		}
	}
	s.noBill(ref)
}

func TestLostAnswersToApprovalAreLookedFor(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.saved()
	for _, method := range []string{"Submit", "Audit"} {
		s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: method, Times: 1})
	}
	s.stands(ref, docstore.Unknown, s.acts.Submit)
	s.stands(ref, docstore.Submitted, s.acts.Resolve)
	s.stands(ref, docstore.Unknown, s.acts.Audit)
	s.stands(ref, docstore.Audited, s.acts.Resolve)
	if b := s.bill(ref); b.Submits != 1 || b.Audits != 1 {
		t.Errorf("submitted %d and audited %d times", b.Submits, b.Audits)
	}
}

// Not done leaves a saved document saved: it is submitted, not saved, again.
func TestASubmissionThatWasNotTakenIsTriedAgain(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.saved()
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.CallLimit, Method: "Submit", Times: 1})
	_, err := s.do(ref, s.acts.Submit)
	if app := s.retried(err); app.Type() != activities.TypeThrottled || app.NonRetryable() {
		t.Errorf("it is %s, never again %v", app.Type(), app.NonRetryable())
	}
	if doc := s.doc(ref); doc.State != docstore.Saved {
		t.Errorf("it is %s", doc.State)
	}
	s.stands(ref, docstore.Submitted, s.acts.Submit)
}

// A target that cannot be asked leaves the outcome unknown.
func TestResolveTriesAgainWhenTheTargetIsAway(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.mapped()
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "BatchSave", Times: 1})
	s.stands(ref, docstore.Unknown, s.acts.Save)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Unavailable, Method: "ExecuteBillQuery", Times: 1})
	_, err := s.do(ref, s.acts.Resolve)
	if app := s.retried(err); app.Type() != activities.TypeUnavailable || app.NonRetryable() {
		t.Errorf("it is %s, never again %v", app.Type(), app.NonRetryable())
	}
	if doc := s.doc(ref); doc.State != docstore.Unknown {
		t.Errorf("it is %s", doc.State)
	}
	s.stands(ref, docstore.Saved, s.acts.Resolve)
}
