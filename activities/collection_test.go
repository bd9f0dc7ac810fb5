package activities_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

const (
	parcels = "parcels"
	tracks  = "tracks"
	tracked = "parcels-tracked"
)

// following is a stage with two collections, and a scheme that reads both.
func following(t *testing.T) *stage {
	t.Helper()
	s := setupSchemes(t, "testdata/followed", 2)
	s.acts.Now = func() time.Time { return time.Now().Truncate(time.Second) }
	return s
}

// run reads a scheme as a workflow does.
func (s *stage) run(scheme string) activities.Fetched {
	s.Helper()
	plan, err := s.acts.PlanSync(s.Context(), activities.PlanInput{Scheme: scheme})
	s.ok(err)
	in := activities.FetchInput{
		Scheme: scheme, Revision: plan.Revision, Window: plan.Windows[0], Watermark: plan.Watermark, Position: plan.Position,
	}
	var sum activities.Fetched
	for {
		got, err := s.acts.FetchPage(s.Context(), in)
		s.ok(err)
		sum.New, sum.Changed, sum.Unchanged = sum.New+got.New, sum.Changed+got.Changed, sum.Unchanged+got.Unchanged
		if in.Cursor = got.Next; in.Cursor == "" {
			return sum
		}
	}
}

type object = map[string]any

// A scheme reads the documents of another from where it has come, which is kept
// with its sync point.
func TestACollectionAsASource(t *testing.T) {
	t.Parallel()
	s := following(t)
	s.rows(parcels, object{"id": 1, "no": "A", "n": json.Number("1.50")}, object{"id": 2, "no": "B"}, object{"id": 3, "no": "C", "cancelled": "y"})
	s.rows(tracks, object{"nu": "t", "parcel": "A", "state": 0})
	for _, step := range []struct {
		does func()
		want activities.Fetched
	}{
		{func() {}, activities.Fetched{New: 3}},
		{func() {}, activities.Fetched{}},
		{func() { s.rows(tracks, object{"nu": "t", "parcel": "A", "state": 3}) }, activities.Fetched{Changed: 1}},
		{func() { s.rows(parcels, object{"id": 2, "no": "A"}, object{"id": 4, "no": "B"}) }, activities.Fetched{New: 1, Changed: 1}},
		{func() { s.ok(s.store.SetWatermark(t.Context(), tracked, time.Now())) }, activities.Fetched{Unchanged: 4}}, // a person: from the beginning
		{func() {}, activities.Fetched{}},
	} {
		step.does()
		if got := s.run(tracked); !reflect.DeepEqual(got, step.want) {
			t.Errorf("a run brings %+v, want %+v", got, step.want)
		}
	}
	doc := s.doc(activities.Ref{Scheme: tracked, Key: "1"})
	const want = `{"id":1,"n":1.50,"no":"A","_meta":{"id":"1","number":"A"},"track":{"nu":"t","parcel":"A","state":3}}`
	if string(doc.Content) != want || doc.State != docstore.Stored || doc.Number != "A" {
		t.Errorf("it is %s %s %s", doc.State, doc.Number, doc.Content)
	}
	if doc := s.doc(activities.Ref{Scheme: tracked, Key: "3"}); doc.State != docstore.Skipped || doc.Reason != "it was cancelled" {
		t.Errorf("it is %s: %s", doc.State, doc.Reason)
	}
}

// A row into which one row is to be put and several belong waits for a person
// under its own key, and goes on once one is left. One that is not carried anyway
// is not failed for it.
func TestARowThatCannotBeUsedAsItIs(t *testing.T) {
	t.Parallel()
	s := following(t)
	s.rows(parcels, object{"id": 1, "no": "A"}, object{"id": 2, "no": "A", "cancelled": "y"})
	s.rows(tracks, object{"nu": "t", "parcel": "A", "state": 1}, object{"nu": "u", "parcel": "A", "state": 2})
	s.run(tracked)
	doc := s.doc(activities.Ref{Scheme: tracked, Key: "1"})
	if doc.State != docstore.Failed || doc.Reason != "several rows of tracks belong to it as track, and they differ: documents t and u" {
		t.Errorf("it is %s: %s", doc.State, doc.Reason)
	}
	if doc := s.doc(activities.Ref{Scheme: tracked, Key: "2"}); doc.State != docstore.Skipped {
		t.Errorf("it is %s: %s", doc.State, doc.Reason)
	}
	s.rows(tracks, object{"nu": "u", "parcel": "B", "state": 2})
	s.rows(parcels, object{"id": 1, "no": "A", "n": 2})
	s.run(tracked)
	if doc := s.doc(activities.Ref{Scheme: tracked, Key: "1"}); doc.State != docstore.Stored || doc.Reason != "" {
		t.Errorf("it is %s: %s", doc.State, doc.Reason)
	}
}

// Whoever brings rows tells the schemes that read them: a run, a call, and a
// document that is handed over.
func TestFollowersAreAskedToRun(t *testing.T) {
	t.Parallel()
	for what, bring := range map[string]func(*stage) error{
		"a run": func(s *stage) error {
			_, err := s.acts.WakeWaiting(s.Context(), tracks)
			return err
		},
		"a call": func(s *stage) error {
			in := activities.NewIntake(s.acts.Schemes, s.store, s.orders, s.acts.Log)
			defer in.Close()
			def, err := s.library.Get(parcels)
			s.ok(err)
			return in.Carry(s.Context(), def, []string{"1"})
		},
	} {
		s := following(t)
		s.rows(parcels, object{"id": 1, "no": "A"})
		s.ok(bring(s))
		if len(s.orders.begun) > 0 {
			t.Errorf("%s: a scheme that has never run was begun", what)
		}
		s = following(t)
		s.rows(parcels, object{"id": 1, "no": "A"})
		s.run(tracked)
		s.ok(bring(s))
		if !slices.Equal(s.orders.begun, []string{tracked}) || len(s.orders.started) > 0 {
			t.Errorf("%s begins %q", what, s.orders.begun)
		}
		s = following(t)
		s.run(tracked)
		s.ok(s.store.SetPause(t.Context(), tracked, docstore.Pause{By: "li", At: time.Now()}))
		s.ok(bring(s))
		if len(s.orders.begun) > 0 {
			t.Errorf("%s: a paused scheme was begun", what)
		}
		s = following(t)
		s.orders.refuses = fmt.Errorf("Temporal is away")
		if err := bring(s); err != nil {
			t.Errorf("%s is hindered by it: %v", what, err)
		}
	}
}
