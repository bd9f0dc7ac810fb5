package activities

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

func undoes(s *schemes.Scheme) bool { return s.Target != nil && s.Target.OnCancel == schemes.Undo }

// stops says whether a document goes no further because its source cancelled it;
// where the scheme keeps what it has delivered, only a person can say so.
func stops(s *schemes.Scheme, doc docstore.Document) bool {
	return doc.HeldAs == docstore.Cancelled || doc.Cancelled() && s.Target.OnCancel != schemes.KeepDelivered
}

// Undoable says what keeps a scheme from taking back at the target what is
// cancelled at the source (target.onCancel); nil when nothing does, or it does not
// want to.
func Undoable(t connectors.Target, s *schemes.Scheme) error {
	if !undoes(s) || deletes(t, s) {
		return nil
	}
	return fmt.Errorf("target.onCancel: undo needs a target that can delete documents; %s %s cannot: use raise", s.Target.Connector, s.Target.API)
}

// deletes says whether a target lets documents of a scheme be taken back and deleted.
func deletes(t connectors.Target, s *schemes.Scheme) bool {
	_, able := t.(withdrawer)
	return able && amends(t, s)
}

// Undo begins to take back at the target a document that its source cancelled: what
// keeps its bill from being deleted there. Where the scheme raises it to a person
// instead, it says what is there. A bill that is gone by then is the end of it; one
// that a person has approved or changed is left alone. It needs no "about to" state,
// as Recall does not.
func (a *Activities) Undo(ctx context.Context, ref Ref) (Standing, error) {
	u, st, mayCall, err := a.mayUndo(ctx, ref, docstore.Cancelled)
	if err != nil || !mayCall {
		return st, err
	}
	step, err := a.looked(ctx, u)
	switch {
	case err != nil:
		return Standing{}, temporalError(fmt.Errorf("scheme %s: document %s: %w", u.scheme.Name, u.doc.Key, err))
	case step != nil:
		return a.mark(ctx, u.scheme, *step)
	}
	return a.takeBack(ctx, u)
}

// undoing is a document that is taken back, the scheme it was carried with, which
// says where its bill is, and the target if bills can be deleted there.
type undoing struct {
	scheme *schemes.Scheme
	doc    docstore.Document
	target withdrawer
	raises bool // the scheme, as it is now, leaves it to a person
}

func (a *Activities) undoing(ctx context.Context, ref Ref) (undoing, error) {
	doc, err := a.Store.Get(ctx, ref.Document())
	if err != nil {
		return undoing{}, err
	}
	s, err := a.Schemes.At(ctx, ref.Scheme, cmp.Or(doc.Revision, ref.Revision))
	if err != nil {
		return undoing{}, configError(err)
	}
	target, err := connectors.As[connectors.Target](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return undoing{}, temporalError(err)
	}
	u := undoing{scheme: s, doc: doc, raises: true}
	if deletes(target, s) {
		u.target, _ = target.(withdrawer)
	}
	if newest, err := a.Schemes.Latest(ctx, ref.Scheme); err == nil {
		u.raises = !undoes(newest)
	}
	return u, nil
}

// mayUndo says whether the next call may be made for a cancelled document that is in
// this state: the last one has ended, the source still cancels it, and the target lets
// bills be deleted. Where not, it has noted what follows, and says how it stands.
func (a *Activities) mayUndo(ctx context.Context, ref Ref, state docstore.State) (u undoing, st Standing, may bool, err error) {
	u, err = a.undoing(ctx, ref)
	switch {
	case err != nil:
		return u, Standing{}, false, err
	case u.doc.State != state:
		return u, standing(u.doc, u.scheme), false, nil
	}
	if st, ended, err := a.ended(ctx, u.scheme, u.doc); err != nil || !ended {
		return u, st, false, err
	}
	switch {
	case !u.doc.Cancelled():
		st, err = a.goesBack(ctx, u)
		return u, st, false, err
	case u.target == nil:
		st, err = a.mark(ctx, u.scheme, u.raised(""))
		return u, st, false, err
	}
	return u, Standing{}, true, nil
}

// step is one that is taken only if nobody else has taken one.
func (u undoing) step(p docstore.Progress) docstore.Progress {
	p.Ref, p.From, p.Attempt = docstore.Ref{Scheme: u.doc.Scheme, Key: u.doc.Key}, u.doc.State, cmp.Or(p.Attempt, u.doc.Attempts)
	return p
}

// looked is the step of a document whose bill is not to be touched; nil of others.
// A document that was being changed may have another number by now than its bill:
// then only the call itself tells whether the bill is there.
func (a *Activities) looked(ctx context.Context, u undoing) (*docstore.Progress, error) {
	if u.doc.TargetID == "" {
		return u.nothingThere(), nil
	}
	if u.doc.Was == docstore.Fetched {
		return u.unlessUndone(""), nil
	}
	r, err := a.there(ctx, u)
	switch {
	case err != nil:
		return nil, err
	case r.ID != u.doc.TargetID:
		return u.nothingThere(), nil
	case takenFurther(r.Status, u.doc.Was):
		return u.left(fmt.Sprintf("somebody has taken %s further there, it is %s", u.doc.Target, worded(r.Status))), nil
	case u.raises:
		return u.unlessUndone(r.Status), nil
	}
	end, err := a.reading(ctx, u.scheme.Name, "the amount of document "+u.doc.Key)
	if err != nil {
		return nil, err
	}
	defer end()
	there, here, err := a.amounts(ctx, u.scheme, u.doc)
	if err != nil || there == here {
		return nil, err
	}
	return u.left(fmt.Sprintf("somebody has changed %s there, it is over %s and was over %s", u.doc.Target, there, here)), nil
}

// takenFurther: it has been approved by others than the scheme.
func takenFurther(there connectors.TargetState, was docstore.State) bool {
	switch was {
	case docstore.Saved:
		return there == connectors.Submitted || there == connectors.Audited
	case docstore.Submitted:
		return there == connectors.Audited
	default:
		return false
	}
}

func worded(s connectors.TargetState) string {
	switch s {
	case connectors.Audited:
		return "approved"
	case connectors.Submitted:
		return "handed in"
	default:
		return "a draft"
	}
}

// unlessUndone is the step of one that the scheme raises to a person.
func (u undoing) unlessUndone(status connectors.TargetState) *docstore.Progress {
	if !u.raises {
		return nil
	}
	p := u.raised(status)
	return &p
}

// raised says what the target has, and what a person can do about it.
func (u undoing) raised(status connectors.TargetState) docstore.Progress {
	has := cmp.Or(u.doc.Target, u.doc.Key)
	if status != "" {
		has += ", " + worded(status)
	}
	return u.step(docstore.Progress{State: docstore.Failed, Cancelled: true, Reason: fmt.Sprintf(
		"the source cancelled it, and the target has it as %s: undo it there, then retry or skip this one; %s", has, u.because())})
}

// left is one whose bill is no longer as we made it.
func (u undoing) left(why string) *docstore.Progress {
	p := u.step(docstore.Progress{State: docstore.Failed, Cancelled: true, Reason: fmt.Sprintf(
		"the source cancelled it, and %s: see to it there, then retry or skip this one; %s", why, u.because())})
	return &p
}

func (u undoing) because() string { return "cancelled because: " + u.doc.Held }

func (u undoing) nothingThere() *docstore.Progress {
	p := u.step(docstore.Progress{State: docstore.Compensated, Cancelled: true, Gone: true, Reason: fmt.Sprintf(
		"the source cancelled it, and %s is no longer at the target; %s", cmp.Or(u.doc.Target, u.doc.Key), u.because())})
	return &p
}

// takeBack makes the call that takes the approval back.
func (a *Activities) takeBack(ctx context.Context, u undoing) (Standing, error) {
	return a.undo(ctx, u, u.target.Recall, func(o connectors.Outcome) (Standing, error) {
		switch {
		case errors.Is(o.Err, connectors.ErrNotFound):
			p := *u.nothingThere()
			p.Attempt = u.doc.Attempts + 1
			return a.gone(ctx, u, p)
		case o.Err == nil:
			return a.mark(ctx, u.scheme, u.takenBack())
		case refused(o.Err):
			return a.mark(ctx, u.scheme, u.refused(fmt.Sprintf("%s could not be taken back at the target, where it is as it was: %v", u.doc.Target, o.Err)))
		default:
			return a.notUndone(ctx, u, o.Err)
		}
	})
}

// takenBack: from here on it goes back to a draft, should the source have it again.
func (u undoing) takenBack() docstore.Progress {
	p := docstore.Progress{
		State: docstore.Deleting, Was: docstore.Saved, Attempt: u.doc.Attempts + 1,
		Reason: fmt.Sprintf("the source cancelled it; %s was taken back at the target and is to be deleted; %s", u.doc.Target, u.because()),
	}
	if u.doc.Was == docstore.Fetched {
		p.Was = docstore.Fetched
	}
	return u.step(p)
}

// refused is what a person is told where the target does not let a bill go.
func (u undoing) refused(why string) docstore.Progress {
	return u.step(docstore.Progress{
		State: docstore.Failed, Attempt: u.doc.Attempts + 1, Reason: fmt.Sprintf("the source cancelled it (%s), and %s", u.doc.Held, why),
	})
}

// notUndone: the document stays where it is, and Temporal tries again.
func (a *Activities) notUndone(ctx context.Context, u undoing, err error) (Standing, error) {
	return a.notDone(ctx, u.scheme, after{
		ref: docstore.Ref{Scheme: u.doc.Scheme, Key: u.doc.Key}, attempt: u.doc.Attempts + 1, undone: u.doc.State,
	}, a.patient(u.scheme, err))
}

type undo func(context.Context, connectors.Call, []connectors.Receipt) ([]connectors.Outcome, error)

// undo makes a call for a cancelled document and has its outcome noted, unless
// another worker has begun it since or the source took its cancellation back.
func (a *Activities) undo(ctx context.Context, u undoing, do undo, note func(connectors.Outcome) (Standing, error)) (Standing, error) {
	claim := u.step(docstore.Progress{State: u.doc.State, Reason: u.doc.Reason, Called: true, Cancelled: true})
	if st, mine, err := a.claim(ctx, u.scheme, claim); err != nil || !mine {
		return st, err
	}
	guard := &cancelGuard{guard: a.guarded(u.doc, u.doc.State)}
	o := one(do(connectors.WithFence(ctx, guard.pass), u.scheme.Target.Call(), []connectors.Receipt{{ID: u.doc.TargetID}}))
	if guard.overtaken() {
		return a.overtaken(ctx, u.scheme, claim.Ref)
	}
	return note(o)
}

// cancelGuard is closed, too, when the source took its cancellation back.
type cancelGuard struct{ *guard }

func (g *cancelGuard) pass(ctx context.Context) error {
	if err := g.guard.pass(ctx); err != nil {
		return err
	}
	doc, err := g.store.Get(ctx, g.ref)
	if err == nil && !doc.Cancelled() {
		g.late.Store(true)
		err = errOvertaken
	}
	return err
}
