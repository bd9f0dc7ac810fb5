package gateway

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/schemes"
)

const (
	waiting   = 1000             // calls whose documents are about to be carried
	carriers  = 4                // at once
	orderWait = 10 * time.Second // how long Temporal may take for the documents of a call
)

// carrier has documents carried that were kept, without anybody waiting for
// it. What it cannot set in motion is left to the next run of the scheme, which
// delivers whatever it finds in the store.
type carrier struct {
	intake *activities.Intake
	queue  chan load // nil: everything is left to the runs
	log    *slog.Logger
}

// load are the documents of one call.
type load struct {
	scheme *schemes.Scheme
	keys   []string
}

func newCarrier(i *activities.Intake, able bool, log *slog.Logger) *carrier {
	c := &carrier{intake: i, log: log}
	if able {
		c.queue = make(chan load, waiting)
	}
	return c
}

func (c *carrier) carry(s *schemes.Scheme, keys []string) {
	if len(keys) == 0 || c.queue == nil {
		return
	}
	select {
	case c.queue <- load{s, keys}:
	default: // a flood; a run is better at it
		c.log.Info("documents are left to the next run of their scheme", "scheme", s.Name, "documents", len(keys))
	}
}

// run carries until the context ends.
func (c *carrier) run(ctx context.Context) {
	var all sync.WaitGroup
	for range carriers {
		all.Go(func() { c.work(ctx) })
	}
	all.Wait()
}

func (c *carrier) work(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case l := <-c.queue:
			c.order(ctx, l)
		}
	}
}

func (c *carrier) order(ctx context.Context, l load) {
	ctx, cancel := context.WithTimeout(ctx, orderWait)
	defer cancel()
	if err := c.intake.Carry(ctx, l.scheme, l.keys); err != nil {
		c.log.WarnContext(ctx, "documents are left to the next run of their scheme",
			"scheme", l.scheme.Name, "documents", len(l.keys), "error", err)
	}
}
