package reconcile

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/sdk/activity"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Activities compare as a schedule says. They are registered with a worker as
// they are; their methods are the activities.
type Activities struct {
	Schemes  *activities.Schemes
	Accounts connectors.Accounts
	Lookups  func() mapping.Finder // one for each comparison
	Store    Shelf
	Alerts   Alerter // nil: nobody is told
	Now      func() time.Time
}

// Shelf is where comparisons are kept.
type Shelf interface {
	Store
	Paused(ctx context.Context, scheme string) (docstore.Pause, bool, error)
	KeepReconciliationPart(ctx context.Context, p docstore.ReconciliationPart) error
	ReconciliationParts(ctx context.Context, scheme, run string, before int) ([]docstore.ReconciliationPart, error)
	KeepReconciliation(ctx context.Context, r docstore.Reconciliation) error
	LastReconciliation(ctx context.Context, scheme string) (docstore.Reconciliation, bool, error)
	Told(ctx context.Context, subject string) (string, error)
	SetTold(ctx context.Context, subject, told string) error
}

// PlanInput asks what is to be compared.
type PlanInput struct {
	Scheme string            `json:"scheme"`
	Window connectors.Window `json:"window"`
}

// Plan is a comparison as a workflow needs it.
type Plan struct {
	Revision  string              `json:"revision"`
	Stretches []connectors.Window `json:"stretches"` // the newest first
	Paused    bool                `json:"paused,omitempty"`
}

// PlanComparison says in which stretches a scheme is compared. One that is paused
// is not: what it lacks is known.
func (a *Activities) PlanComparison(ctx context.Context, in PlanInput) (Plan, error) {
	s, err := a.Schemes.Latest(ctx, in.Scheme)
	if err != nil {
		return Plan{}, activities.Mistake(err)
	}
	p := Plan{Revision: s.Revision}
	if _, p.Paused, err = a.Store.Paused(ctx, s.Name); err != nil || p.Paused {
		return p, err
	}
	if p.Stretches, err = a.reconciler().Stretches(ctx, s, in.Window); err != nil {
		return p, activities.Mistake(err)
	}
	return p, nil
}

func (a *Activities) reconciler() *Reconciler {
	return &Reconciler{Accounts: a.Accounts, Lookups: a.Lookups(), Store: a.Store}
}

// StretchInput is one of the stretches of a plan.
type StretchInput struct {
	Scheme   string            `json:"scheme"`
	Revision string            `json:"revision"`
	Part     int               `json:"part"` // its place in the plan
	Window   connectors.Window `json:"window"`
}

// CompareStretch compares a stretch and keeps what came of it until all have been
// compared.
func (a *Activities) CompareStretch(ctx context.Context, in StretchInput) error {
	s, err := a.Schemes.At(ctx, in.Scheme, in.Revision)
	if err != nil {
		return activities.Mistake(err)
	}
	run := activity.GetInfo(ctx).WorkflowExecution.RunID
	_, later, err := a.parts(ctx, s, run, in.Part)
	if err != nil {
		return err
	}
	result, here, err := a.reconciler().compare(ctx, s, in.Window, later)
	if err != nil {
		return said(err)
	}
	part := docstore.ReconciliationPart{Scheme: s.Name, Run: run, Part: in.Part, Seen: here.bytes()}
	if part.Result, err = written(kept(result)); err != nil {
		return err
	}
	return a.Store.KeepReconciliationPart(ctx, part)
}

// said is an error of a comparison as Temporal is told it.
func said(err error) error {
	if errors.Is(err, ErrCalled) || errors.Is(err, ErrEach) || errors.Is(err, ErrNoTarget) {
		return activities.Mistake(err)
	}
	return activities.Temporal(err)
}

// parts are the stretches that have been compared before one, together.
func (a *Activities) parts(ctx context.Context, s *schemes.Scheme, run string, before int) (Kept, seen, error) {
	all, known := kept(Result{Scheme: s.Name, Revision: s.Revision, Differences: []Difference{}}), newSeen()
	parts, err := a.Store.ReconciliationParts(ctx, s.Name, run, before)
	for _, p := range parts {
		if err == nil {
			err = known.read(p.Seen)
		}
		var one Kept
		if err == nil {
			one, err = ReadKept(p.Result)
		}
		all.add(one)
	}
	return all, known, err
}
