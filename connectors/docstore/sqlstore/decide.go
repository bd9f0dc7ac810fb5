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
}

// decide holds the rules of Keep.
func decide(stored bool, r row, h head, exists bool) decision {
	stays := decision{state: h.state, reason: h.reason}
	switch {
	case !exists:
		return arriving(insert, stored, r)
	case older(r.Edition, h.edition):
		stays.verdict = repeat
	case r.hash == h.hash && h.newerHash != "":
		return restored(h)
	case r.hash == h.hash && h.state == docstore.Fetched && r.MemberOf != h.memberOf:
		return arriving(replace, stored, r) // the scheme groups its rows otherwise now
	case r.hash == h.hash || r.hash == h.newerHash:
		stays.verdict = repeat
	case h.partOf != "":
		return apart(r, h)
	case wasSent(h.state):
		stays.verdict = beside
	case h.state == docstore.Waiting && r.Skip == "" && r.Fail == "" && r.MemberOf == h.memberOf:
		stays.verdict = replace // who waits for base data goes on waiting, with the new content
	case h.targetID != "" && r.Skip != "":
		return decision{replace, docstore.Failed, thereStill + wouldSkip + text(r.Skip)}
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
		return decision{restore, docstore.Merged, docstore.PartOf(h.partOf)}
	}
	return decision{restore, h.state, h.reason}
}

// wouldSkip and cannotRead come before what is said against carrying newer content.
const (
	wouldSkip  = "; by the scheme it would now be skipped: "
	cannotRead = "; it could not be read now: "
)

// thereStill is the reason of a document that the target has, and that is not to
// be carried any more before its change has arrived: skipped, the bill would be
// left there and nobody told.
const thereStill = "the target has it as it was: see to it there, then skip this one"

// apart is new content of a row that is part of another document already:
// merged once more, it would be booked twice, and left alone, the change would
// be lost. A person has to see to it.
func apart(r row, h head) decision {
	reason := "the source changed it after it had become part of document " + h.partOf +
		", which has it as it was: where the target has that one, see to it there and skip this one; where not, retry that one"
	if r.Skip != "" {
		reason += wouldSkip + text(r.Skip)
	}
	return decision{beside, docstore.Failed, reason}
}

// wasSent counts Compensated, too: a person took it back, or the scheme because
// it was cancelled; a later change must not send it again unasked.
func wasSent(s docstore.State) bool {
	return s.Delivered() || s == docstore.Compensated
}

func arriving(v verdict, stored bool, r row) decision {
	switch {
	case r.Fail != "":
		return decision{v, docstore.Failed, text(r.Fail)}
	case r.Skip != "":
		return decision{v, docstore.Skipped, text(r.Skip)}
	case stored:
		return decision{v, docstore.Stored, ""}
	default:
		return decision{v, docstore.Fetched, ""}
	}
}
