package schemes

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// NumberOf is the number that the target knows a document by, if it has it: what
// Map gives as Entry.Number, also of documents that cannot be mapped as a whole.
func (s *Scheme) NumberOf(ctx context.Context, d mapping.Document, f mapping.Finder) (string, error) {
	if s.Target == nil {
		return "", errors.New(s.Name + " has no target: its documents are base data")
	}
	body, err := s.entry.Part(ctx, s.Target.Number, d, f)
	if err != nil {
		return "", err
	}
	return s.number(body)
}
