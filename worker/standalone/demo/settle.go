package demo

import (
	"context"
	"errors"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows"
)

// settle makes sure that those who still wait do so for a reason: the schemes
// they wait for are run once more to the end, everyone who waits looks again,
// and what that sets in motion arrives.
func (r *run) settle(ctx context.Context) (bool, error) {
	if r.systems.world != nil {
		if err := r.systems.world.ReleaseLate(); err != nil {
			return false, err
		}
	}
	waiting, err := r.waiting(ctx)
	if err != nil || len(waiting) == 0 {
		return err == nil, err
	}
	if err := r.refill(ctx, waiting); err != nil {
		return false, err
	}
	asked := time.Now()
	r.log.InfoContext(ctx, "who waits looks again")
	if err := r.wake(ctx); err != nil {
		return false, err
	}
	if err := r.looked(ctx, asked); err != nil {
		return false, err
	}
	return r.watch(ctx)
}

func (r *run) waiting(ctx context.Context) ([]docstore.Document, error) {
	var all []docstore.Document
	for _, s := range r.use {
		f := docstore.Filter{Scheme: s.Name, States: []docstore.State{docstore.Waiting}, Limit: 10000}
		docs, err := r.store.List(ctx, f)
		if err != nil {
			return nil, err
		}
		all = append(all, docs...)
	}
	return all, nil
}

// refill runs the schemes that bring what is waited for, once each.
func (r *run) refill(ctx context.Context, waiting []docstore.Document) error {
	ran := map[string]bool{}
	for _, d := range waiting {
		if d.WaitsFor == "" || ran[d.WaitsFor] {
			continue
		}
		ran[d.WaitsFor] = true
		run, err := r.orders.Run(ctx, workflows.SyncInput{Scheme: d.WaitsFor})
		if err != nil {
			return err
		}
		r.log.InfoContext(ctx, "base data is read once more", "scheme", d.WaitsFor)
		if err := run.Get(ctx, nil); err != nil {
			return err
		}
		r.log.InfoContext(ctx, "base data has been read", "scheme", d.WaitsFor)
	}
	return nil
}

func (r *run) wake(ctx context.Context) error {
	docs, err := r.waiting(ctx)
	if err != nil {
		return err
	}
	var errs []error
	for _, d := range docs {
		errs = append(errs, r.orders.Wake(ctx, docstore.Ref{Scheme: d.Scheme, Key: d.Key}))
	}
	return errors.Join(errs...)
}

// lookLimit is how long waiting documents are given to look again.
const lookLimit = 30 * time.Second

// looked waits until everyone who still waits has looked since then.
func (r *run) looked(ctx context.Context, since time.Time) error {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for time.Since(since) < lookLimit {
		docs, err := r.waiting(ctx)
		if err != nil {
			return err
		}
		if !anyBefore(docs, since) {
			return nil
		}
		if err := r.pause(ctx, tick.C); err != nil {
			return err
		}
	}
	return nil
}

func anyBefore(docs []docstore.Document, since time.Time) bool {
	for _, d := range docs {
		if d.UpdatedAt.Before(since) {
			return true
		}
	}
	return false
}
