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
			c.goes(docstore.Recalled, docstore.Saved, docstore.Submitted, docstore.Audited)
		}}
		c.stands(c.ref, docstore.Audited, late.Recall)
		c.has("C", "second")
	})
}
