package activities_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	tlog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// stepped takes a page its step as a worker does, inside an activity.
func (s *stage) stepped(in activities.PageInput) (activities.Paged, error) {
	s.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(tlog.NewStructuredLogger(s.acts.Log))
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(s.acts)
	var page activities.Paged
	value, err := env.ExecuteActivity(s.acts.CarryPage, in)
	if err == nil {
		err = value.Get(&page)
	}
	return page, err
}

// wholePage is all that is to be delivered, to be looked at first.
func (s *stage) wholePage() activities.PageInput {
	s.Helper()
	def, err := s.library.Get(refunds)
	s.ok(err)
	return activities.PageInput{Scheme: refunds, Revision: def.Revision, State: docstore.Fetched, Documents: s.next(500)}
}

// plain keeps so many refunds that go smoothly.
func (s *stage) plain(n int) {
	s.Helper()
	s.baseData()
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprint(900001+i))
	}
	s.lines(ids...)
}

// through takes a page from state to state, as long as something of it goes on.
func (s *stage) through(in activities.PageInput) (ended map[docstore.State]int, alone []activities.Delivery) {
	s.Helper()
	ended = map[docstore.State]int{}
	for {
		page, err := s.stepped(in)
		s.ok(err)
		for state, n := range page.Ended {
			ended[state] += n
		}
		alone = append(alone, page.Alone...)
		if len(page.On) > 1 {
			s.Fatalf("of one state they went on to %v", page.On)
		}
		in.Documents = nil
		for in.State, in.Documents = range page.On {
		}
		if in.Documents == nil {
			return ended, alone
		}
	}
}

// Each document of a page gets its own outcome, and the smooth ones share calls.
func TestAPageIsCarriedTogether(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.baseData()
	s.rows(refunds, asAny(s.world.Jushuitan.Refunds())...)
	in := s.wholePage()
	ended, alone := s.through(in)
	if sum := ended[docstore.Audited] + ended[docstore.Failed] + len(alone); sum != len(in.Documents) || ended[docstore.Audited] < 20 {
		t.Errorf("of %d documents %v ended, and %d left", len(in.Documents), ended, len(alone))
	}
	for _, d := range alone {
		if doc := s.doc(activities.Ref{Scheme: refunds, Key: d.Key}); doc.State != docstore.Waiting || d.Number != doc.Number {
			t.Errorf("%s left as %q, and is %s", d.Key, d.Number, doc.State)
		}
	}
	if n := len(s.world.Kingdee.Bills(form)); n != ended[docstore.Audited] {
		t.Errorf("%d bills of %d documents", n, ended[docstore.Audited])
	}
	if calls := s.world.Kingdee.Calls().Count["BatchSave"]; calls >= ended[docstore.Audited] {
		t.Errorf("%d calls for %d bills", calls, ended[docstore.Audited])
	}
}

// While the target is away, a page stays what it is and is tried again; a few
// documents that do not get through are taken for their own trouble.
func TestAPageOfWhichNothingGetsThroughStaysTogether(t *testing.T) {
	t.Parallel()
	for documents, alone := range map[int]int{activities.Few: activities.Few, activities.Few + 1: 0} {
		t.Run(fmt.Sprint(documents), func(t *testing.T) {
			t.Parallel()
			s := setup(t)
			s.plain(documents)
			s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.CallLimit, Method: "BatchSave"})
			page, err := s.stepped(s.wholePage())
			if len(page.Alone) != alone || (err == nil) != (alone > 0) {
				t.Fatalf("%d left their page: %v", len(page.Alone), err)
			}
			if err != nil && s.retried(err).NonRetryable() {
				t.Errorf("it is not tried again: %v", err)
			}
			s.world.Kingdee.ClearFaults()
			if ended, _ := s.through(s.wholePage()); ended[docstore.Audited] != documents {
				t.Errorf("%v ended when the target was back", ended)
			}
		})
	}
}

// A call that is refused for a moment, for there were too many for instance, is made again for
// the documents it was made for, while the others have gone through.
func TestAPageTriesItsStragglersAgain(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.plain(50)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.CallLimit, Method: "BatchSave", Every: 2, Times: 1})
	page, err := s.stepped(s.wholePage())
	s.ok(err)
	if len(page.On[docstore.Saved]) != 50 {
		t.Errorf("%d were saved, and %d left", len(page.On[docstore.Saved]), len(page.Alone))
	}
}

// An answer that is lost is found out about by each document for itself.
func TestDocumentsOfUnknownOutcomeLeaveTheirPage(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.plain(50)
	s.world.Kingdee.Fault(kingdeetest.Fault{Kind: kingdeetest.Cut, Method: "BatchSave", Every: 2, Times: 1})
	page, err := s.stepped(s.wholePage())
	s.ok(err)
	if len(page.Alone) == 0 || len(page.Alone)+len(page.On[docstore.Saved]) != 50 {
		t.Errorf("%d were saved, and %d left", len(page.On[docstore.Saved]), len(page.Alone))
	}
	for _, d := range page.Alone {
		if doc := s.doc(activities.Ref{Scheme: refunds, Key: d.Key}); doc.State != docstore.Unknown {
			t.Errorf("%s left as %s", d.Key, doc.State)
		}
	}
}

// What another worker was saving when it died is not sent once more by a page.
func TestAPageDoesNotSendWhatWasBeingSaved(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.plain(3)
	in := s.wholePage()
	ref := activities.Ref{Scheme: refunds, Key: in.Documents[1].Key}
	s.stands(ref, docstore.Mapped, s.acts.Map)
	s.ok(s.store.Mark(s.Context(), docstore.Progress{Ref: ref.Document(), State: docstore.Saving, From: docstore.Mapped, Called: true}))
	page, err := s.stepped(in)
	s.ok(err)
	if len(page.On[docstore.Saved]) != 2 || len(page.Alone) != 1 || page.Alone[0].Key != ref.Key {
		t.Errorf("%+v", page)
	}
	s.noBill(ref)
}

// A person who stops the scheme finds a page where it stood.
func TestAPageOfAPausedSchemeStandsStill(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.plain(30)
	s.ok(s.store.SetPause(s.Context(), refunds, docstore.Pause{By: "zhao", At: time.Now()}))
	page, err := s.stepped(s.wholePage())
	s.ok(err)
	if !page.Paused || len(page.On[docstore.Mapped]) != 30 || s.world.Kingdee.Calls().Count["BatchSave"] != 0 {
		t.Errorf("paused %v, %d stand", page.Paused, len(page.On[docstore.Mapped]))
	}
}

// What another workflow carries that has not ended is left to it: it is not
// listed, and not carried where a page meets it on its way.
func TestAPageLeavesOutWhatAnotherWorkflowCarries(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.plain(4)
	in := s.wholePage()
	way := []docstore.State{docstore.Mapped, docstore.Saving, docstore.Saved}
	for i := range way {
		ref := docstore.Ref{Scheme: refunds, Key: in.Documents[i].Key}
		for _, state := range way[:i+1] {
			s.ok(s.store.Mark(s.Context(), docstore.Progress{Ref: ref, State: state, WorkflowID: "sync:other", Target: ref.Key}))
		}
	}
	s.orders.underWay = []string{"sync:other"}
	listed := activities.NextInput{Scheme: refunds, Limit: 10, Bulk: true}
	next, err := s.acts.NextDocuments(s.Context(), listed)
	s.ok(err)
	if next.Elsewhere != 3 || !slices.Equal(keys(next.Documents), []string{in.Documents[3].Key}) {
		t.Errorf("%d elsewhere, listed %v", next.Elsewhere, keys(next.Documents))
	}
	met := in
	met.Documents = in.Documents[1:3] // one that was mapped goes to whoever saves it first
	page, err := s.stepped(met)
	s.ok(err)
	if page.Elsewhere != 2 || len(page.On)+len(page.Alone) != 0 {
		t.Errorf("%+v", page)
	}
	s.orders.underWay = nil // it has ended, and left them
	next, err = s.acts.NextDocuments(s.Context(), listed)
	s.ok(err)
	if len(next.Documents) != 4 {
		t.Errorf("listed %v", keys(next.Documents))
	}
}

// A scheme says from how many documents on they are carried page by page, and what
// lies in the store from before counts.
func TestThePlanSaysWhichLane(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.baseData()
	s.fetched(simulators.Plain)
	open := len(s.next(500))
	p, err := s.acts.PlanSync(s.Context(), activities.PlanInput{Scheme: refunds})
	s.ok(err)
	if p.Bulk != 201 || p.Open != open || p.Source != "jushuitan/MAIN" || p.Target != "kingdee/MAIN" {
		t.Errorf("from %d on, %d are there, from %s to %s", p.Bulk, p.Open, p.Source, p.Target)
	}
}
