package docstore

import "slices"

// State is where a document stands (design: a durable state machine).
type State string

// The states. Fetched = Stored + Audited + Skipped + Failed + Compensated + in flight.
const (
	Fetched   State = "fetched"   // kept, nothing done yet
	Mapped    State = "mapped"    // its entry is made
	Waiting   State = "waiting"   // for base data, or for an account to be mended
	Saving    State = "saving"    // a save is about to be, or has been, sent
	Unknown   State = "unknown"   // a call was sent and its answer lost
	Saved     State = "saved"     // the target has it as a draft
	Submitted State = "submitted" // handed in for approval

	Audited     State = "audited"     // approved: done
	Stored      State = "stored"      // base data: kept, done
	Skipped     State = "skipped"     // the scheme, or a person, says it is not to be carried
	Failed      State = "failed"      // refused: a person must act
	Compensated State = "compensated" // taken back at the target
)

// States lists every state in the order of a document's life.
func States() []State {
	return []State{
		Fetched, Mapped, Waiting, Saving, Unknown, Saved, Submitted,
		Audited, Stored, Skipped, Failed, Compensated,
	}
}

// Final says whether nothing more happens to a document by itself.
func (s State) Final() bool {
	return slices.Contains([]State{Audited, Stored, Skipped, Failed, Compensated}, s)
}

// Delivered says whether the target has, or may have, the document: its
// content must not be replaced, and it must not be saved again unasked.
func (s State) Delivered() bool {
	return slices.Contains([]State{Saving, Unknown, Saved, Submitted, Audited}, s)
}

// Exceptional says whether the step belongs in the document's diary.
func (s State) Exceptional() bool {
	return slices.Contains([]State{Waiting, Unknown, Skipped, Failed, Compensated}, s)
}
