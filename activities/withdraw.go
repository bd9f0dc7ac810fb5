package activities

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// withdrawer is a target from which a draft can be taken away, also one that was
// handed in for approval.
type withdrawer interface {
	connectors.Amender
	connectors.Finder
	connectors.Undoer
}

func withdraws(s *schemes.Scheme) bool {
	return s.Target != nil && s.Target.OnRefused == schemes.DeleteDraft
}

// Withdrawable says what keeps a scheme from having drafts deleted that are not
// approved (target.onRefused); nil when nothing does, or it does not want to.
func Withdrawable(t connectors.Target, s *schemes.Scheme) error {
	_, able := t.(withdrawer)
	if !withdraws(s) || able && amends(t, s) {
		return nil
	}
	return fmt.Errorf("target.onRefused: delete needs a target that can delete documents; %s %s cannot: use keep", s.Target.Connector, s.Target.API)
}

// unapproved is where a document goes that is not approved.
func unapproved(s *schemes.Scheme, doc docstore.Document) docstore.State {
	if withdraws(s) && doc.TargetID != "" {
		return docstore.Refused
	}
	return docstore.Failed
}

// Withdraw deletes at the target a draft that was not approved; the document has
// failed then, and is saved as a new one when it changes or is tried again. What
// was handed in is taken back first, by a call of its own. Both may be made again:
// what was taken back, and what is gone, is done. One that a person has approved
// there by then is left alone.
func (a *Activities) Withdraw(ctx context.Context, ref Ref) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	if doc.State != docstore.Refused {
		return standing(doc, s), nil
	}
	target, err := connectors.As[withdrawer](a.Accounts, s.Target.Connector, s.Target.Account)
	if err != nil {
		return Standing{}, temporalError(err)
	}
	p := docstore.Progress{Ref: ref.Document(), State: docstore.Refused, From: docstore.Refused, Attempt: doc.Attempts, Reason: doc.Reason, Called: true}
	if st, mine, err := a.claim(ctx, s, p); err != nil || !mine {
		return st, err
	}
	step, err := a.despite(ctx, s, doc, target)
	switch {
	case err != nil:
		return a.withdrawn(ctx, s, doc, err)
	case step != nil:
		return a.mark(ctx, s, *step)
	}
	guard := a.guarded(doc, docstore.Refused)
	err = remove(guard.on(ctx), target, s, doc)
	if guard.overtaken() {
		return a.overtaken(ctx, s, ref.Document())
	}
	return a.withdrawn(ctx, s, doc, err)
}

// despite is the step of a document whose draft a person has approved at the
// target after all; nil of others. That one is not deleted.
func (a *Activities) despite(ctx context.Context, s *schemes.Scheme, doc docstore.Document, target connectors.Finder) (*docstore.Progress, error) {
	found, err := target.Find(ctx, s.Target.Call(), []string{doc.Target})
	r := found[doc.Target]
	if err != nil || r.ID != doc.TargetID || r.Status != connectors.Audited {
		return nil, err
	}
	return &docstore.Progress{
		Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, From: docstore.Refused,
		State: reached(s, docstore.Audited, r.Status), Answer: answered(doc.Answer, r),
	}, nil
}

func remove(ctx context.Context, target withdrawer, s *schemes.Scheme, doc docstore.Document) error {
	bill := []connectors.Receipt{{ID: doc.TargetID}}
	o := one(target.Recall(ctx, s.Target.Call(), bill))
	if o.Err == nil {
		o = one(target.Delete(ctx, s.Target.Call(), bill))
	}
	if errors.Is(o.Err, connectors.ErrNotFound) { // it is gone
		return nil
	}
	return o.Err
}

// withdrawn notes what became of the draft. While that is not known, the reason
// is still why it was not approved: that is what a person will be told.
func (a *Activities) withdrawn(ctx context.Context, s *schemes.Scheme, doc docstore.Document, err error) (Standing, error) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), noting)
	defer stop()
	p := docstore.Progress{Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, State: docstore.Failed, From: docstore.Refused, Attempt: doc.Attempts + 1}
	switch {
	case err == nil:
		p.Gone, p.Reason = true, fmt.Sprintf("its bill %s was deleted at the target, because it was not approved: %s", doc.Target, doc.Reason)
	case refused(err):
		p.Reason = fmt.Sprintf("its bill %s was to be deleted at the target, because it was not approved: %s; and that was refused: %v", doc.Target, doc.Reason, err)
	default:
		return Standing{}, temporalError(fmt.Errorf("scheme %s: document %s: delete its draft: %w", s.Name, doc.Key, err))
	}
	return a.mark(ctx, s, p)
}
