package sqlstore

import (
	"context"
	"slices"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// caughtUp is what the diary says of a document that is taken up with newer content.
const caughtUp = "the source changed it while it was being sent; it is carried as it is now"

// catchUp takes newer content over once a step gives up what kept it beside: had
// it come a moment later, it would have replaced what was there. Left beside, it
// would wait for a person, because the source does not send it twice.
func (m *marker) catchUp(ctx context.Context, t *tx, scheme string, marks map[string]*markRow, stored map[string]head) error {
	var behind []stated
	for key := range marks {
		if h := stored[key]; h.behind() {
			behind = append(behind, stated{key, h.state})
		}
	}
	if len(behind) == 0 {
		return nil
	}
	return t.renew(ctx, scheme, behind, m.now, caughtUp)
}

// behind: nothing that is on its way keeps newer content beside it, and nobody has
// to decide about that.
func (h head) behind() bool {
	return h.newerHash != "" && h.held == "" && h.memberOf == "" && h.partOf == "" && h.parts == 0 &&
		slices.Contains([]docstore.State{docstore.Mapped, docstore.Waiting, docstore.Failed}, h.state)
}
