package demo

import (
	"context"
	"time"
)

// tallies reads the store once for all schemes.
func (r *run) tallies(ctx context.Context) (map[string]Tally, error) {
	all := map[string]Tally{}
	for _, s := range r.use {
		counts, changed, err := r.store.Counts(ctx, s.Name)
		if err != nil {
			return nil, err
		}
		all[s.Name] = tally(s, counts, changed)
	}
	return all, nil
}

// delivering sums the schemes that deliver: base data is not progress.
func (r *run) delivering(all map[string]Tally) Tally {
	var sum Tally
	for _, s := range r.use {
		if s.Target != nil {
			sum = sum.add(all[s.Name])
		}
	}
	return sum
}

// watch draws progress until every run is over and nothing is in flight, and
// says whether it came to that.
func (r *run) watch(ctx context.Context) (bool, error) {
	tick := time.NewTicker(r.show.every())
	defer tick.Stop()
	var last Tally
	moved := time.Now()
	for {
		all, err := r.tallies(ctx)
		if err != nil {
			return false, err
		}
		sum := r.delivering(all)
		r.show.progress(sum)
		quiet, err := r.quiet(ctx, sum)
		if err != nil {
			return false, err
		}
		if quiet {
			clear(r.trouble) // it is over
			return true, nil
		}
		if sum != last {
			last, moved = sum, time.Now()
		}
		if r.over || r.opts.Exit && time.Since(moved) > r.opts.Stall {
			_, err := r.gaveUp(ctx)
			return false, err
		}
		if err := r.pause(ctx, tick.C); err != nil {
			return false, err
		}
	}
}

// pause waits for the next look, or for the end.
func (r *run) pause(ctx context.Context, tick <-chan time.Time) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-r.server.Failed():
		return r.server.Err()
	case <-tick:
		return nil
	}
}

// quiet: every scheme has been read up to the start of the demo or later, nobody
// is about to call, and no document is in flight.
func (r *run) quiet(ctx context.Context, sum Tally) (bool, error) {
	selling, err := r.life.selling()
	if err != nil || selling || sum.Flying > 0 {
		return false, err
	}
	for _, s := range r.use {
		mark, _, err := r.store.Watermark(ctx, s.Name)
		if err != nil {
			return false, err
		}
		if mark.Before(r.started.Truncate(time.Second)) {
			return false, r.nudge(ctx, s.Name)
		}
	}
	return true, nil
}

// nudgeEvery spares the server.
const nudgeEvery = 3 * time.Second

// gaveUp: a scheme could not be read, and its run has ended: nothing will move
// by itself before its schedule comes round.
func (r *run) gaveUp(ctx context.Context) (bool, error) {
	for _, s := range r.use {
		reason, ended, err := r.orders.Trouble(ctx, s.Name, r.started)
		if err != nil {
			return false, err
		}
		if reason != "" {
			r.trouble[s.Name] = reason
		}
		if ended {
			return true, nil
		}
	}
	return false, nil
}

// nudge starts a run of a scheme that has not been read since the demo began:
// with --data, a run of the time before may have been under way and have kept
// the schedule from starting one.
func (r *run) nudge(ctx context.Context, scheme string) error {
	if time.Since(r.nudged) < nudgeEvery {
		return nil
	}
	r.nudged = time.Now()
	over, err := r.gaveUp(ctx)
	if err != nil || over {
		r.over = over
		return err
	}
	return r.orders.Trigger(ctx, scheme)
}
