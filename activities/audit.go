package activities

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
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
