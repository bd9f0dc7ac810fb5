package docstore

import "slices"

// Day is how many of the documents that were fetched on a day are in each state
// now. Documents that have changed count on the day their content is of.
type Day struct {
	Day    string        `json:"day"` // 2026-11-01, in Asia/Shanghai
	Counts map[State]int `json:"counts"`
}

// WindowCounts are what a window of a scheme brought first, and in which states that is
// now. Fetched was counted when it was kept, apart from the documents. What no window
// brought, because it was pushed or handed over, is in one with neither times nor
// Fetched. What a later window read again, changed or not, belongs to the first.
type WindowCounts struct {
	Window

	Fetched int           `json:"fetched"`
	Counts  map[State]int `json:"counts"`
}

// Balance is the invariant of a scheme: what was fetched is somewhere.
type Balance struct {
	Fetched     int `json:"fetched"`
	Done        int `json:"done"` // audited, or as far as the scheme takes it; stored; part of another document
	Skipped     int `json:"skipped"`
	Failed      int `json:"failed"`
	Compensated int `json:"compensated"`
	InFlight    int `json:"in_flight"`
	// Lost are documents in a state that this program does not know. It is never
	// anything but 0, unless a newer program has written into the store.
	Lost int `json:"lost"`
}

// BalanceOf sorts counts by state; goal is where the scheme's last step leaves a
// document.
func BalanceOf(counts map[State]int, goal State) Balance {
	var b Balance
	for state, n := range counts {
		b.Fetched += n
		*b.part(state, goal) += n
	}
	return b
}

func (b *Balance) part(s, goal State) *int {
	switch {
	case slices.Contains(Reached(goal), s), s == Audited, s == Stored, s == Merged:
		return &b.Done
	case s == Skipped:
		return &b.Skipped
	case s == Failed:
		return &b.Failed
	case s == Compensated:
		return &b.Compensated
	case slices.Contains(States(), s):
		return &b.InFlight
	default:
		return &b.Lost
	}
}

// Fault is a promise of the store that does not hold. There is none, unless the
// store was written by others, or has a bug.
type Fault struct {
	Kind  FaultKind `json:"kind"`
	State State     `json:"state,omitempty"` // of the documents that are miscounted
	Want  int       `json:"want,omitempty"`  // documents
	Got   int       `json:"got,omitempty"`   // as they are counted
	Key   string    `json:"key,omitempty"`   // of the document
	Other string    `json:"other,omitempty"` // the document it should be part of

	Window Window `json:"window,omitzero"` // that brought other than Want documents
}

// FaultKind is a promise that can be broken.
type FaultKind string

// The faults.
const (
	Miscounted FaultKind = "miscounted" // the counters differ from the documents
	Orphaned   FaultKind = "orphaned"   // it is part of a document that is not there
	Incomplete FaultKind = "incomplete" // a window brought Got documents, and Want are there
)
