package campaign

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"
)

// clock is one that may be wrong.
type clock struct{ by atomic.Int64 }

func (c *clock) now() time.Time { return time.Now().Add(time.Duration(c.by.Load())) }

// jumpSource puts the systems' clock wrong for a while.
func (r *run) jumpSource(ctx context.Context, f Fault) {
	r.clock.by.Store(int64(f.Jump))
	r.lasts(ctx, f, func() error { r.clock.by.Store(0); return nil })
}

// jumpWorker puts a worker's clock wrong for a while. It is told by a file, which
// outlives it.
func (r *run) jumpWorker(ctx context.Context, f Fault) {
	r.note(tellClock(r.clockOf(f.Victim), f.Jump))
	r.lasts(ctx, f, func() error { return tellClock(r.clockOf(f.Victim), 0) })
}

func tellClock(file string, by time.Duration) error {
	next := file + ".next"
	if err := os.WriteFile(next, []byte(by.String()), 0o600); err != nil {
		return fmt.Errorf("put a worker's clock wrong: %w", err)
	}
	if err := os.Rename(next, file); err != nil { // never read half
		return fmt.Errorf("put a worker's clock wrong: %w", err)
	}
	return nil
}

// toldClock is the clock of a worker, as the file says. A file that cannot be read
// leaves it right.
func toldClock(file string) func() time.Time {
	return func() time.Time {
		text, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) {
			return time.Now()
		}
		by, err := time.ParseDuration(string(text))
		if err != nil {
			return time.Now()
		}
		return time.Now().Add(by)
	}
}
