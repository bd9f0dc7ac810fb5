package activities_test

import (
	"context"
	"testing"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// sleeper is a store whose user falls asleep once a call is noted, until another
// worker has taken the document over.
type sleeper struct {
	activities.Store
	at   docstore.State // in which the call is made
	over func()
}

// Mark sleeps behind the note.
func (s *sleeper) Mark(ctx context.Context, p docstore.Progress) error {
	err := s.Store.Mark(ctx, p)
	if p.State == s.at && s.over != nil {
		over := s.over
		s.over = nil
		over()
	}
	return err
}

// A worker that wakes up between the note and the sending does not send, and does
// not write over what the other has noted.
func TestAWorkerThatWasOvertakenSendsNothing(t *testing.T) {
	t.Parallel()
	for name, steps := range map[string][]docstore.Progress{
		"asked about":   {{State: docstore.Unknown, Reason: "asked"}},
		"given back":    {{State: docstore.Unknown, Reason: "asked"}, {State: docstore.Mapped, Reason: "given back"}},
		"being sent":    {{State: docstore.Unknown, Reason: "asked"}, {State: docstore.Mapped}, {State: docstore.Saving, Called: true}},
		"sent by other": {{State: docstore.Unknown, Reason: "asked"}, {State: docstore.Mapped}, {State: docstore.Saving, Called: true}, {State: docstore.Saved, TargetID: "1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := setup(t)
			ref, store := s.mapped(), s.acts.Store
			s.acts.Store = &sleeper{store, docstore.Saving, func() {
				for _, p := range steps {
					p.Ref = ref.Document()
					s.ok(store.Mark(s.Context(), p))
				}
			}}
			s.stands(ref, steps[len(steps)-1].State, s.acts.Save)
			s.noBill(ref)
		})
	}
}

// What another worker has had approved meanwhile stays approved.
func TestAWorkerThatWasOvertakenTakesNothingBack(t *testing.T) {
	t.Parallel()
	onEachStore(t, updating, func(c *changing) {
		c.audited()
		c.changes("second")
		c.goes(docstore.Mapped)
		late := c.activities(c.environ)
		late.Store = &sleeper{late.Store, docstore.Mapped, func() {
			c.givesTime(c.acts.Recall)
			c.goes(docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		}}
		c.stands(c.ref, docstore.Audited, late.Recall)
		c.has("C", "second")
	})
}

// What another worker has taken back and changed meanwhile is not handed in, nor
// approved, by the one that wakes up.
func TestAWorkerThatWasOvertakenApprovesNothing(t *testing.T) {
	t.Parallel()
	again := []docstore.State{docstore.Mapped, docstore.Recalled, docstore.Saved, docstore.Submitted}
	for name, late := range map[string]struct {
		at, ends docstore.State
		bill     string
		take     func(*activities.Activities) step
		other    []docstore.State
	}{
		"submits": {docstore.Saved, docstore.Saved, "A", submit, append([]docstore.State{docstore.Submitted, docstore.Audited}, again[:3]...)},
		"audits":  {docstore.Submitted, docstore.Submitted, "B", audit, append([]docstore.State{docstore.Audited}, again...)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			onEachStore(t, updating, func(c *changing) {
				c.goes(docstore.Mapped, docstore.Saved)
				if late.at == docstore.Submitted {
					c.goes(docstore.Submitted)
				}
				other := c.activities(c.environ)
				other.Store = &sleeper{other.Store, late.at, func() {
					c.changes("second")
					c.goes(late.other...)
				}}
				c.stands(c.ref, late.ends, late.take(other))
				c.has(late.bill, "second")
			})
		})
	}
}

func submit(a *activities.Activities) step { return a.Submit }

func audit(a *activities.Activities) step { return a.Audit }

// What another worker has begun meanwhile is its own, also what may be done twice.
func TestAWorkerThatWasOvertakenAllotsNothing(t *testing.T) {
	t.Parallel()
	s := feeding(t)
	ref := s.shop(70001, "甲", docstore.Allotting)
	late := s.activities(s.environ)
	late.Store = &sleeper{late.Store, docstore.Allotting, func() {
		s.ok(s.store.Mark(s.Context(), docstore.Progress{Ref: ref.Document(), State: docstore.Allotting, Called: true}))
	}}
	s.stands(ref, docstore.Allotting, late.Allot)
	if all := s.customers(ref); len(all) != 1 {
		t.Errorf("allotted, 金蝶 has %+v", all)
	}
	s.stands(ref, docstore.Handing, s.acts.Allot)
}
