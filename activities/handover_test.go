package activities_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/schemes"
)

const (
	toCustomers = "shops-to-customers"
	fed         = "customers-fed"
)

// feeding is a stage with a scheme that allots and hands over, and the one that
// is fed.
func feeding(t *testing.T) *stage {
	t.Helper()
	return setupSchemes(t, "testdata/fed", 2)
}

func setupSchemes(t *testing.T, dir string, documents int) *stage {
	t.Helper()
	s := &stage{T: t, environ: map[string]string{}, orders: &orders{}}
	s.openWorld(documents)
	var err error
	s.library, err = schemes.LoadDir(dir)
	s.ok(err)
	s.store = s.openStore()
	s.acts = s.activities(s.environ)
	return s
}

// shop keeps a shop and brings it to the state.
func (s *stage) shop(id int, name string, to docstore.State) activities.Ref {
	s.Helper()
	s.rows(toCustomers, map[string]any{"shop_id": id, "shop_name": name})
	ref := activities.Ref{Scheme: toCustomers, Key: fmt.Sprint(id)}
	for _, step := range []struct {
		state docstore.State
		take  step
	}{
		{docstore.Mapped, s.acts.Map},
		{docstore.Saved, s.acts.Save},
		{docstore.Submitted, s.acts.Submit},
		{docstore.Allotting, s.acts.Audit},
		{docstore.Handing, s.acts.Allot},
		{docstore.Audited, s.acts.HandOver},
	} {
		s.stands(ref, step.state, step.take)
		if step.state == to {
			break
		}
	}
	return ref
}

func (s *stage) customers(ref activities.Ref) []kingdeetest.Base {
	return s.world.Kingdee.Bases("BD_Customer", ref.Key)
}

// An audited document is not done before it is allotted and handed over.
func TestAllotAndHandOver(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "小红书", docstore.Allotting)
	if all := s.customers(ref); len(all) != 1 || all[0].Status != "C" {
		t.Fatalf("audited, 金蝶 has %+v", all)
	}
	s.stands(ref, docstore.Handing, s.acts.Allot)
	all := s.customers(ref)
	if len(all) != 2 || all[1].UseOrg != "101" || all[1].Status != "C" {
		t.Errorf("allotted, 金蝶 has %+v", all)
	}
	if n := s.count(fed); n != 0 {
		t.Errorf("%d documents were handed over too early", n)
	}
	st := s.stands(ref, docstore.Audited, s.acts.HandOver)
	if !activities.Reached(st.State, activities.Goal(st.Steps)) {
		t.Errorf("it is not done: %+v", st)
	}
	// Of the answer to the save, not of those that came behind it.
	if written := string(s.doc(ref).Written); !strings.HasPrefix(written, `{"id":"`+all[0].ID+`","number":"70001","created":"20`) {
		t.Errorf("written back is %s", written)
	}
	got := s.doc(activities.Ref{Scheme: fed, Key: "70001"})
	want := `{"customer":"70001","customer_id":"` + all[0].ID + `","shop":"小红书"}`
	if got.State != docstore.Fetched || string(got.Content) != want || got.HandedBy != toCustomers+":70001" || got.Number != "小红书" {
		t.Errorf("the fed document is %+v\nwith %s\nwant %s", got, got.Content, want)
	}
	if !slices.Equal(s.orders.carried, []docstore.Ref{{Scheme: fed, Key: "70001"}}) {
		t.Errorf("carried are %v", s.orders.carried)
	}
}

// Each step repeated, as after a crash: nothing is done twice.
func TestHandOverRepeated(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "小红书", docstore.Handing)
	s.stands(ref, docstore.Handing, s.acts.Allot) // not its turn any more
	s.orders.refuses = errors.New("no Temporal")
	if _, err := s.do(ref, s.acts.HandOver); err == nil {
		t.Error("nobody was told of the document, and it counts as handed over")
	}
	if doc := s.doc(ref); doc.State != docstore.Handing || s.count(fed) != 1 {
		t.Fatalf("it is %s, %d documents are fed", doc.State, s.count(fed))
	}
	s.orders.refuses = nil
	s.stands(ref, docstore.Audited, s.acts.HandOver)
	s.stands(ref, docstore.Audited, s.acts.HandOver)
	if s.count(fed) != 1 || len(s.orders.carried) != 2 {
		t.Errorf("%d documents are fed, carried %v", s.count(fed), s.orders.carried)
	}
	for _, next := range s.nextOf(toCustomers) {
		t.Errorf("%s is to be delivered again", next)
	}
}

// nextOf are the documents of a scheme that are not done.
func (s *stage) nextOf(scheme string) []string {
	s.Helper()
	plan, err := s.acts.PlanSync(s.Context(), activities.PlanInput{Scheme: scheme})
	s.ok(err)
	next, err := s.acts.NextDocuments(s.Context(), activities.NextInput{Scheme: scheme, Limit: 100, Goal: plan.Goal, Merges: plan.Merges})
	s.ok(err)
	return keys(next.Documents)
}

// A worker that died in between left a document that the next run takes up.
func TestWhatIsLeftToDoIsTakenUp(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	s.shop(70001, "甲", docstore.Allotting)
	s.shop(70002, "乙", docstore.Handing)
	s.shop(70003, "丙", docstore.Audited)
	if got := s.nextOf(toCustomers); !slices.Equal(got, []string{"70001", "70002"}) {
		t.Errorf("to deliver are %v", got)
	}
}

func TestALostAnswerToAllottingIsRepeated(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "甲", docstore.Allotting)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "Allocate", Times: 1})
	_, err := s.do(ref, s.acts.Allot)
	if app := s.retried(err); app.NonRetryable() || s.doc(ref).State != docstore.Allotting {
		t.Errorf("it is %s, never again %v", s.doc(ref).State, app.NonRetryable())
	}
	s.stands(ref, docstore.Handing, s.acts.Allot)
	if all := s.customers(ref); len(all) != 2 {
		t.Errorf("金蝶 has %+v", all)
	}
}

// A refusal is for a person, who retries: the bill is found, and what was left
// to do is done.
func TestARefusedAllotmentIsRetried(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "甲", docstore.Allotting)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "Allocate", Message: "目标组织未启用"})
	st := s.stands(ref, docstore.Failed, s.acts.Allot)
	for _, part := range []string{"it is at the target as 70001, but not allotted: ", "目标组织未启用"} {
		if !strings.Contains(st.Reason, part) {
			t.Errorf("%q does not say %q", st.Reason, part)
		}
	}
	s.world.Kingdee.ClearFaults()
	s.retry(ref)
	if written := string(s.doc(ref).Written); !strings.Contains(written, s.customers(ref)[0].ID) {
		t.Errorf("written back is %s", written)
	}
	if all := s.customers(ref); len(all) != 2 {
		t.Errorf("金蝶 has %+v", all)
	}
}

// What 金蝶 calls a number that is taken is no reason to try for ever: there is
// nothing to be looked for, the base data is at the target.
func TestAnAllotmentThatIsRefusedForItsNumber(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "甲", docstore.Allotting)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "Allocate", Message: "违反字段唯一性要求：编码唯一。"})
	st := s.stands(ref, docstore.Failed, s.acts.Allot)
	if !strings.Contains(st.Reason, "编码唯一") {
		t.Errorf("the reason is %s", st.Reason)
	}
}

// The store is away while a row is handed over: that is no mistake of the scheme.
func TestAStoreThatIsAwayWhileHandingOver(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "甲", docstore.Handing)
	s.acts.Schemes = activities.NewSchemes(s.library, away{s.store})
	if _, err := s.do(ref, s.acts.HandOver); err == nil || s.retried(err).NonRetryable() {
		t.Errorf("it is not tried again: %v", err)
	}
	if doc := s.doc(ref); doc.State != docstore.Handing {
		t.Errorf("it is %s: %s", doc.State, doc.Reason)
	}
}

// away does not keep the scheme that is fed.
type away struct{ activities.Revisions }

func (a away) KeepScheme(ctx context.Context, s docstore.Scheme) error {
	if s.Name == fed {
		return errors.New("disk full")
	}
	return a.Revisions.KeepScheme(ctx, s)
}

// retry is what a person does, and the way a document goes then that is there.
func (s *stage) retry(ref activities.Ref) {
	s.Helper()
	s.ok(s.store.Reopen(s.Context(), ref.Document(), "Li", "mended"))
	s.stands(ref, docstore.Mapped, s.acts.Map)
	s.stands(ref, docstore.Unknown, s.acts.Save) // the number is taken
	s.stands(ref, docstore.Allotting, s.acts.Resolve)
	s.stands(ref, docstore.Handing, s.acts.Allot)
	s.stands(ref, docstore.Audited, s.acts.HandOver)
}

// The answer is lost, the bill is found: what is written back is what finding
// tells, its id and number.
func TestWrittenBackOfABillThatWasFound(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "甲", docstore.Mapped)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "BatchSave", Times: 1})
	s.stands(ref, docstore.Unknown, s.acts.Save)
	s.stands(ref, docstore.Saved, s.acts.Resolve)
	if answer := string(s.doc(ref).Answer); answer != `{"Id":"`+s.customers(ref)[0].ID+`","Number":"70001"}` {
		t.Errorf("the answer is %s", answer)
	}
	s.stands(ref, docstore.Submitted, s.acts.Submit)
	s.stands(ref, docstore.Allotting, s.acts.Audit)
	s.stands(ref, docstore.Handing, s.acts.Allot)
	s.stands(ref, docstore.Audited, s.acts.HandOver)
	if written := string(s.doc(ref).Written); !strings.HasPrefix(written, `{"id":"`+s.customers(ref)[0].ID+`","number":"70001"`) {
		t.Errorf("written back is %s", written)
	}
}

// An answer to the submission that is lost does not take the one to the save
// with it.
func TestWrittenBackOfABillThatWasKnown(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "甲", docstore.Saved)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "Submit", Times: 1})
	s.stands(ref, docstore.Unknown, s.acts.Submit)
	s.stands(ref, docstore.Submitted, s.acts.Resolve)
	s.stands(ref, docstore.Allotting, s.acts.Audit)
	s.stands(ref, docstore.Handing, s.acts.Allot)
	s.stands(ref, docstore.Audited, s.acts.HandOver)
	if written := string(s.doc(ref).Written); !strings.Contains(written, `"created":"20`) {
		t.Errorf("written back is %s", written)
	}
}

// The condition of the scheme that is fed holds for what it is handed.
func TestAFedRowIsShaped(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	s.shop(70001, "自营", docstore.Audited)
	if doc := s.doc(activities.Ref{Scheme: fed, Key: "70001"}); doc.State != docstore.Skipped || doc.Reason != "its own shop" {
		t.Errorf("it is %s: %s", doc.State, doc.Reason)
	}
	if len(s.orders.carried) > 0 {
		t.Errorf("carried are %v", s.orders.carried)
	}
}

func TestAPausedSchemeIsFedAndNotCarried(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	s.ok(s.store.SetPause(s.Context(), fed, docstore.Pause{By: "Li"}))
	s.shop(70001, "甲", docstore.Audited)
	if len(s.orders.carried) > 0 || s.count(fed) != 1 {
		t.Errorf("carried are %v of %d", s.orders.carried, s.count(fed))
	}
}

// Two documents that are handed over under one id must not pass for one.
func TestAFedKeyThatIsTaken(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "甲", docstore.Handing)
	_, err := s.store.Keep(s.Context(), docstore.Page{Scheme: fed, Rows: []docstore.Incoming{
		{Key: "70001", Content: json.RawMessage(`{"customer":"70001"}`), HandedBy: "another:1"},
	}})
	s.ok(err)
	st := s.stands(ref, docstore.Failed, s.acts.HandOver)
	for _, part := range []string{
		"it is at the target as 70001, but not handed over: ", "another:1", toCustomers + ":70001",
		"the id of scheme customers-fed (customer) must differ",
	} {
		if !strings.Contains(st.Reason, part) {
			t.Errorf("%q does not say %q", st.Reason, part)
		}
	}
}

// A fed scheme's run reads nothing and has a sync point all the same.
func TestAFedSchemeRuns(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	plan, err := s.acts.PlanSync(s.Context(), activities.PlanInput{Scheme: fed})
	s.ok(err)
	if len(plan.Windows) != 1 {
		t.Fatalf("the windows are %v", plan.Windows)
	}
	page, err := s.acts.FetchPage(s.Context(), activities.FetchInput{Scheme: fed, Revision: plan.Revision, Window: plan.Windows[0]})
	s.ok(err)
	if mark, read := s.watermark(fed); !read || !mark.Equal(plan.Windows[0].To) || page.Rows != 0 {
		t.Errorf("read %v up to %s, %d rows", read, mark, page.Rows)
	}
}
