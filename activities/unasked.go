package activities

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// byAPerson is what is added to the reason of a document that cannot be asked about.
const byAPerson = "; the target cannot be asked whether it arrived: see there, and say what you found (starter resolve)"

// unasked is a document that could not be asked about. Where it never can be, its
// reason says who has to.
func (a *Activities) unasked(ctx context.Context, s *schemes.Scheme, doc docstore.Document, cause error) (Standing, error) {
	err := temporalError(fmt.Errorf("scheme %s: document %s: %w", s.Name, doc.Key, cause))
	if !errors.Is(cause, connectors.ErrUnsupported) || strings.HasSuffix(doc.Reason, byAPerson) {
		return Standing{}, err
	}
	_, markErr := a.mark(ctx, s, docstore.Progress{
		Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, State: docstore.Unknown, From: docstore.Unknown, Reason: doc.Reason + byAPerson,
	})
	if markErr != nil {
		return Standing{}, markErr
	}
	return Standing{}, err
}
