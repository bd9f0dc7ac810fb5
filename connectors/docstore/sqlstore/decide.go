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
	case r.hash == h.hash && h.newerHash != "":
		stays.verdict = restore
	case r.hash == h.hash || r.hash == h.newerHash:
		stays.verdict = repeat
	case wasSent(h.state):
		stays.verdict = beside
	case h.state == docstore.Waiting && r.Skip == "" && r.Fail == "":
		stays.verdict = replace // who waits for base data goes on waiting, with the new content
	default:
		return arriving(replace, stored, r)
	}
	return stays
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
