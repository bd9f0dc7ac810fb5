package activities

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

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
	return a.found(ctx, s, doc, r)
}

// found is a document of which there is a bill, if it is its own.
func (a *Activities) found(ctx context.Context, s *schemes.Scheme, doc docstore.Document, r connectors.Receipt) (Standing, error) {
	if rivalled, err := a.rivalled(ctx, doc); err != nil || rivalled {
		return standing(doc, s), err // still unknown: look again
	}
	p := docstore.Progress{
		Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, From: docstore.Unknown, Attempt: doc.Attempts,
		State: reached(s, docstore.Saved, r.Status), TargetID: r.ID, Target: r.Number, Answer: answered(doc.Answer, r),
	}
	stranger, err := a.stranger(ctx, s, doc, r)
	switch {
	case err != nil:
		return Standing{}, temporalError(fmt.Errorf("scheme %s: document %s: %w", s.Name, doc.Key, err))
	case stranger != "":
		p = docstore.Progress{Ref: p.Ref, State: docstore.Failed, From: p.From, Attempt: p.Attempt, Reason: stranger}
	}
	return a.mark(ctx, s, p)
}

func (a *Activities) notThere(ctx context.Context, s *schemes.Scheme, doc docstore.Document, settled time.Duration) (Standing, error) {
	if doc.TargetID == "" && settled < a.grace(s) {
		return standing(doc, s), nil // still unknown: look again
	}
	return a.mark(ctx, s, absent(doc))
}

// absent is the step of a document that the target does not have. What was asked says
// nothing of a call that was made since.
func absent(doc docstore.Document) docstore.Progress {
	p := docstore.Progress{Ref: docstore.Ref{Scheme: doc.Scheme, Key: doc.Key}, From: docstore.Unknown, Attempt: doc.Attempts}
	switch {
	case doc.TargetID != "": // it was saved once: somebody has deleted it since
		p.State, p.Gone = docstore.Failed, true
		p.Reason = fmt.Sprintf("%s was saved and is no longer at the target: see who deleted it, then retry or skip it", doc.Target)
	case strings.HasSuffix(doc.Reason, lookedFor): // saved again, it would be refused again
		p.State = docstore.Failed
		p.Reason = fmt.Sprintf("number %s is taken at the target, and no bill of that number is to be seen there: "+
			"see whether an organisation has it that the account may not see, and whose it is; then retry or skip", doc.Target)
	default:
		p.State, p.Reason = docstore.Mapped, "not at the target: it is saved again"
	}
	return p
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
