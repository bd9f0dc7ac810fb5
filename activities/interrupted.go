package activities

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// ended says whether the last call for a document has ended. One of which no end is
// noted was made by a worker that was stopped, and the target may go on with it: it is
// given as long as one whose answer was lost.
func (a *Activities) ended(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (Standing, bool, error) {
	if doc.Calling.IsZero() {
		return Standing{}, true, nil
	}
	st, err := a.later(ctx, s, docstore.Progress{
		Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, State: doc.State, From: doc.State, Attempt: doc.Attempts, Reason: doc.Reason,
	})
	return st, false, err
}

// later notes where a document goes on whose call was interrupted, once the target can
// be busy with that no more.
func (a *Activities) later(ctx context.Context, s *schemes.Scheme, p docstore.Progress) (Standing, error) {
	st, mine, err := a.claim(ctx, s, p)
	if err != nil || !mine {
		return st, err
	}
	busy := a.patient(s, &connectors.Error{
		Kind: connectors.ErrUnknown, System: s.Target.Connector, Account: s.Target.Account, API: s.Target.API,
		Message: "the worker was stopped while a call was made; the target may still be busy with it",
	})
	return Standing{}, temporalError(fmt.Errorf("scheme %s: document %s: %w", s.Name, p.Key, busy))
}
