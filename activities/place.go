package activities

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// placed is an entry as it takes the place of what the target has of its document,
// or why it cannot. Asked before anything is sent or taken back: by then it would
// be there twice, or be neither the old nor the new.
func (a *Activities) placed(s *schemes.Scheme, doc docstore.Document, entry connectors.Entry) (body connectors.Object, why string, err error) {
	if doc.TargetID == "" {
		return entry.Body, "", nil
	}
	target, err := connectors.As[connectors.Target](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return nil, "", temporalError(err)
	}
	keeper, keeps := target.(connectors.Keeper)
	switch {
	case upserts(target, s):
		return entry.Body, renumbered(doc, entry.Number), nil
	case keeps && replaces(target, s, doc) && s.Target.OnChange != schemes.Recreate:
		body, why = emptied(keeper, s, doc, entry.Body)
		return body, why, nil
	default:
		return entry.Body, "", nil
	}
}

// unplaced fails a document for that; what the target has of it stays what was sent.
func (a *Activities) unplaced(ctx context.Context, s *schemes.Scheme, doc docstore.Document, why string, err error) (Standing, error) {
	if err != nil {
		return Standing{}, err
	}
	return a.mark(ctx, s, docstore.Progress{
		Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, State: docstore.Failed, From: doc.State, Hash: doc.Hash, Reason: why,
	})
}

func upserts(t connectors.Target, s *schemes.Scheme) bool {
	upserter, able := t.(connectors.Upserter)
	return able && Repeats(t, s) && upserter.Upserts(s.Target.Call())
}

// renumbered: whoever takes a document again under its number takes one with
// another number for another document.
func renumbered(doc docstore.Document, number string) string {
	if number == doc.Target {
		return ""
	}
	return fmt.Sprintf("the target has it as %s, and as %s it would be there a second time: "+
		"let it be numbered as before and retry, or see to %s there and skip this one", doc.Target, number, doc.Target)
}

func emptied(keeper connectors.Keeper, s *schemes.Scheme, doc docstore.Document, now connectors.Object) (connectors.Object, string) {
	var before connectors.Object
	if json.Unmarshal(doc.Sent, &before) != nil {
		return now, "" // nothing was sent that could be kept
	}
	body, kept := keeper.Emptied(s.Target.Call(), before, now)
	if len(kept) == 0 {
		return body, ""
	}
	return body, fmt.Sprintf("the target has it as %s, and would keep of it %s, which are empty now: "+
		"change it there and skip this one, or have it made anew there (target.onChange: recreate) and retry", doc.Target, strings.Join(kept, ", "))
}

// replaced compares what the target has now in the place of what it had: a field
// that was kept there, or added by hand, makes it neither the old nor the new. It
// is asked later where it cannot be asked now.
func (a *Activities) replaced(ctx context.Context, s *schemes.Scheme, doc docstore.Document, f after, o connectors.Outcome) (Standing, error) {
	there, here, err := a.amounts(ctx, s, doc)
	if err == nil && there == here {
		return a.after(ctx, s, f, o)
	}
	p := docstore.Progress{Ref: f.ref, Hash: f.hash, Attempt: f.attempt, Answer: o.Answer, TargetID: o.Receipt.ID, Target: o.Receipt.Number}
	if p.State, p.Reason = docstore.Failed, otherwise(doc, there, here); err != nil {
		p.State, p.Reason = docstore.Unknown, "it was changed at the target, and its amount there is still to be compared: "+err.Error()
	}
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), noting)
	defer stop()
	return a.mark(ctx, s, p)
}
