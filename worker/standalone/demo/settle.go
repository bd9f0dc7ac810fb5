package demo

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
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
		finished, err := r.settleWaiting(ctx)
		if err == nil && finished {
			finished, err = r.outlive(ctx)
		}
		if err != nil || !finished {
			return finished, err
		}
		more, err := r.readAgain(ctx)
		if err != nil || more && round < rounds {
			if err != nil {
				return false, err
			}
			continue
		}
		waiting, err := r.waiting(ctx)
		if err != nil || len(waiting) == 0 || r.simulated != nil || time.Since(quiet) > lateness {
			return err == nil, err
		}
		if err := r.rest(ctx, lookPause); err != nil {
			return false, err
		}
	}
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

// readAgain runs every scheme that delivers, or that others follow, once more and
// says whether that brought anything.
func (r *run) readAgain(ctx context.Context) (bool, error) {
	more := false
	for _, s := range r.use {
		if s.Target == nil && !r.followed(s.Name) {
			continue
		}
		brought, err := r.afresh(ctx, s.Name)
		if err != nil || r.trouble[s.Name] != "" {
			return false, err
		}
		more = more || brought > 0
	}
	return more, nil
}

func (r *run) followed(scheme string) bool {
	return slices.ContainsFunc(r.use, func(s *schemes.Scheme) bool { return slices.Contains(s.Follows(), scheme) })
}

// afresh runs a scheme to the end and says how many documents that brought.
// The first of the two runs may be one that was under way already and has read
// what came before; the second was not.
func (r *run) afresh(ctx context.Context, scheme string) (brought int, err error) {
	for range 2 {
		run, err := r.orders.Run(ctx, workflows.SyncInput{Scheme: scheme})
		if err != nil {
			return brought, err
		}
		var p workflows.Progress
		if err := run.Get(ctx, &p); err != nil {
			return brought, r.notRead(ctx, scheme)
		}
		brought += p.New + p.Changed
	}
	return brought, nil
}

// notRead notes why a scheme could not be read; the summary says it.
func (r *run) notRead(ctx context.Context, scheme string) error {
	reason, _, err := r.orders.Trouble(ctx, scheme, r.started)
	r.trouble[scheme] = reason
	return err
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

// refill runs the schemes that bring what is waited for, once each.
func (r *run) refill(ctx context.Context, waiting []docstore.Document) error {
	ran := map[string]bool{}
	for _, d := range waiting {
		if d.WaitsFor == "" || ran[d.WaitsFor] {
			continue
		}
		ran[d.WaitsFor] = true
		if _, err := r.afresh(ctx, d.WaitsFor); err != nil {
			return err
		}
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
