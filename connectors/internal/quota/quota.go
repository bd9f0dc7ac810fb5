// Package quota keeps the quota of calls that a system grants an account.
package quota

import (
	"context"
	"time"
)

// A Limiter keeps an account's quota as a server counts it that looks back
// over any sliding second and any sliding minute.
//
// It is written here because limiters of libraries count when calls are let go:
// a token bucket (x/time/rate) lets up to twice the quota through such a window,
// a full bucket and its refill, and even an exact sliding log does not know when
// a call arrived there. So each place of the quota is held from before a call is
// sent until a whole window after its answer came back: the server counted the old
// call before it answered and the new one after it was sent, so it sees at
// least a window between the two, however the network delays either.
type Limiter struct {
	quotas []quota
}

type quota struct {
	window time.Duration
	places chan time.Time // each holds the moment it is free again
}

// margin covers a server whose clock ticks more coarsely than ours.
const margin = 20 * time.Millisecond

// New makes the limiter of an account.
func New(perSecond, perMinute int) *Limiter {
	return &Limiter{quotas: []quota{newQuota(time.Minute, perMinute), newQuota(time.Second, perSecond)}}
}

func newQuota(window time.Duration, calls int) quota {
	q := quota{window: window + margin, places: make(chan time.Time, calls)}
	for range calls {
		q.places <- time.Time{}
	}
	return q
}

// Do makes a call when the quota allows it. Its error is the call's, or the
// context's when that ended first.
func (l *Limiter) Do(ctx context.Context, call func() error) error {
	return through(ctx, l.quotas, call)
}

func through(ctx context.Context, quotas []quota, call func() error) error {
	if len(quotas) == 0 {
		return call()
	}
	q := quotas[0]
	free, err := q.take(ctx)
	if err != nil {
		return err
	}
	defer func() { q.places <- free }()
	return through(ctx, quotas[1:], func() error {
		defer func() { free = time.Now().Add(q.window) }()
		return call()
	})
}

// take waits for the place that is free first. When the wait is cut short the
// place goes back as it was.
func (q quota) take(ctx context.Context) (time.Time, error) {
	select {
	case free := <-q.places:
		if err := sleep(ctx, time.Until(free)); err != nil {
			q.places <- free
			return free, err
		}
		return free, nil
	case <-ctx.Done():
		return time.Time{}, ctx.Err()
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
