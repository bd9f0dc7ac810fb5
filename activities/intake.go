package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Intake is the way in for rows that are not fetched: their system calls us.
// They become the documents that fetched rows become.
type Intake struct {
	acts *Activities
}

// NewIntake lets rows in by the same schemes, into the same store and with the
// same orders as activities.
func NewIntake(s *Schemes, store Store, o Orders, log *slog.Logger) *Intake {
	return &Intake{acts: &Activities{Schemes: s, Store: store, Followers: NewFollowers(s, store, o, log), Orders: o, Log: log}}
}

// Close tells the schemes that are still to be told of rows.
func (i *Intake) Close() { i.acts.Followers.Close() }

// RowError is a row that the scheme cannot read.
type RowError struct {
	Row int // its place, from 0
	Err error
}

// Error is the scheme's own sentence.
func (e *RowError) Error() string { return e.Err.Error() }

// Unwrap gives the cause.
func (e *RowError) Unwrap() error { return e.Err }

// Documents are what a scheme makes of each row; a *RowError when it cannot.
func (i *Intake) Documents(ctx context.Context, s *schemes.Scheme, rows []json.RawMessage) ([][]docstore.Incoming, error) {
	all := make([][]docstore.Incoming, len(rows))
	for n, raw := range rows {
		var err error
		var wrong *RowError
		if all[n], err = i.acts.documents(ctx, s, raw); errors.As(err, &wrong) {
			wrong.Row = n
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// Keep stores documents, all of them or, with an error, none. The call that
// brings them is nil where calls cannot be told apart.
func (i *Intake) Keep(ctx context.Context, s *schemes.Scheme, documents []docstore.Incoming, call *docstore.Call) (docstore.Kept, error) {
	kept, err := i.acts.Store.Keep(ctx, docstore.Page{
		Scheme: s.Name, Revision: s.Revision, Stored: s.Target == nil, Rows: documents, Call: call,
	})
	if err != nil {
		return kept, fmt.Errorf("scheme %s: keep %d documents: %w", s.Name, len(documents), err)
	}
	return kept, nil
}

// Scheme is a scheme as its file is now.
func (i *Intake) Scheme(ctx context.Context, name string) (*schemes.Scheme, error) {
	return i.acts.Schemes.Latest(ctx, name)
}

// Carry sets a scheme to work on documents that were kept. Those of a paused
// one stay until it goes on.
func (i *Intake) Carry(ctx context.Context, s *schemes.Scheme, keys []string) error {
	documents := make([]docstore.Incoming, len(keys))
	for n, key := range keys {
		documents[n].Key = key
	}
	return i.acts.carryOn(ctx, s, documents)
}
