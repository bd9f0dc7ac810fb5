package activities_test

import (
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

func TestSaveIsNoted(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.saved()
	doc, bill := s.doc(ref), s.bill(ref)
	if bill.Saves != 1 || bill.Status != "A" {
		t.Errorf("the bill was saved %d times and is %s", bill.Saves, bill.Status)
	}
	if doc.TargetID != bill.ID || doc.Target != bill.Number || doc.Attempts != 1 || !strings.Contains(string(doc.Answer), bill.ID) {
		t.Errorf("the store says %s, %s, %d calls, answered %s; the bill is %s, %s",
			doc.TargetID, doc.Target, doc.Attempts, doc.Answer, bill.ID, bill.Number)
	}
	s.stands(ref, docstore.Saved, s.acts.Save)
	if again := s.bill(ref); again.Saves != 1 {
		t.Errorf("saved again, %d times", again.Saves)
	}
}

// A worker that stopped between the note and the answer has sent the save, or
// has not: the next one must not send it.
func TestASaveThatMayHaveBeenSentIsNotSentAgain(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.mapped()
	s.ok(s.store.Mark(s.Context(), docstore.Progress{Ref: ref.Document(), State: docstore.Saving, Called: true}))
	s.stands(ref, docstore.Unknown, s.acts.Save)
	s.stands(ref, docstore.Unknown, s.acts.Save)
	s.noBill(ref)
	s.stands(ref, docstore.Unknown, s.acts.Resolve)                    // the target may be busy with it still
	s.acts.Now = func() time.Time { return time.Now().Add(time.Hour) } // which proves nothing: another worker's clock
	s.stands(ref, docstore.Unknown, s.acts.Resolve)
	ref.Settled = time.Minute
	st := s.stands(ref, docstore.Mapped, s.acts.Resolve)
	if st.Reason == "" {
		t.Error("nothing says why it is saved again")
	}
	s.stands(ref, docstore.Saved, s.acts.Save)
	if bill := s.bill(ref); bill.Saves != 1 {
		t.Errorf("the bill was saved %d times", bill.Saves)
	}
}

// The answer is lost after 金蝶 has saved: the bill is found, and not saved twice.
func TestALostAnswerIsLookedFor(t *testing.T) {
	t.Parallel()
	for _, fault := range []kingdeetest.Fault{
		{Kind: kingdeetest.Cut},
		{Kind: kingdeetest.Truncated},
		{Kind: kingdeetest.ServerError, AfterCommit: true},
	} {
		t.Run(string(fault.Kind), func(t *testing.T) {
			t.Parallel()
			s := setup(t)
			ref := s.mapped()
			fault.Method, fault.Times = "BatchSave", 1
			s.world.Kingdee.Fault(fault)
			s.stands(ref, docstore.Unknown, s.acts.Save)
			s.stands(ref, docstore.Unknown, s.acts.Save)
			s.stands(ref, docstore.Saved, s.acts.Resolve)
			bill := s.bill(ref)
			if doc := s.doc(ref); bill.Saves != 1 || doc.TargetID != bill.ID {
				t.Errorf("saved %d times; the store has id %q, the bill %q", bill.Saves, doc.TargetID, bill.ID)
			}
		})
	}
}

// What was found may have been carried on by somebody.
func TestResolveSeesHowFarTheBillIs(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.mapped()
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "BatchSave", Times: 1})
	s.stands(ref, docstore.Unknown, s.acts.Save)
	s.byHand(ref, clerk.Submit)
	s.stands(ref, docstore.Submitted, s.acts.Resolve)
}

// 金蝶 refuses a number that is taken: by this document's own earlier save, as
// far as anybody knows.
func TestATakenNumberIsLookedFor(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.saved()
	other := setup(t)
	other.environ["KINGDEE_MAIN_URL"] = s.environ["KINGDEE_MAIN_URL"]
	other.acts = other.activities(other.environ)
	same := other.mapped()
	other.stands(same, docstore.Unknown, other.acts.Save)
	other.stands(same, docstore.Saved, other.acts.Resolve)
	if bill := s.bill(ref); bill.Saves != 1 || other.doc(same).TargetID != bill.ID {
		t.Errorf("saved %d times, id %s; found as %s", bill.Saves, bill.ID, other.doc(same).TargetID)
	}
}

func TestARefusalIsTheVendorsWords(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.mapped()
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "BatchSave", Message: "字段“退货日期”是必填项"})
	st := s.stands(ref, docstore.Failed, s.acts.Save)
	if !strings.Contains(st.Reason, "kingdee MAIN BatchSave rejected") || !strings.Contains(st.Reason, "字段“退货日期”是必填项") {
		t.Errorf("the reason is %q", st.Reason)
	}
	s.noBill(ref)
	missing := s.refOf(simulators.MissingMaterial)
	s.world.Kingdee.ClearFaults()
	s.stands(missing, docstore.Mapped, s.acts.Map)
	st = s.stands(missing, docstore.Failed, s.acts.Save)
	if !strings.Contains(st.Reason, "物料") {
		t.Errorf("the reason is %q", st.Reason)
	}
}

// Nothing was done: the document is where it was, and Temporal tries again.
func TestATargetThatDoesNothingIsTriedAgain(t *testing.T) {
	t.Parallel()
	fault := func(kind kingdeetest.FaultKind) func(*stage) *activities.Activities {
		return func(s *stage) *activities.Activities {
			s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kind, Method: "BatchSave", Times: 1})
			return s.acts
		}
	}
	otherwise := func(name, value string) func(*stage) *activities.Activities {
		return func(s *stage) *activities.Activities { return s.with(name, value) }
	}
	cases := map[string]struct {
		worker func(*stage) *activities.Activities
		name   string
		after  time.Duration
		words  string
	}{
		"throttled":        {fault(kingdeetest.CallLimit), activities.TypeThrottled, 30 * time.Second, "BatchSave throttled"},
		"locked by others": {fault(kingdeetest.NetControl), activities.TypeUnavailable, 8 * time.Second, "冲突"},
		"away":             {otherwise("KINGDEE_MAIN_URL", "http://127.0.0.1:1/k3cloud/"), activities.TypeUnavailable, 0, "nothing was sent"},
		"not let in":       {otherwise("KINGDEE_MAIN_APP_SECRET", "not-the-secret"), activities.TypeUnauthorized, time.Minute, "KINGDEE_MAIN_APP_SECRET"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t)
			ref := s.mapped()
			_, err := s.do(ref, c.worker(s).Save)
			app := s.retried(err)
			if app.Type() != c.name || app.NextRetryDelay() != c.after || app.NonRetryable() || !strings.Contains(app.Message(), c.words) {
				t.Errorf("%s after %s: %s; want %s after %s: %s", app.Type(), app.NextRetryDelay(), app.Message(), c.name, c.after, c.words)
			}
			if doc := s.doc(ref); doc.State != docstore.Mapped || !strings.Contains(doc.Reason, c.words) {
				t.Errorf("it is %s: %s", doc.State, doc.Reason)
			}
			if strings.Contains(app.Message(), "not-the-secret") || strings.Contains(s.doc(ref).Reason, "not-the-secret") {
				t.Error("the secret is shown")
			}
			s.noBill(ref)
			s.stands(ref, docstore.Saved, s.acts.Save)
		})
	}
}

// A row that changes at the source after it was mapped is not sent as it was.
func TestSaveRefusesContentThatWasReplaced(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.baseData()
	ref, old := s.refund("900001", nil)
	s.rows(refunds, old)
	s.stands(ref, docstore.Mapped, s.acts.Map)
	s.acts.Store = &meanwhile{Store: s.store, happens: func() {
		_, row := s.refund("900001", map[string]any{"remark": "changed at the source"})
		s.rows(refunds, row)
	}}
	s.stands(ref, docstore.Fetched, s.acts.Save)
	s.noBill(ref)
}

// Without an account nothing is sent, and the error names what to set.
func TestSaveWithoutAnAccount(t *testing.T) {
	t.Parallel()
	s := setup(t)
	ref := s.mapped()
	_, err := s.do(ref, s.with("KINGDEE_MAIN_APP_ID", "").Save)
	if err == nil || !strings.Contains(err.Error(), "KINGDEE_MAIN_APP_ID") {
		t.Errorf("the error is %v", err)
	}
	if doc := s.doc(ref); doc.State != docstore.Mapped {
		t.Errorf("it is %s", doc.State)
	}
}

// A worker that was held up between reading and noting is overtaken by another:
// whatever the other came to, 金蝶 has one bill.
func TestAWorkerThatWasOvertaken(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]*kingdeetest.Fault{
		"by one that saved":           nil,
		"by one that lost its answer": {Kind: kingdeetest.Cut, Method: "BatchSave", Times: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t)
			ref := s.mapped()
			if fault != nil {
				s.world.Kingdee.Fault(*fault)
			}
			faster := s.activities(s.environ)
			s.acts.Store = &meanwhile{Store: s.store, happens: func() {
				_, err := faster.Save(s.Context(), ref)
				s.ok(err)
			}}
			_, err := s.do(ref, s.acts.Save)
			s.ok(err)
			s.stands(ref, docstore.Saved, s.acts.Resolve)
			if b := s.bill(ref); b.Saves != 1 || len(s.world.Kingdee.Bills(form)) != 1 {
				t.Errorf("saved %d times; there are %d bills", b.Saves, len(s.world.Kingdee.Bills(form)))
			}
		})
	}
}
