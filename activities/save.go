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

// Save sends a mapped document to the target, once. The store says "saving"
// before the request leaves; whoever finds a document in that state (a worker
// that came back, a second try of this activity) asks the target instead of
// sending again.
func (a *Activities) Save(ctx context.Context, ref Ref) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	if doc.State == docstore.Saving {
		return a.mark(ctx, s, docstore.Progress{
			Ref: ref.Document(), State: docstore.Unknown,
			Reason: "the save was sent or about to be sent when the worker stopped",
		})
	}
	if doc.State != docstore.Mapped {
		return standing(doc, s), nil
	}
	target, err := connectors.As[connectors.Target](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return Standing{}, temporalError(err)
	}
	return a.send(ctx, s, doc, target)
}

func (a *Activities) send(ctx context.Context, s *schemes.Scheme, doc docstore.Document, target connectors.Target) (Standing, error) {
	entry := connectors.Entry{Key: doc.Key, Number: doc.Target}
	if err := json.Unmarshal(doc.Sent, &entry.Body); err != nil {
		return Standing{}, configError(fmt.Errorf("document %s: read its entry: %w", doc.Key, err))
	}
	ref := docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}
	st, err := a.mark(ctx, s, docstore.Progress{Ref: ref, State: docstore.Saving, Called: true})
	if err != nil || st.State != docstore.Saving {
		return st, err
	}
	outcomes, err := target.Save(ctx, s.Target.Call(), []connectors.Entry{entry})
	return a.after(ctx, s, after{ref: ref, ok: docstore.Saved, undone: docstore.Mapped}, one(outcomes, err))
}

// one is the outcome of a call for a single document.
func one(outcomes []connectors.Outcome, err error) connectors.Outcome {
	switch {
	case err != nil:
		return connectors.Outcome{Err: err}
	case len(outcomes) != 1:
		return connectors.Outcome{Err: fmt.Errorf("%w: the answer has %d outcomes for one document", connectors.ErrUnknown, len(outcomes))}
	default:
		return outcomes[0]
	}
}

// after says what a document becomes when a call for it went through, and what
// it falls back to when nothing was done.
type after struct {
	ref        docstore.Ref
	ok, undone docstore.State
}

// after notes the outcome of a call: through, refused, not done, or unknown.
func (a *Activities) after(ctx context.Context, s *schemes.Scheme, f after, o connectors.Outcome) (Standing, error) {
	ctx = context.WithoutCancel(ctx) // what the target answered is noted, whatever happens to the caller
	p := docstore.Progress{Ref: f.ref, Answer: o.Answer}
	switch {
	case o.Err == nil:
		p.State, p.TargetID, p.Target = reached(f.ok, o.Receipt.Status), o.Receipt.ID, o.Receipt.Number
	case unsure(o.Err):
		p.State, p.Reason = docstore.Unknown, o.Err.Error()
	case errors.Is(o.Err, connectors.ErrRejected), errors.Is(o.Err, connectors.ErrNotFound):
		p.State, p.Reason = docstore.Failed, o.Err.Error()
	default:
		return a.notDone(ctx, s, f, o.Err)
	}
	return a.mark(ctx, s, p)
}

// unsure is true for lost answers, and for a refusal because the number is
// taken: the document may be there from an earlier save, so it is looked for.
func unsure(err error) bool {
	return errors.Is(err, connectors.ErrUnknown) || errors.Is(err, connectors.ErrDuplicate)
}

// notDone is a system that is away, busy or does not know the account: the
// document goes back to where it was, and Temporal tries again.
func (a *Activities) notDone(ctx context.Context, s *schemes.Scheme, f after, err error) (Standing, error) {
	_, markErr := a.mark(ctx, s, docstore.Progress{Ref: f.ref, State: f.undone, Reason: err.Error()})
	if markErr != nil {
		return Standing{}, errors.Join(markErr, err)
	}
	return Standing{}, temporalError(fmt.Errorf("scheme %s: document %s: %w", s.Name, f.ref.Key, err))
}

// reached is the state a document is in by the target's word, when it gave
// one: a save with automatic approval may have gone further than saved.
func reached(ok docstore.State, status connectors.TargetState) docstore.State {
	switch status {
	case connectors.Audited:
		return docstore.Audited
	case connectors.Submitted:
		return docstore.Submitted
	default:
		return ok
	}
}
