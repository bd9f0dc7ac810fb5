package activities

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// amends says whether a target changes documents of a scheme that it has.
func amends(t connectors.Target, s *schemes.Scheme) bool {
	amender, able := t.(connectors.Amender)
	return able && amender.Amends(s.Target.Call())
}

// replaces: the target has the document, from before it changed or before a
// person had it tried again, and is to have it as it is now in the same place.
func replaces(t connectors.Target, s *schemes.Scheme, doc docstore.Document) bool {
	return doc.TargetID != "" && amends(t, s)
}

// replace takes a document that the target has the next step: it is taken back
// before it is saved, and saved in its place then. A save that was interrupted or
// answered by nobody is no question: made again in the same place, it changes
// nothing, once the document has been taken back from wherever it got.
func (a *Activities) replace(ctx context.Context, s *schemes.Scheme, doc docstore.Document, target connectors.Target) (Standing, error) {
	p := docstore.Progress{Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, From: doc.State, Hash: doc.Hash}
	switch {
	case doc.State == docstore.Recalled && stops(s, doc):
		return a.cancelled(ctx, s, doc, docstore.Fetched)
	case doc.State == docstore.Recalled && recreates(s):
		st := standing(doc, s)
		st.Delete = true
		return st, nil
	case doc.State == docstore.Recalled:
		return a.send(ctx, s, doc, target, docstore.Progress{State: docstore.Saving, From: docstore.Recalled})
	case doc.State == docstore.Saving:
		p.State, p.Reason = docstore.Mapped, interrupted
		return a.later(ctx, s, p)
	case holds(doc):
		p.State, p.Reason = docstore.Unknown, fmt.Sprintf("the target has it as %s, as it is now: it is asked how far it is", doc.Target)
		return a.mark(ctx, s, p)
	default:
		st := standing(doc, s)
		st.Recall = true
		return st, nil
	}
}

// unanswered is the answer to an entry that is not the one which the target has:
// none, until it was saved there. It stays while the entry is refused.
func unanswered(doc docstore.Document, sent json.RawMessage) json.RawMessage {
	if doc.TargetID == "" || alike(doc.Sent, sent) {
		return nil
	}
	return json.RawMessage("{}")
}

// holds says whether the target has the entry as it is now, however far it went
// with it there.
func holds(doc docstore.Document) bool {
	var said connectors.Object
	return len(doc.Answer) > 0 && (json.Unmarshal(doc.Answer, &said) != nil || len(said) > 0)
}

func alike(a, b json.RawMessage) bool {
	one, err := hashed(a)
	other, otherErr := hashed(b)
	return err == nil && otherErr == nil && one == other
}

func hashed(raw json.RawMessage) (string, error) {
	content, err := docstore.ReadContent(raw)
	if err != nil {
		return "", err
	}
	return content.Hash()
}

// Recall takes back at the target what keeps a document from being changed there:
// its approval, or that it was handed in. It needs no "about to" state: the target
// is asked before the call is made, and what was taken back already is done. A
// refusal leaves there what is there.
func (a *Activities) Recall(ctx context.Context, ref Ref) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	if doc.State != docstore.Mapped || doc.TargetID == "" {
		return standing(doc, s), nil
	}
	if st, ended, err := a.ended(ctx, s, doc); err != nil || !ended {
		return st, err
	}
	target, err := connectors.As[connectors.Amender](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return Standing{}, temporalError(err)
	}
	if why, err := a.approved(ctx, s, doc); err != nil {
		return Standing{}, temporalError(fmt.Errorf("scheme %s: document %s: %w", s.Name, doc.Key, err))
	} else if why != "" {
		return a.mark(ctx, s, docstore.Progress{Ref: ref.Document(), State: docstore.Failed, From: docstore.Mapped, Hash: doc.Hash, Reason: why})
	}
	return a.recall(ctx, s, doc, target)
}

// approved says why a bill is left as it is: it has been approved, by a person
// after ours was refused for instance, and the scheme keeps what was delivered.
func (a *Activities) approved(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (string, error) {
	if updates(s) {
		return "", nil
	}
	end, err := a.reading(ctx, s.Name, "how far document "+doc.Key+" is")
	if err != nil {
		return "", err
	}
	defer end()
	found, err := a.find(ctx, s, doc)
	if r := found[doc.Target]; err != nil || r.ID != doc.TargetID || r.Status != connectors.Audited {
		return "", err
	}
	return fmt.Sprintf("%s is approved at the target as it was, and the scheme keeps what was delivered (target.onChange): see to it there, then skip this one", doc.Target), nil
}

// recall makes the call unless another worker has begun it since: made late, it
// would take back what that one has had approved.
func (a *Activities) recall(ctx context.Context, s *schemes.Scheme, doc docstore.Document, target connectors.Amender) (Standing, error) {
	ref := docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}
	place := a.expect(s, target, "recall")
	defer place.Leave()
	p := docstore.Progress{Ref: ref, State: docstore.Mapped, From: docstore.Mapped, Attempt: doc.Attempts, Hash: doc.Hash, Reason: doc.Reason, Called: true}
	if st, mine, err := a.claim(ctx, s, p); err != nil || !mine {
		return st, err
	}
	guard := a.guarded(doc, docstore.Mapped)
	o := place.ask(ctx, part{receipt: connectors.Receipt{ID: doc.TargetID}, guard: guard}, func(ctx context.Context, parts []part) ([]connectors.Outcome, error) {
		return target.Recall(ctx, s.Target.Call(), receipts(parts))
	})
	if guard.overtaken() {
		return a.overtaken(ctx, s, ref)
	}
	if errors.Is(o.Err, connectors.ErrNotFound) {
		return a.deletedThere(ctx, s, doc, guard.attempt)
	}
	o.Answer, o.Err = nil, a.patient(s, o.Err)
	o.Receipt.Number = "" // the one it had; the entry may have another
	return a.after(ctx, s, after{
		ref: ref, attempt: guard.attempt, hash: doc.Hash, ok: docstore.Recalled, undone: docstore.Mapped, again: true, but: leftAlone(doc),
	}, o)
}

// deletedThere: somebody has deleted the bill. Where the scheme makes bills anew,
// so is this one; where it changes them, a person is asked, as after a lost answer.
func (a *Activities) deletedThere(ctx context.Context, s *schemes.Scheme, doc docstore.Document, attempt int) (Standing, error) {
	p := absent(doc)
	p.From, p.Hash, p.Attempt = docstore.Mapped, doc.Hash, attempt
	if recreates(s) {
		p.State, p.Reason = docstore.Mapped, fmt.Sprintf("%s is no longer at the target: it is saved as a new one", doc.Target)
	}
	return a.mark(ctx, s, p)
}

func leftAlone(doc docstore.Document) string {
	return fmt.Sprintf("it was to be changed at the target, which left %s as it was: ", doc.Target)
}

func takenBack(doc docstore.Document) string {
	return fmt.Sprintf("it was to be changed at the target, where %s stands as it was, and not approved: ", doc.Target)
}
