package sqlstore

import (
	"context"
	"slices"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// caughtUp is what the diary says of a document that is taken up with newer content.
const caughtUp = "the source changed it while it was being sent; it is carried as it is now"

// catchUp does what newer content asks for once a step gives up what kept it
// beside, as if it had come a moment later: it takes the place of what was there,
// or keeps it from being sent. Left beside, it would wait for a person, because the
// source does not send it twice.
func (m *marker) catchUp(ctx context.Context, t *tx, scheme string, marks map[string]*markRow, stored map[string]head) error {
	var turns []turned
	for key := range marks {
		if turn, behind := stored[key].behind(); behind {
			turns = append(turns, turn)
		}
	}
	return t.turn(ctx, scheme, turns, m.now)
}

// behind says where a document goes that nothing on its way keeps from what the
// source says now. What is made of rows, and the rows, are for a person to see to.
func (h head) behind() (turned, bool) {
	to := turned{key: h.key, from: h.state, to: docstore.Fetched, told: caughtUp, adopts: true}
	switch {
	case h.newerHash == "" || h.memberOf != "" || h.partOf != "" || h.parts > 0:
		return to, false
	case h.state == docstore.Compensated && h.cancelled(): // what comes after that is a change, also if it is what was sent
		to.to, to.reason, to.told = h.state, h.reason, ""
		return to, true
	case !slices.Contains([]docstore.State{docstore.Fetched, docstore.Mapped, docstore.Waiting, docstore.Failed}, h.state),
		h.state == docstore.Failed && h.was != "": // raised to a person
		return to, false
	case h.heldAs == "":
		return to, true
	case h.cancelled() && h.targetID != "":
		return turned{key: h.key, from: h.state, to: docstore.Cancelled, reason: cancelled + h.held, was: docstore.Fetched}, true
	case h.cancelled():
		to.to, to.reason = docstore.Skipped, h.held
		return to, true
	default:
		to.to, to.reason = docstore.Failed, h.held
		return to, true
	}
}
