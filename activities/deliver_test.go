package activities_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// next reads every page of what is to be delivered.
func (s *stage) next(limit int) []activities.Delivery {
	s.Helper()
	var all []activities.Delivery
	in := activities.NextInput{Scheme: refunds, Limit: limit}
	for {
		page, err := s.acts.NextDocuments(s.Context(), in)
		s.ok(err)
		if len(page.Documents) > limit {
			s.Fatalf("a page of %d has %d documents", limit, len(page.Documents))
		}
		all = append(all, page.Documents...)
		if in.After = page.After; in.After == "" {
			return all
		}
	}
}

// lines are rows of one line each, by their keys.
func (s *stage) lines(ids ...string) {
	s.Helper()
	var rows []any
	for _, id := range ids {
		_, row := s.refund(id, nil)
		rows = append(rows, row)
	}
	s.rows(refunds, rows...)
}

func keys(all []activities.Delivery) []string {
	out := make([]string, len(all))
	for i, d := range all {
		out[i] = d.Key
	}
	return out
}

func TestNextDocumentsInPages(t *testing.T) {
	t.Parallel()
	s := setup(t)
	var ids, want []string
	for i := range 7 {
		id := fmt.Sprint(900001 + i)
		ids, want = append(ids, id), append(want, id+"-1")
	}
	slices.Reverse(ids)
	s.lines(ids...)
	for _, limit := range []int{1, 3, 7, 100} {
		if got := keys(s.next(limit)); !slices.Equal(got, want) {
			t.Errorf("%d at a time: %v, want %v", limit, got, want)
		}
	}
}

// Whatever is not at an end is to go on; what is, is not.
func TestNextDocumentsByState(t *testing.T) {
	t.Parallel()
	s := setup(t)
	var ids, want []string
	for i, state := range docstore.States() {
		id := fmt.Sprint(900001 + i)
		ids = append(ids, id)
		if !state.Final() && state != docstore.Waiting {
			want = append(want, id+"-1")
		}
	}
	s.lines(ids...)
	for i, state := range docstore.States() {
		if state != docstore.Stored { // only base data is stored
			s.reach(docstore.Ref{Scheme: refunds, Key: ids[i] + "-1"}, state)
		}
	}
	got := keys(s.next(3))
	want = append(want, ids[slices.Index(docstore.States(), docstore.Stored)]+"-1") // here it stayed fetched
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("to deliver are %v, want %v", got, want)
	}
}

// reach moves a document to a state by steps that a worker may take.
func (s *stage) reach(ref docstore.Ref, state docstore.State) {
	s.Helper()
	ways := map[docstore.State][]docstore.State{
		docstore.Mapped: {docstore.Mapped}, docstore.Waiting: {docstore.Waiting}, docstore.Skipped: {docstore.Skipped},
		docstore.Failed: {docstore.Failed}, docstore.Merged: {docstore.Merged}, docstore.Saving: {docstore.Mapped, docstore.Saving},
	}
	sent := ways[docstore.Saving]
	ways[docstore.Unknown] = append(slices.Clone(sent), docstore.Unknown)
	ways[docstore.Saved] = append(slices.Clone(sent), docstore.Saved)
	ways[docstore.Submitted] = append(slices.Clone(sent), docstore.Submitted)
	for _, end := range []docstore.State{docstore.Allotting, docstore.Handing, docstore.Audited} {
		ways[end] = append(slices.Clone(sent), end)
	}
	ways[docstore.Compensated] = append(slices.Clone(ways[docstore.Saved]), docstore.Compensated)
	for _, step := range ways[state] {
		s.ok(s.store.Mark(s.Context(), docstore.Progress{Ref: ref, State: step, Revision: "r1"}))
	}
}

// A waiting document has a workflow that looks now and then; one that nobody
// has looked at for an hour has lost it.
func TestNextDocumentsTakesUpSilentWaitingOnes(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.lines("900001", "900002", "900003")
	for _, id := range []string{"900001", "900003"} {
		s.reach(docstore.Ref{Scheme: refunds, Key: id + "-1"}, docstore.Waiting)
	}
	if got := keys(s.next(1)); !slices.Equal(got, []string{"900002-1"}) {
		t.Errorf("at once: %v", got)
	}
	s.acts.Now = func() time.Time { return time.Now().Add(30 * time.Minute) }
	if got := keys(s.next(2)); !slices.Equal(got, []string{"900002-1"}) {
		t.Errorf("after 30 minutes: %v", got)
	}
	s.acts.Now = func() time.Time { return time.Now().Add(time.Hour) }
	if got := keys(s.next(2)); !slices.Equal(got, []string{"900001-1", "900002-1", "900003-1"}) {
		t.Errorf("after an hour: %v", got)
	}
}

// A document finishes under the revision it started with; one that has not
// started takes the newest.
func TestNextDocumentsRevision(t *testing.T) {
	t.Parallel()
	s := setup(t)
	s.lines("900001", "900002")
	s.reach(docstore.Ref{Scheme: refunds, Key: "900002-1"}, docstore.Mapped)
	want := []activities.Delivery{
		{Key: "900001-1", Number: "900001-1"},
		{Key: "900002-1", Number: "900002-1", Revision: "r1"},
	}
	if got := s.next(10); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestWakeWaiting(t *testing.T) {
	t.Parallel()
	s := setupWorld(t, 60)
	s.baseData()
	s.fetched(simulators.Plain)
	var want []docstore.Ref
	for _, kind := range []simulators.Kind{simulators.UnknownShop, simulators.LateOrder} {
		for _, d := range s.world.Documents() {
			if d.Kind != kind {
				continue
			}
			ref := activities.Ref{Scheme: refunds, Key: d.AsID + "-1"}
			s.stands(ref, docstore.Waiting, s.acts.Map)
			if kind == simulators.LateOrder {
				want = append(want, ref.Document())
			}
		}
	}
	n, err := s.acts.WakeWaiting(s.Context(), orderData)
	s.ok(err)
	if n != len(want) || n < 2 || !slices.Equal(s.orders.woken, want) {
		t.Errorf("%d were woken: %v, want %v", n, s.orders.woken, want)
	}
	s.orders.refuses = fmt.Errorf("no Temporal")
	if woken, err := s.acts.WakeWaiting(s.Context(), orderData); err != nil || woken != 0 {
		t.Errorf("%d were woken, %v; who cannot be told looks again by itself", woken, err)
	}
	if len(s.orders.woken) != 2*n {
		t.Errorf("one that could not be woken kept others asleep: %d of %d", len(s.orders.woken)-n, n)
	}
}
