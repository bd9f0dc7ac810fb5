package sqlstore

import "github.com/erpbridge/erpbridge/connectors/docstore"

// verdict is what happens to an incoming row.
type verdict int

const (
	insert  verdict = iota // a new document
	replace                // content that was not sent makes way
	beside                 // content that was, or may have been, sent stays; the new one is kept beside it
	restore                // the source is back at what was sent: nothing newer any more
	repeat                 // known already
)

// decision is a verdict and the state a document is in after it.
type decision struct {
	verdict verdict
	state   docstore.State
	reason  string
	was     docstore.State // where it goes back to if the source takes its cancellation back
}

// decide holds the rules of Keep.
func decide(stored bool, r row, h head, exists bool) decision {
	stays := decision{state: h.state, reason: h.reason}
	switch {
	case !exists:
		return arriving(insert, stored, r)
	case older(r.Edition, h.edition):
		stays.verdict = repeat
	case h.was != "":
		return sinceCancelled(r, h)
	case r.hash == h.hash && h.newerHash != "":
		return restored(h)
	case r.hash == h.hash && h.state == docstore.Fetched && r.MemberOf != h.memberOf:
		return arriving(replace, stored, r) // the scheme groups its rows otherwise now
	case r.hash == h.hash || r.hash == h.newerHash && cancels(r) == h.cancelled():
		stays.verdict = repeat
	case h.partOf != "":
		return apart(r, h)
	case h.state == docstore.Compensated && cancels(r):
		stays.verdict = replace // there is nothing of it at the target
	case wasSent(h.state):
		stays.verdict = beside
	case h.state == docstore.Waiting && r.Skip == "" && r.Fail == "" && r.MemberOf == h.memberOf:
		stays.verdict = replace // who waits for base data goes on waiting, with the new content
	case h.targetID != "" && h.state != docstore.Skipped && cancels(r):
		return decision{beside, docstore.Cancelled, cancelled + text(r.Skip), docstore.Fetched}
	default:
		return arriving(replace, stored, r)
	}
	return stays
}

// older: what was sent before something else may arrive after it.
func older(edition, than string) bool { return edition != "" && edition < than }

// restored: the source is back at what was sent, or became part of a document.
func restored(h head) decision {
	if h.partOf != "" && h.state == docstore.Failed {
		return decision{verdict: restore, state: docstore.Merged, reason: docstore.PartOf(h.partOf)}
	}
	return decision{verdict: restore, state: h.state, reason: h.reason}
}

// wouldSkip and cannotRead come before what is said against carrying newer content.
const (
	wouldSkip  = "; by the scheme it would now be skipped: "
	cannotRead = "; it could not be read now: "
)

// apart is new content of a row that is part of another document already:
// merged once more, it would be booked twice, and left alone, the change would
// be lost. A person has to see to it.
func apart(r row, h head) decision {
	reason := "the source changed it after it had become part of document " + h.partOf +
		", which has it as it was: where the target has that one, see to it there and skip this one; where not, retry that one"
	if r.Skip != "" {
		reason += wouldSkip + text(r.Skip)
	}
	return decision{verdict: beside, state: docstore.Failed, reason: reason}
}

// wasSent counts Compensated, too: it was cancelled and taken back; whether it is
// sent again when the source has it again is for the scheme to say.
func wasSent(s docstore.State) bool {
	return s.Delivered() || s == docstore.Compensated
}

func arriving(v verdict, stored bool, r row) decision {
	switch {
	case r.Fail != "":
		return decision{verdict: v, state: docstore.Failed, reason: text(r.Fail)}
	case r.Skip != "":
		return decision{verdict: v, state: docstore.Skipped, reason: text(r.Skip)}
	case stored:
		return decision{verdict: v, state: docstore.Stored}
	default:
		return decision{verdict: v, state: docstore.Fetched}
	}
}
