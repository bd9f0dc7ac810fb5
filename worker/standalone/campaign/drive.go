package campaign

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	lookEvery  = 100 * time.Millisecond
	countEvery = time.Second
	// syncEvery is how often the schemes run: more often than their schedules say,
	// for a campaign is short.
	syncEvery = 3 * time.Second
	// stall is how long nothing may move before the campaign gives up; longer than
	// the engine's longest rest.
	stall = 6 * time.Minute
)

// drive lets faults happen as documents are saved, and returns when nothing more
// is to be expected; finished says that this is because all is done.
func (r *run) drive(ctx context.Context) (finished bool, err error) {
	d := &driver{run: r, next: r.faults, moved: time.Now()}
	if r.opts.Limit > 0 {
		d.end = r.began.Add(r.opts.Limit)
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	go r.mall.run(ctx, d.sold)
	for {
		if over, err := d.look(ctx); over || err != nil {
			return d.done, err
		}
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-tick.C:
		}
	}
}

// driver is what drive knows from one look to the next.
type driver struct {
	*run
	next     []Fault // still to be made
	bills    int
	released bool         // the orders that come late have come
	part     atomic.Int64 // the bills, for the mall
	synced   time.Time
	syncing  atomic.Bool
	counted  time.Time
	standing standing
	acted    time.Time // when the sources or the faults last did something
	moved    time.Time // when anything last changed
	end      time.Time
	done     bool
}

// sold is how much of its orders the mall has sold by now: all when nine tenths of
// the bills are there.
func (d *driver) sold() float64 {
	const ahead = 0.1
	return min(1, ahead+float64(d.part.Load())/float64(max(1, len(d.wanted))))
}

// made are the bills that are there; all, when no more will come: faults leave some
// refunds to a person.
func (d *driver) made() int {
	if s := d.standing; d.released && d.shop.rest() == 0 && s.flying == 0 && s.ended > 0 {
		return len(d.wanted)
	}
	return d.bills
}

func (d *driver) look(ctx context.Context) (over bool, err error) {
	if bills := d.world.Kingdee.Count(form); bills != d.bills {
		d.bills, d.moved = bills, time.Now()
	}
	d.times.saved(d.bills, d.mall.acknowledged())
	d.part.Store(int64(d.made()))
	d.strikeDue(ctx)
	if err := d.live(); err != nil {
		return true, err
	}
	d.sync(ctx)
	if time.Since(d.counted) < countEvery {
		return false, nil
	}
	return d.count(ctx)
}

func (d *driver) strikeDue(ctx context.Context) {
	for len(d.next) > 0 && d.bills >= d.next[0].At {
		d.strike(ctx, d.next[0])
		d.next, d.acted = d.next[1:], time.Now()
	}
}

// live lets the source go on: refunds come while the work goes well, and the late
// orders when half of it is done.
func (d *driver) live() error {
	if !d.released && d.bills >= len(d.wanted)/2 {
		d.released, d.acted = true, time.Now()
		if err := d.world.ReleaseLate(); err != nil {
			return err
		}
	}
	if err := d.mall.failed(); err != nil {
		return err
	}
	if d.standing.flying >= portion || !d.standing.begun {
		return nil
	}
	d.standing.begun = false // until it has been counted again
	more, err := d.shop.bring()
	if more {
		d.acted = time.Now()
	}
	return err
}

// sync runs the schemes as their schedules would. That Temporal is away for a while
// is nothing to tell.
func (d *driver) sync(ctx context.Context) {
	if time.Since(d.synced) < syncEvery || !d.syncing.CompareAndSwap(false, true) {
		return
	}
	d.synced = time.Now()
	go func() {
		defer d.syncing.Store(false)
		ctx, stop := context.WithTimeout(ctx, 2*syncEvery)
		defer stop()
		for _, name := range d.schemes() {
			if err := d.orders.Trigger(ctx, name); err != nil && ctx.Err() == nil {
				d.note(err)
			}
		}
	}()
}

// count looks into the store and decides whether it is over.
func (d *driver) count(ctx context.Context) (over bool, err error) {
	d.counted = time.Now()
	now, err := d.stand(ctx)
	if err != nil {
		d.note(err) // its connections may be cut just now
		return false, nil
	}
	if !now.equal(d.standing) {
		d.moved = time.Now()
	}
	d.standing = now
	d.show.progress(d)
	if d.done = d.quiet(); d.done && now.newer > 0 {
		left, err := d.changed(ctx)
		if err != nil {
			d.note(err)
		}
		d.done = err == nil && !left
	}
	late := !d.end.IsZero() && time.Now().After(d.end)
	return d.done || late || time.Since(d.moved) > stall, nil
}

// quiet: the sources have nothing more to say and have been read since they last
// did, nobody is on the way, and who waits does so for what will not come.
func (d *driver) quiet() bool {
	s := d.standing
	return d.shop.rest() == 0 && d.mall.done() && d.lasting.Load() == 0 && s.flying == 0 && s.pushing == 0 &&
		s.waiting <= unknown(d.wanted) && s.read.After(d.acted) && d.released
}
