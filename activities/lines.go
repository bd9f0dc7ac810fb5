package activities

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// LineAdded is the reason of a line that came late.
const LineAdded = "the source added this line after others of the same document had been carried, and a line is known by its place: " +
	"see that none is booked twice or left out, then retry or skip"

// holdAdded holds lines for a person that a source document has got after
// others of it were carried. A line is known by its place; one that was inserted
// before the others would be left out, and the last one booked a second time. Not
// so where changes are carried: then each place gets what now stands there.
func (a *Activities) holdAdded(ctx context.Context, s *schemes.Scheme, lines []docstore.Incoming) error {
	if len(lines) < 2 {
		return nil
	}
	var added []int
	carried := false
	for i, line := range lines {
		doc, err := a.Store.Get(ctx, docstore.Ref{Scheme: s.Name, Key: line.Key})
		switch {
		case errors.Is(err, docstore.ErrNotFound):
			added = append(added, i)
		case err != nil:
			return err
		default:
			carried = carried || doc.State.Delivered() && !updates(s) || doc.State == docstore.Merged
		}
	}
	for _, i := range added {
		if carried && lines[i].Skip == "" {
			lines[i].Fail = LineAdded
		}
	}
	return nil
}
