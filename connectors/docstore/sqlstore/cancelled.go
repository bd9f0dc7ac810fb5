package sqlstore

import "github.com/erpbridge/erpbridge/connectors/docstore"

const (
	// cancelled begins the reason of a document that the target has, or had as it was
	// before, and that the source cancelled.
	cancelled = "the source cancelled it after the target had it: "
	// uncancelled is what the diary says when the source takes that back.
	uncancelled = "the source took its cancellation back"
	// revoked marks the hash of content that a person says the source has no more: the
	// same content, sent again, is a change.
	revoked = "gone:"
)

// cancels: by the scheme, a row is not to be carried.
func cancels(r row) bool { return r.Skip != "" && r.Fail == "" }

func (h head) cancelled() bool { return docstore.Document{HeldAs: h.heldAs}.Cancelled() }

// sinceCancelled is new content of a document that was cancelled after the target
// had it. One that is being taken back stays where it is, for a call may be under
// way: whoever makes the next one sees what the source says now. One that was raised
// is looked at again: a person may have taken it back.
func sinceCancelled(r row, h head) decision {
	stays := decision{state: h.state, reason: h.reason, was: h.was}
	raised := h.state == docstore.Failed
	switch {
	case r.hash == h.newerHash && cancels(r) == h.cancelled(), r.hash == h.hash && h.newerHash == "" && !cancels(r):
		stays.verdict = repeat
	case cancels(r) || r.Fail != "":
		stays.verdict = beside
	case raised && h.was == docstore.Fetched:
		return arriving(replace, false, r)
	case raised && r.hash == h.hash:
		return decision{verdict: restore, state: docstore.Cancelled, reason: uncancelled, was: h.was}
	case raised:
		return decision{verdict: beside, state: docstore.Cancelled, reason: uncancelled, was: h.was}
	case r.hash == h.hash:
		stays.verdict = restore
	default:
		stays.verdict = beside
	}
	return stays
}
