package activities

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Map makes the target's entry of a document and stores it. It makes no call.
// A document that is past mapping is left alone: Map says where it stands. One
// that was delivered, and has changed since, is mapped anew where its scheme
// carries changes.
func (a *Activities) Map(ctx context.Context, ref Ref) (Standing, error) {
	before, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	s, doc, err := a.renew(ctx, before, doc)
	if err != nil {
		return Standing{}, err
	}
	st, err := a.mapTo(ctx, s, doc)
	if s != before {
		st.Revision = s.Revision
	}
	return st, err
}

func (a *Activities) mapTo(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (Standing, error) {
	if doc.State.Final() || doc.State.Delivered() {
		return standing(doc, s), nil
	}
	if doc.MemberOf != "" {
		st := standing(doc, s)
		st.Member = true
		return st, nil
	}
	number := called(s, doc)
	entry, err := s.Map(ctx, mapping.Document{Key: doc.Key, Number: cmp.Or(number, doc.Number), Content: doc.Content}, a.Lookups.ForDocument())
	if err != nil {
		return a.unmapped(ctx, s, doc, err)
	}
	if entry.Number == "" {
		return a.unmapped(ctx, s, doc, numberless(s))
	}
	body, why, err := a.placed(s, doc, entry)
	if err != nil || why != "" {
		return a.unplaced(ctx, s, doc, why, err)
	}
	sent, err := json.Marshal(body)
	if err != nil {
		return Standing{}, fmt.Errorf("%s: write the entry: %w", doc.Key, err)
	}
	return a.mark(ctx, s, docstore.Progress{
		Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, State: docstore.Mapped,
		From: doc.State, Hash: doc.Hash, // not if it has moved on meanwhile
		Revision: s.Revision, Number: number, Sent: sent, Answer: unanswered(doc, sent), Target: entry.Number,
	})
}

// called is what people call a document that is carried again, when that has changed
// with its content; "" when not, or the content does not say it.
func called(s *schemes.Scheme, doc docstore.Document) string {
	if doc.Attempts == 0 || doc.HandedBy != "" || doc.Parts > 0 {
		return ""
	}
	if number, known := s.Called(doc.Key, doc.Content); known && number != doc.Number {
		return number
	}
	return ""
}

// numberless: a document whose save is answered by nobody could not be looked for.
func numberless(s *schemes.Scheme) error {
	return &mapping.FieldError{
		File: s.File, Line: 1, Field: s.Target.Number,
		Problem: "it is the document's number at the target and is empty",
	}
}

// unmapped tells base data that is not there yet from a mistake in the document.
// Neither is noted of content that was replaced meanwhile: that is mapped anew.
func (a *Activities) unmapped(ctx context.Context, s *schemes.Scheme, doc docstore.Document, err error) (Standing, error) {
	p := docstore.Progress{Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, From: doc.State, Hash: doc.Hash}
	var missing *mapping.MissingError
	var field *mapping.FieldError
	switch {
	case errors.As(err, &missing):
		p.State, p.Reason, p.WaitsFor = docstore.Waiting, missing.Error(), missing.Collection
		st, markErr := a.mark(ctx, s, p)
		st.Wait = &Wait{Collection: missing.Collection, Deadline: s.Target.WaitDeadline}
		return st, markErr
	case errors.As(err, &field):
		p.State, p.Reason = docstore.Failed, field.Error()
		return a.mark(ctx, s, p)
	default:
		return Standing{}, err // the store, a cancelled context: not the document's fault
	}
}
