package activities

import (
	"context"
	"errors"
	"fmt"

	"go.temporal.io/sdk/activity"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// GiveUp fails a document that has waited past its deadline, and says what kept
// from coming what it waited for, where that is known.
func (a *Activities) GiveUp(ctx context.Context, ref Ref, reason string) (Standing, error) {
	s, doc, err := a.open(ctx, ref)
	if err != nil {
		return Standing{}, err
	}
	why, err := a.silence(ctx, doc.WaitsFor, doc.FetchedAt)
	if err != nil {
		return Standing{}, err
	}
	if why != "" {
		reason += "; " + why
	}
	return a.mark(ctx, s, docstore.Progress{
		Ref: ref.Document(), State: docstore.Failed, From: docstore.Waiting, Reason: reason,
	})
}

// open reads the document and the scheme it is carried with.
func (a *Activities) open(ctx context.Context, ref Ref) (*schemes.Scheme, docstore.Document, error) {
	s, err := a.Schemes.At(ctx, ref.Scheme, ref.Revision)
	if err != nil {
		return nil, docstore.Document{}, configError(err)
	}
	doc, err := a.Store.Get(ctx, ref.Document())
	if errors.Is(err, docstore.ErrNotFound) {
		return nil, doc, configError(fmt.Errorf("scheme %s: document %s: %w", ref.Scheme, ref.Key, err))
	}
	return s, doc, err
}

// mark writes a step and says where the document now stands. A document that
// has moved on meanwhile is not an error: where it stands is the answer. One that
// fails is taken up at once where newer content came while a call was made.
func (a *Activities) mark(ctx context.Context, s *schemes.Scheme, p docstore.Progress) (Standing, error) {
	st, mine, err := a.claim(ctx, s, p)
	if err != nil || !mine || p.State != docstore.Failed {
		return st, err
	}
	doc, err := a.Store.Get(ctx, p.Ref)
	return standing(doc, s), err
}

// claim is mark for those who must know whether it was they who took the step.
func (a *Activities) claim(ctx context.Context, s *schemes.Scheme, p docstore.Progress) (Standing, bool, error) {
	p.WorkflowID, p.RunID = workflowOf(ctx)
	err := a.Store.Mark(ctx, p)
	if errors.Is(err, docstore.ErrPaused) {
		return Standing{}, false, paused(fmt.Errorf("scheme %s: document %s: %w", p.Scheme, p.Key, err))
	}
	if err != nil && !errors.Is(err, docstore.ErrStale) {
		return Standing{}, false, fmt.Errorf("scheme %s: document %s: note %s: %w", p.Scheme, p.Key, p.State, err)
	}
	if err == nil {
		return Standing{State: p.State, Reason: p.Reason, Steps: steps(s)}, true, nil
	}
	a.Log.WarnContext(ctx, "a step came too late", "scheme", p.Scheme, "key", p.Key, "state", p.State, "target", p.Target, "reason", err)
	doc, err := a.Store.Get(ctx, p.Ref)
	return standing(doc, s), false, err
}

func workflowOf(ctx context.Context) (id, run string) {
	if !activity.IsActivity(ctx) {
		return "", ""
	}
	info := activity.GetInfo(ctx)
	return info.WorkflowExecution.ID, info.WorkflowExecution.RunID
}

func standing(d docstore.Document, s *schemes.Scheme) Standing {
	return Standing{State: d.State, Reason: d.Reason, Steps: steps(s)}
}

func steps(s *schemes.Scheme) []schemes.Step {
	if s.Target == nil {
		return nil
	}
	return s.Target.Steps
}
