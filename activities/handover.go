package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// writesBack says whether the scheme reads values from the target's answer, or
// hands its documents on.
func writesBack(s *schemes.Scheme) bool {
	return len(s.Target.Writeback) > 0 || s.Target.HandOver != nil
}

// allotted is the state of a document that needs no allotting any more.
func allotted(s *schemes.Scheme, state docstore.State) docstore.State {
	if writesBack(s) {
		return docstore.Handing
	}
	return state
}

// answered is the answer that primaryWriteback reads of a bill that was looked
// for: the one to its save when that was kept, else its Id and Number.
func answered(kept json.RawMessage, r connectors.Receipt) json.RawMessage {
	var said connectors.Object
	if json.Unmarshal(kept, &said) == nil {
		if id, _ := said.Get("Id"); r.ID != "" && fmt.Sprint(id) == r.ID {
			return kept
		}
	}
	text, err := connectors.Object{{Name: "Id", Value: r.ID}, {Name: "Number", Value: r.Number}}.MarshalJSON()
	if err != nil { // two texts are always JSON
		return nil
	}
	return text
}

// HandOver reads from the target's answer what the scheme wants to keep of it
// (primaryWriteback), and hands a row to another scheme (callBackStrategy),
// which carries it as a document of its own. What is handed over twice is
// recognised, so a crash in between does nothing twice.
func (a *Activities) HandOver(ctx context.Context, ref Ref) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	if doc.State != docstore.Handing {
		return standing(doc, s), nil
	}
	written, err := a.handOver(ctx, s, doc)
	var wrong *mistaken
	switch {
	case errors.As(err, &wrong):
		return a.mark(ctx, s, docstore.Progress{
			Ref: ref.Document(), State: docstore.Failed, From: docstore.Handing,
			Reason: "it is at the target as " + doc.Target + ", but not handed over: " + wrong.Error(),
		})
	case err != nil:
		return Standing{}, fmt.Errorf("scheme %s: document %s: hand over: %w", s.Name, doc.Key, err)
	}
	return a.mark(ctx, s, docstore.Progress{
		Ref: ref.Document(), State: Goal(s.Target.Steps), From: docstore.Handing, Written: written,
	})
}

// mistaken is trouble that trying again does not end: a person has to mend the
// scheme, or the data.
type mistaken struct{ error }

func (m *mistaken) Unwrap() error { return m.error }

func (a *Activities) handOver(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (json.RawMessage, error) {
	written, err := s.Written(doc.Answer)
	if err != nil {
		return nil, &mistaken{err}
	}
	row, err := s.Handed(mapping.Document{Key: doc.Key, Number: doc.Number, Content: doc.Content, Answer: doc.Answer}, written)
	if err != nil {
		return nil, &mistaken{err}
	}
	if row != nil {
		if err := a.feed(ctx, s, doc, row); err != nil {
			return nil, err
		}
	}
	if written == nil {
		return nil, nil
	}
	text, err := written.MarshalJSON()
	if err != nil {
		return nil, &mistaken{err}
	}
	return text, nil
}

// feed keeps the row as the other scheme shapes it, and has it carried.
func (a *Activities) feed(ctx context.Context, s *schemes.Scheme, doc docstore.Document, row json.RawMessage) error {
	to, err := a.Schemes.Latest(ctx, s.Target.HandOver.Scheme)
	var away *storeError
	switch {
	case errors.As(err, &away):
		return err
	case err != nil:
		return &mistaken{err}
	}
	shaped, err := to.Shape(row)
	if err != nil {
		return &mistaken{err}
	}
	lines := incoming(shaped)
	for i := range lines {
		lines[i].HandedBy = s.Name + ":" + doc.Key
	}
	if err := a.holdAdded(ctx, to, lines); err != nil {
		return err
	}
	_, err = a.Store.Keep(ctx, docstore.Page{Scheme: to.Name, Revision: to.Revision, Stored: to.Target == nil, Rows: lines})
	if errors.Is(err, docstore.ErrTaken) {
		return &mistaken{fmt.Errorf("%w; the id of scheme %s (%s) must differ for each document", err, to.Name, to.Source.ID)}
	}
	if err != nil {
		return err
	}
	return a.carryOn(ctx, to, lines)
}

// carryOn sets a scheme to work on what it was handed. One that is paused finds
// it when it goes on.
func (a *Activities) carryOn(ctx context.Context, to *schemes.Scheme, lines []docstore.Incoming) error {
	if err := a.tellWaiting(ctx, to.Name); err != nil {
		return err
	}
	_, paused, err := a.Store.Paused(ctx, to.Name)
	if err != nil || paused {
		return err
	}
	a.Followers.Ask(ctx, to.Name)
	switch {
	case to.Target == nil:
		return nil
	case to.Merges():
		return a.Orders.StartSync(ctx, to.Name, time.Time{})
	}
	for _, line := range lines {
		doc, err := a.Store.Get(ctx, docstore.Ref{Scheme: to.Name, Key: line.Key})
		if err == nil && (doc.State == docstore.Fetched || changed(to, doc) || overdue(to, doc)) {
			err = a.Orders.Carry(ctx, doc, "")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
