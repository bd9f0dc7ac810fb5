package activities

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

func recreates(s *schemes.Scheme) bool {
	return s.Target != nil && s.Target.OnChange == schemes.Recreate
}

// Delete deletes a bill at the target that was taken back there: because the source
// cancelled its document, or to save it as a new one (target.onChange: recreate). It
// may be made again: what is gone is done.
func (a *Activities) Delete(ctx context.Context, ref Ref) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	switch {
	case err != nil:
		return Standing{}, err
	case doc.State == docstore.Recalled && recreates(s):
		return a.deleteToRecreate(ctx, s, doc)
	case doc.State == docstore.Deleting:
		return a.deleteCancelled(ctx, ref)
	default:
		return standing(doc, s), nil
	}
}

// deleteToRecreate makes way for a new bill.
func (a *Activities) deleteToRecreate(ctx context.Context, s *schemes.Scheme, doc docstore.Document) (Standing, error) {
	if stops(s, doc) {
		return a.cancelled(ctx, s, doc, docstore.Fetched)
	}
	if st, ended, err := a.ended(ctx, s, doc); err != nil || !ended {
		return st, err
	}
	target, err := connectors.As[withdrawer](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return Standing{}, temporalError(err)
	}
	p := docstore.Progress{
		Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, State: docstore.Recalled, From: docstore.Recalled,
		Attempt: doc.Attempts, Hash: doc.Hash, Reason: doc.Reason, Called: true,
	}
	if st, mine, err := a.claim(ctx, s, p); err != nil || !mine {
		return st, err
	}
	guard := a.guarded(doc, docstore.Recalled)
	o := one(target.Delete(guard.on(ctx), s.Target.Call(), []connectors.Receipt{{ID: doc.TargetID}}))
	if guard.overtaken() {
		return a.overtaken(ctx, s, p.Ref)
	}
	if o.Err == nil || errors.Is(o.Err, connectors.ErrNotFound) {
		p.State, p.Called, p.Attempt, p.Gone = docstore.Mapped, false, guard.attempt, true
		p.Reason = fmt.Sprintf("its bill with id %s was deleted at the target: it is saved as a new one", doc.TargetID)
		return a.mark(ctx, s, p)
	}
	o.Answer, o.Err = nil, a.patient(s, o.Err)
	return a.after(ctx, s, after{
		ref: p.Ref, attempt: guard.attempt, hash: doc.Hash, undone: docstore.Recalled, again: true, but: takenBack(doc),
	}, o)
}

// deleteCancelled ends what Undo began.
func (a *Activities) deleteCancelled(ctx context.Context, ref Ref) (Standing, error) {
	u, st, mayCall, err := a.mayUndo(ctx, ref, docstore.Deleting)
	if err != nil || !mayCall {
		return st, err
	}
	return a.undo(ctx, u, u.target.Delete, func(o connectors.Outcome) (Standing, error) {
		switch {
		case o.Err == nil, errors.Is(o.Err, connectors.ErrNotFound):
			return a.gone(ctx, u, docstore.Progress{
				State: docstore.Compensated, Attempt: u.doc.Attempts + 1, Cancelled: true, Gone: true,
				Reason: fmt.Sprintf("the source cancelled it: its bill %s was deleted at the target; %s", u.doc.Target, u.because()),
			})
		case refused(o.Err):
			return a.mark(ctx, u.scheme, u.refused(fmt.Sprintf("%s was taken back at the target, where it is not approved any more, but not deleted: %v", u.doc.Target, o.Err)))
		default:
			return a.notUndone(ctx, u, o.Err)
		}
	})
}

// gone notes that a cancelled document is no longer at the target, unless the source
// took its cancellation back while it was being deleted.
func (a *Activities) gone(ctx context.Context, u undoing, p docstore.Progress) (Standing, error) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), noting)
	defer stop()
	p = u.step(p)
	st, mine, err := a.claim(ctx, u.scheme, p)
	if err != nil || mine {
		return st, err
	}
	return a.mark(ctx, u.scheme, a.anew(ctx, u, p.Attempt))
}

// cancelled stops a document that the source cancelled before its next call.
func (a *Activities) cancelled(ctx context.Context, s *schemes.Scheme, doc docstore.Document, was docstore.State) (Standing, error) {
	return a.mark(ctx, s, docstore.Progress{
		Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, State: docstore.Cancelled, From: doc.State, Attempt: doc.Attempts,
		Was: was, Cancelled: true, Reason: "the source cancelled it after the target had it: " + doc.Held,
	})
}
