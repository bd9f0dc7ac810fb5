package demo

import (
	"context"
	"errors"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

const (
	// lateness is how long a demo with real systems waits for base data that
	// may be on its way; simulated systems bring theirs when they are told to.
	lateness  = time.Minute
	lookPause = 10 * time.Second
	// rounds bounds how often sources that do not stand still are read again.
	rounds = 5
)

// settle ends what may be unfinished behind a quiet surface: documents that
// wait are looked after until they wait for a reason, the simulated world comes
// to its end, and the sources are read again until they have nothing new, for
// rows that change while a window is read belong to the next one.
func (r *run) settle(ctx context.Context) (bool, error) {
	quiet := time.Now()
	for round := 0; ; round++ {
		more, finished, err := r.again(ctx)
		if err != nil || !finished {
			return false, err
		}
		if more && round < rounds {
			continue
		}
		waiting, err := r.waiting(ctx)
		if err != nil {
			return false, err
		}
		if len(waiting) == 0 || r.simulated != nil || time.Since(quiet) > lateness {
			return r.watch(ctx) // what came last is carried, too
		}
		if err := r.rest(ctx, lookPause); err != nil {
			return false, err
		}
	}
}

// again is one round of settling; more says that it brought something.
func (r *run) again(ctx context.Context) (more, finished bool, err error) {
	finished, err = r.settleWaiting(ctx)
	if err == nil && finished {
		finished, err = r.outlive(ctx)
	}
	if err == nil && finished {
		more, err = r.readAgain(ctx)
	}
	return more, finished, err
}

// outlive lets the simulated world go on, step by step, until nothing happens in
// it any more and what has happened is carried.
func (r *run) outlive(ctx context.Context) (bool, error) {
	for {
		happened, err := r.life.on(ctx)
		if err != nil {
			return false, err
		}
		finished, err := r.watch(ctx)
		if err != nil || !finished || !happened {
			return finished, err
		}
	}
}

func (r *run) rest(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	return r.pause(ctx, timer.C)
}

// settleWaiting makes sure that those who still wait do so for a reason: the
// schemes they wait for are run once more to the end, everyone who waits looks
// again, and what that sets in motion arrives.
func (r *run) settleWaiting(ctx context.Context) (bool, error) {
	if r.simulated != nil {
		if err := r.simulated.ReleaseLate(); err != nil {
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
