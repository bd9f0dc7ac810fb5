package gateway

import (
	"context"
	"sync"
	"time"
)

// door lets the calls of one scheme in: so many a minute, so many at once.
type door struct {
	places chan struct{}
	turns  *turns

	mu     sync.Mutex
	tokens float64
	most   float64 // calls that may come in one rush after a rest
	fill   float64 // tokens a second
	filled time.Time
}

// rush is the part of a minute's calls that may come at once.
const rush = 0.1

func newDoor(l Limits) *door {
	most := max(1, float64(l.PerMinute)*rush)
	return &door{
		places: make(chan struct{}, l.Concurrency), turns: newTurns(),
		tokens: most, most: most, fill: float64(l.PerMinute) / 60,
	}
}

// knock takes one of the minute's calls; where none is left it says when there
// will be one.
func (d *door) knock(now time.Time) (after time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if passed := now.Sub(d.filled).Seconds(); passed > 0 {
		if !d.filled.IsZero() {
			d.tokens = min(d.most, d.tokens+passed*d.fill)
		}
		d.filled = now
	}
	if d.tokens < 1 {
		return time.Duration((1-d.tokens)/d.fill*float64(time.Second)) + 1
	}
	d.tokens--
	return 0
}

// enter waits for a place; false when there was none for that long.
func enter(ctx context.Context, places chan struct{}, patience time.Duration) bool {
	select {
	case places <- struct{}{}:
		return true
	default: // only then is time asked about: a select between both may miss a free place
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case places <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func leave(places chan struct{}) { <-places }
