package activities

import (
	"context"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// Submit hands a saved document in for approval.
func (a *Activities) Submit(ctx context.Context, ref Ref) (Standing, error) {
	return a.approve(ctx, ref, docstore.Saved, docstore.Submitted, connectors.Auditor.Submit)
}

// Audit approves a submitted document: it takes effect in the books.
func (a *Activities) Audit(ctx context.Context, ref Ref) (Standing, error) {
	return a.approve(ctx, ref, docstore.Submitted, docstore.Audited, connectors.Auditor.Audit)
}

type approval func(connectors.Auditor, context.Context, connectors.Call, []connectors.Receipt) ([]connectors.Outcome, error)

// approve needs no "about to" state: asking a second time for what is already
// done is answered as done. Made late, it would approve what another worker has
// taken back and changed since.
func (a *Activities) approve(ctx context.Context, ref Ref, from, to docstore.State, step approval) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	if doc.State != from {
		return standing(doc, s), nil
	}
	if stops(s, doc) {
		return a.cancelled(ctx, s, doc, from)
	}
	auditor, err := connectors.As[connectors.Auditor](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return Standing{}, temporalError(err)
	}
	place := a.expect(s, auditor, string(to))
	defer place.Leave()
	st, mine, err := a.claim(ctx, s, docstore.Progress{Ref: ref.Document(), State: from, From: from, Attempt: doc.Attempts, Called: true})
	if err != nil || !mine {
		return st, err
	}
	guard := a.guarded(doc, from)
	o := place.ask(ctx, part{receipt: receipt(doc), guard: guard}, func(ctx context.Context, parts []part) ([]connectors.Outcome, error) {
		return step(auditor, ctx, s.Target.Call(), receipts(parts))
	})
	if guard.overtaken() {
		return a.overtaken(ctx, s, ref.Document())
	}
	return a.after(ctx, s, after{
		ref: ref.Document(), attempt: guard.attempt, hash: doc.Hash, ok: to, undone: from, refused: unapproved(s, doc), quiet: writesBack(s),
	}, o)
}

func receipt(d docstore.Document) connectors.Receipt {
	return connectors.Receipt{ID: d.TargetID, Number: d.Target}
}

// Resolve finds out what became of a call whose answer was lost. The target is
// asked: the document is there and in some state, or it is not and may be saved.
// One that takes the same document again is not asked: that the document is there
// would not say that its last change has arrived. It is given it once more.
func (a *Activities) Resolve(ctx context.Context, ref Ref) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	if doc.State != docstore.Unknown {
		return standing(doc, s), nil
	}
	target, err := connectors.As[connectors.Target](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return Standing{}, temporalError(err)
	}
	if Repeats(target, s) {
		return a.saveAgain(ctx, s, doc, target)
	}
	return a.lookFor(ctx, s, doc, ref.Settled)
}

func (a *Activities) lookFor(ctx context.Context, s *schemes.Scheme, doc docstore.Document, settled time.Duration) (Standing, error) {
	end, err := a.reading(ctx, s.Name, "what became of document "+doc.Key)
	if err != nil {
		return Standing{}, temporalError(err)
	}
	defer end()
	found, err := a.find(ctx, s, doc)
	if err != nil {
		return a.unasked(ctx, s, doc, err)
	}
	r, there := found[doc.Target]
	if !there {
		return a.notThere(ctx, s, doc, settled)
	}
	ref := docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}
	p := docstore.Progress{
		Ref: ref, State: reached(s, docstore.Saved, r.Status), From: docstore.Unknown, TargetID: r.ID, Target: r.Number,
		Answer: answered(doc.Answer, r),
	}
	if stranger, err := a.stranger(ctx, s, doc, r); err != nil {
		return Standing{}, temporalError(fmt.Errorf("scheme %s: document %s: %w", s.Name, doc.Key, err))
	} else if stranger != "" {
		p = docstore.Progress{Ref: ref, State: docstore.Failed, From: docstore.Unknown, Reason: stranger}
	}
	return a.mark(ctx, s, p)
}

func (a *Activities) notThere(ctx context.Context, s *schemes.Scheme, doc docstore.Document, settled time.Duration) (Standing, error) {
	if doc.TargetID == "" && settled < a.grace(s) {
		return standing(doc, s), nil // still unknown: look again
	}
	return a.mark(ctx, s, absent(doc))
}

func absent(doc docstore.Document) docstore.Progress {
	ref := docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}
	switch {
	case doc.TargetID != "": // it was saved once: somebody has deleted it since
		return docstore.Progress{
			Ref: ref, State: docstore.Failed, From: docstore.Unknown, Gone: true,
			Reason: fmt.Sprintf("%s was saved and is no longer at the target: see who deleted it, then retry or skip it", doc.Target),
		}
	default:
		return docstore.Progress{Ref: ref, State: docstore.Mapped, From: docstore.Unknown, Reason: "not at the target: it is saved again"}
	}
}

// find is one call. A document without a number of its own cannot be looked
// for: a person has to.
func (a *Activities) find(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (map[string]connectors.Receipt, error) {
	if doc.Target == "" {
		return nil, &connectors.Error{
			Kind: connectors.ErrUnsupported, System: s.Target.Connector, Account: s.Target.Account, API: s.Target.API,
			Message: "the document has no number to look for: see in the system whether it arrived, then say so (starter resolve)",
		}
	}
	finder, err := connectors.As[connectors.Finder](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return nil, err
	}
	return a.lookUp(ctx, s, finder, doc.Target)
}
