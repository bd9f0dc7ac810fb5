package docstore

import "slices"

// State is where a document stands (design: a durable state machine).
type State string

// The states. All documents = Stored + Audited + Merged + Skipped + Failed +
// Compensated + in flight.
const (
	Fetched   State = "fetched"   // kept, nothing done yet
	Mapped    State = "mapped"    // its entry is made
	Waiting   State = "waiting"   // for base data, or for an account to be mended
	Recalled  State = "recalled"  // the target has it as it was, changeable again: to be saved there as it is now
	Saving    State = "saving"    // a save is about to be, or has been, sent
	Unknown   State = "unknown"   // a call was sent and its answer lost
	Saved     State = "saved"     // the target has it as a draft
	Submitted State = "submitted" // handed in for approval
	Refused   State = "refused"   // not approved: its draft is to be deleted there
	Allotting State = "allotting" // where the scheme takes it at the target, to be allotted to its organisations
	Handing   State = "handing"   // the same, to be handed over to another scheme
	Cancelled State = "cancelled" // the target has it and the source cancelled it: to be taken back there, or raised to a person
	Deleting  State = "deleting"  // taken back at the target because it was cancelled: its draft is to be deleted there

	Audited     State = "audited"     // approved: done
	Stored      State = "stored"      // base data: kept, done
	Merged      State = "merged"      // carried as part of another document of its scheme, or taken apart into rows that are
	Skipped     State = "skipped"     // the scheme, or a person, says it is not to be carried
	Failed      State = "failed"      // refused: a person must act
	Compensated State = "compensated" // cancelled at the source, and no longer at the target
)

// States lists every state in the order of a document's life.
func States() []State {
	return []State{
		Fetched, Mapped, Waiting, Recalled, Saving, Unknown, Saved, Submitted, Refused, Allotting, Handing,
		Cancelled, Deleting, Audited, Stored, Merged, Skipped, Failed, Compensated,
	}
}

// Final says whether nothing more happens to a document by itself.
func (s State) Final() bool {
	return slices.Contains([]State{Audited, Stored, Merged, Skipped, Failed, Compensated}, s)
}

// Delivered says whether the target has, or may have, the document: its
// content must not be replaced, and it must not be saved again unasked.
func (s State) Delivered() bool {
	return slices.Contains([]State{Recalled, Saving, Unknown, Saved, Submitted, Refused, Allotting, Handing, Cancelled, Deleting, Audited}, s)
}

// Exceptional says whether the step belongs in the document's diary.
func (s State) Exceptional() bool {
	return slices.Contains([]State{Waiting, Unknown, Cancelled, Deleting, Skipped, Failed, Compensated}, s)
}

// follows lists the steps a worker may take. A step to the same state is always
// allowed: it repeats what is known, as an activity does that is tried again.
func follows(from State) []State {
	switch from {
	case Fetched:
		// Not Saving: when a row changes at the source after it was mapped, Keep
		// puts it back to fetched, and the refused step is what keeps the old
		// content from being sent.
		return []State{Mapped, Waiting, Merged, Skipped, Failed}
	case Mapped:
		// Recalled, Unknown: the target has it from before, otherwise or as it is now.
		return []State{Saving, Waiting, Skipped, Failed, Recalled, Unknown}
	case Recalled:
		// Mapped: who has it there is asked once more, or it was deleted there, to be
		// saved as a new one.
		return []State{Saving, Mapped, Cancelled, Failed}
	case Waiting:
		// Not Saving: what it waited for changes the entry; it is mapped again.
		return []State{Mapped, Skipped, Failed}
	case Saving:
		// Mapped and Waiting: the call was refused as a whole (throttled, account
		// not accepted), nothing arrived; Recalled: the same, of what the target
		// has from before. Audited: some APIs save and audit in one.
		return []State{Saved, Submitted, Allotting, Handing, Audited, Unknown, Failed, Mapped, Waiting, Recalled}
	case Unknown:
		// Mapped, Saving: the target was asked and does not have it.
		return []State{Mapped, Saving, Saved, Submitted, Allotting, Handing, Audited, Failed}
	case Saved:
		// Not Waiting: a waiting document may be replaced by newer content, but the
		// target has this one; it stays saved, with the reason why it goes no further.
		return []State{Submitted, Allotting, Handing, Audited, Unknown, Cancelled, Failed, Compensated, Refused}
	case Submitted:
		// Saved: the target handed it back to be worked on again (重新审核).
		return []State{Saved, Allotting, Handing, Audited, Unknown, Cancelled, Failed, Compensated, Refused}
	case Refused:
		// Not Unknown: deleting again what is deleted does nothing. Allotting and on:
		// a person has approved it there after all.
		return []State{Failed, Allotting, Handing, Submitted, Audited}
	case Allotting:
		// Back to where the scheme ends: only then is the document done. Not
		// Unknown: allotting again what is allotted does nothing.
		return []State{Handing, Saved, Submitted, Audited, Failed}
	case Handing:
		return []State{Saved, Submitted, Audited, Failed}
	case Cancelled:
		// Not Unknown: taking back again what is taken back does nothing. Saved and on,
		// Fetched: the source took the cancellation back, and it goes back to where it was.
		return []State{Deleting, Compensated, Failed, Fetched, Saved, Submitted, Audited}
	case Deleting:
		// Fetched: the same, of a bill that is deleted by then, or was to be changed.
		return []State{Compensated, Failed, Fetched, Saved}
	case Audited:
		return []State{Compensated}
	default:
		return nil // final: only a person (Reopen) takes it further
	}
}

// CanFollow says whether a worker may move a document from one state to
// another. People have more rights: CanReopen and CanSkip.
func CanFollow(from, to State) bool {
	return from == to && slices.Contains(States(), to) || slices.Contains(follows(from), to)
}

// Reached lists the states of documents that the target has as far as a goal, or
// further, as one that somebody approved there by hand; none for a state that
// is no goal.
func Reached(goal State) []State {
	way := []State{Saved, Submitted, Audited}
	at := slices.Index(way, goal)
	if at < 0 {
		return nil
	}
	return way[at:]
}

// CanReopen says whether a person may send a document back to fetched, or one that
// was cancelled to be looked at again. Nothing that the target has otherwise may be:
// it would be saved twice.
func CanReopen(from State) bool {
	return slices.Contains([]State{Failed, Skipped, Waiting, Compensated}, from)
}

// CanSkip says whether a person may decide that a document is not carried. Not
// when the target has, or may have, it: that would only hide it.
func CanSkip(from State) bool {
	return slices.Contains([]State{Fetched, Mapped, Waiting, Failed}, from)
}

// CanRevoke says whether a person may say for the source that it has a document no
// more. Not when there is nothing of it left to take back.
func CanRevoke(from State) bool {
	return !slices.Contains([]State{Cancelled, Deleting, Stored, Merged, Skipped, Compensated}, from)
}
