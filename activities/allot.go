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
	st, mine, err := a.claim(ctx, s, docstore.Progress{
		Ref: ref.Document(), State: docstore.Allotting, From: docstore.Allotting, Called: true,
	})
	if err != nil || !mine {
		return st, err
	}
	outcomes, err := allotter.Allot(ctx, s.Target.Call(), []connectors.Receipt{receipt(doc)}, s.Target.Allot)
	return a.after(ctx, s, after{
		ref: ref.Document(), hash: doc.Hash, ok: allotted(s, Goal(s.Target.Steps)), undone: docstore.Allotting,
		again: true, quiet: writesBack(s), but: "it is at the target as " + doc.Target + ", but not allotted: ",
	}, one(outcomes, err))
}
