package activities

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// Allot gives a document, which is base data, to the organisations of the
// scheme (distributionOrg). It needs no "about to" state, and a lost answer is
// not asked about: allotting again what is allotted does nothing.
func (a *Activities) Allot(ctx context.Context, ref Ref) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	if doc.State != docstore.Allotting {
		return standing(doc, s), nil
	}
	allotter, err := connectors.As[connectors.Allotter](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return Standing{}, temporalError(err)
	}
	place := a.expect(s, allotter, "allot")
	defer place.Leave()
	st, mine, err := a.claim(ctx, s, docstore.Progress{
		Ref: ref.Document(), State: docstore.Allotting, From: docstore.Allotting, Attempt: doc.Attempts, Called: true,
	})
	if err != nil || !mine {
		return st, err
	}
	guard := a.guarded(doc, docstore.Allotting)
	o := place.ask(ctx, part{receipt: receipt(doc), guard: guard}, func(ctx context.Context, parts []part) ([]connectors.Outcome, error) {
		return allotter.Allot(ctx, s.Target.Call(), receipts(parts), s.Target.Allot)
	})
	if guard.overtaken() {
		return a.overtaken(ctx, s, ref.Document())
	}
	return a.after(ctx, s, after{
		ref: ref.Document(), attempt: guard.attempt, hash: doc.Hash, ok: allotted(s, Goal(s.Target.Steps)), undone: docstore.Allotting,
		again: true, quiet: writesBack(s), but: "it is at the target as " + doc.Target + ", but not allotted: ",
	}, o)
}
