package schemes

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Trace maps a document as Map does and says of every value where it came from.
// It does not stop at the first value that cannot be made: each carries its own
// error, and the entry has the others.
func (s *Scheme) Trace(ctx context.Context, d mapping.Document, f mapping.Finder) (connectors.Entry, []mapping.Origin, error) {
	if s.Target == nil {
		return connectors.Entry{}, nil, errors.New(s.Name + " has no target: its documents are base data")
	}
	body, origins, err := s.entry.Trace(ctx, d, f)
	if err != nil {
		return connectors.Entry{}, origins, err
	}
	number, err := s.number(body)
	return connectors.Entry{Key: d.Key, Number: number, Body: body}, origins, err
}
