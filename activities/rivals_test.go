package activities_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// rivals are documents over the same amount that are all to be saved as R-1.
func rivals(t *testing.T, n int) (*stage, []activities.Ref) {
	t.Helper()
	s := setup(t)
	s.library = s.editedRefunds(func(yaml string) string {
		return strings.Replace(yaml, `value: "{{bfn_num}}"`, `value: "R-1"`, 1)
	})
	s.acts = s.activities(s.environ)
	s.baseData()
	var refs []activities.Ref
	for i := range n {
		ref, row := s.refund([]string{"900001", "900002", "900003"}[i], nil)
		row["outer_as_id"] = ref.Key
		s.rows(refunds, row)
		s.stands(ref, docstore.Mapped, s.acts.Map)
		ref.Settled = time.Minute
		refs = append(refs, ref)
	}
	return s, refs
}

// Of several documents that have the same number and of which nobody knows whether
// they arrived, one is what the target has. The others are not there.
func TestABillThatIsFoundIsThatOfOneDocument(t *testing.T) {
	t.Parallel()
	s, refs := rivals(t, 3)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "BatchSave"})
	together(t, refs, s.acts.Save)
	s.world.Kingdee.ClearFaults()
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Delay, Method: "ExecuteBillQuery", Delay: 50 * time.Millisecond})
	for range len(refs) {
		together(t, refs, s.acts.Resolve)
	}
	var states []docstore.State
	for _, ref := range refs {
		doc := s.doc(ref)
		states = append(states, doc.State)
		if doc.State == docstore.Failed && !strings.Contains(doc.Reason, "number R-1 is taken at the target by the bill of document ") {
			t.Errorf("%s failed: %s", ref.Key, doc.Reason)
		}
	}
	slices.Sort(states)
	if want := []docstore.State{docstore.Failed, docstore.Failed, docstore.Saved}; !slices.Equal(states, want) {
		t.Errorf("they are %v, want %v", states, want)
	}
}

// A document whose number is taken is not what another is being saved as.
func TestABillIsNotAdoptedWhileAnotherDocumentIsBeingSaved(t *testing.T) {
	t.Parallel()
	s, refs := rivals(t, 2)
	first, second := refs[1], refs[0]
	w := s.wiredKingdee()
	saved, answer := make(chan struct{}), make(chan struct{})
	w.spoil("BatchSave", func(out http.ResponseWriter, r *http.Request, system http.Handler) {
		rec := httptest.NewRecorder()
		system.ServeHTTP(rec, r)
		close(saved)
		<-answer
		_, _ = out.Write(rec.Body.Bytes()) // a caller that went away needs no answer
	})
	answers := sync.OnceFunc(func() { close(answer) })
	defer answers()
	done := make(chan error, 1)
	go func() {
		_, err := s.acts.Save(t.Context(), first)
		done <- err
	}()
	<-saved
	s.stands(second, docstore.Unknown, s.acts.Save)
	s.stands(second, docstore.Unknown, s.acts.Resolve)
	answers()
	s.ok(<-done)
	s.stands(second, docstore.Failed, s.acts.Resolve)
	if doc := s.doc(first); doc.State != docstore.Saved {
		t.Errorf("the first is %s: %s", doc.State, doc.Reason)
	}
}

// What a worker has seen before it was stopped says nothing of a save that was made
// since.
func TestAnOldAnswerIsNotThatToALaterSave(t *testing.T) {
	t.Parallel()
	s := setup(t)
	w := s.wiredKingdee()
	ref := s.mapped()
	ref.Settled = time.Minute
	w.spoil("BatchSave", gone)
	s.stands(ref, docstore.Unknown, s.acts.Save)
	asked, told := make(chan struct{}), make(chan struct{})
	w.spoil("ExecuteBillQuery", func(out http.ResponseWriter, r *http.Request, system http.Handler) {
		rec := httptest.NewRecorder()
		system.ServeHTTP(rec, r)
		close(asked)
		<-told
		_, _ = out.Write(rec.Body.Bytes()) // a caller that went away needs no answer
	})
	tells := sync.OnceFunc(func() { close(told) })
	defer tells()
	late := make(chan error, 1)
	go func() {
		_, err := s.acts.Resolve(t.Context(), ref)
		late <- err
	}()
	<-asked
	s.acts = s.activities(s.environ)
	s.stands(ref, docstore.Mapped, s.acts.Resolve)
	w.spoil("BatchSave", half)
	s.stands(ref, docstore.Unknown, s.acts.Save)
	tells()
	s.ok(<-late)
	if doc := s.doc(ref); doc.State != docstore.Unknown {
		t.Errorf("it is %s (%s)", doc.State, doc.Reason)
	}
	s.stands(ref, docstore.Saved, s.acts.Resolve)
}

// A number that is taken by a bill which the account does not get to see is a person's
// matter: however often the document is saved, it will be refused.
func TestANumberThatIsTakenOutOfSightIsRaised(t *testing.T) {
	t.Parallel()
	s := setup(t)
	w := s.wiredKingdee()
	ref := s.mapped()
	unseen := func(out http.ResponseWriter, _ *http.Request, _ http.Handler) {
		_, _ = out.Write([]byte("[]")) // a caller that went away needs no answer
	}
	resolve := func(settled time.Duration, want docstore.State) {
		t.Helper()
		w.spoil("ExecuteBillQuery", unseen)
		ref.Settled = settled
		s.stands(ref, want, s.acts.Resolve)
	}
	w.spoil("BatchSave", half)
	s.stands(ref, docstore.Unknown, s.acts.Save)
	resolve(time.Minute, docstore.Mapped)
	s.stands(ref, docstore.Unknown, s.acts.Save)
	resolve(0, docstore.Unknown)
	resolve(time.Minute, docstore.Failed)
	if doc := s.doc(ref); !strings.HasPrefix(doc.Reason, "number "+ref.Key+" is taken at the target, and no bill of that number is to be seen there") {
		t.Errorf("the reason is %q", doc.Reason)
	}
}
