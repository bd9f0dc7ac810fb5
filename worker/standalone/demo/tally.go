package demo

import (
	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Tally counts the documents of a scheme by what has become of them. Those that
// are as far as the scheme takes them are among saved, submitted or audited.
type Tally struct {
	Fetched   int `json:"fetched"`
	Stored    int `json:"stored,omitempty"` // kept for others
	Saved     int `json:"saved,omitempty"`
	Submitted int `json:"submitted,omitempty"`
	Audited   int `json:"audited"`
	Merged    int `json:"merged,omitempty"` // part of others
	Skipped   int `json:"skipped"`
	Waiting   int `json:"waiting"`
	Failed    int `json:"failed"`
	Flying    int `json:"in_flight"`
	Changed   int `json:"changed_after_audit,omitempty"`
}

// reached are the states in which a scheme has done its work at the target: its
// goal, and those beyond, to which somebody may have taken a document by hand.
func reached(s *schemes.Scheme) []docstore.State {
	var states []docstore.State
	for _, state := range []docstore.State{docstore.Saved, docstore.Submitted, docstore.Audited} {
		if activities.Reached(state, activities.End(s)) {
			states = append(states, state)
		}
	}
	return states
}

func tally(s *schemes.Scheme, counts map[docstore.State]int, changed int) Tally {
	var t Tally
	for state, n := range counts {
		t.Fetched += n
		*t.of(state, activities.End(s)) += n
	}
	t.Changed = changed
	if s.Target != nil && s.Target.OnChange == schemes.Update && !s.Merges() { // rows of a merged document stay as they were carried
		t.owe(t.of(activities.End(s), activities.End(s)))
	}
	return t
}

// of is the number that documents of a state are counted in.
func (t *Tally) of(state, goal docstore.State) *int {
	switch state {
	case docstore.Saved, docstore.Submitted, docstore.Audited:
		return t.arrived(state, goal)
	case docstore.Compensated:
		return &t.Audited
	case docstore.Stored:
		return &t.Stored
	case docstore.Merged:
		return &t.Merged
	case docstore.Skipped:
		return &t.Skipped
	case docstore.Waiting:
		return &t.Waiting
	case docstore.Failed:
		return &t.Failed
	default:
		return &t.Flying
	}
}

func (t *Tally) arrived(state, goal docstore.State) *int {
	switch {
	case goal != docstore.Stored && !activities.Reached(state, goal): // of what was carried before a scheme lost its target, nothing more is wanted
		return &t.Flying
	case state == docstore.Saved:
		return &t.Saved
	case state == docstore.Submitted:
		return &t.Submitted
	default:
		return &t.Audited
	}
}

// owe counts as in flight what has changed since it arrived, where such changes
// are carried too.
func (t *Tally) owe(arrived *int) {
	again := min(t.Changed, *arrived)
	*arrived -= again
	t.Flying += again
	t.Changed = 0
}

func (t Tally) add(u Tally) Tally {
	return Tally{
		Fetched: t.Fetched + u.Fetched, Stored: t.Stored + u.Stored,
		Saved: t.Saved + u.Saved, Submitted: t.Submitted + u.Submitted, Audited: t.Audited + u.Audited,
		Merged: t.Merged + u.Merged, Skipped: t.Skipped + u.Skipped, Waiting: t.Waiting + u.Waiting, Failed: t.Failed + u.Failed,
		Flying: t.Flying + u.Flying, Changed: t.Changed + u.Changed,
	}
}

// done is how many need nothing more from us now.
func (t Tally) done() int { return t.Fetched - t.Flying - t.Waiting }
