package activities

import (
	"context"
	"slices"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// manyDocuments is up to how many documents the lane auto gives each a workflow
// of its own. A workflow shows more, and costs what thirty documents of a page do.
const manyDocuments = 200

// bulkFrom is how many documents are carried page by page; 0: none are.
func bulkFrom(lane schemes.Lane) int {
	switch lane {
	case schemes.LaneBulk:
		return 1
	case schemes.LaneAuto:
		return manyDocuments + 1
	default:
		return 0
	}
}

// planLane says how the documents are to be carried, and how many there are before
// any are read. Those that wait have workflows of their own, and rows that are to be
// merged are no documents yet.
func (a *Activities) planLane(ctx context.Context, s *schemes.Scheme, p *Plan) error {
	p.Bulk, p.Target = bulkFrom(s.Lane), account(s.Target.Connector, s.Target.Account)
	if p.Bulk == 0 {
		return nil
	}
	counts, _, err := a.Store.Counts(ctx, s.Name)
	for state, n := range counts {
		row := p.Merges && state == docstore.Fetched
		if slices.Contains(before(p.Goal), state) && state != docstore.Waiting && !row {
			p.Open += n
		}
	}
	return err
}

// account names a login at a system, as far as Temporal takes such a name.
func account(connector, login string) string {
	const longest = 64
	name := connector + "/" + login
	return name[:min(len(name), longest)]
}
