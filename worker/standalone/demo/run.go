package demo

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"slices"
	"time"

	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// ErrNotGood is returned with Exit when documents are lost, in flight, or of a
// different amount; the summary has said which.
var ErrNotGood = errors.New("the summary shows documents that are missing, different or not finished")

// run is a demo in flight.
type run struct {
	opts      Options
	dir       string
	set       settings.Settings
	use       []*schemes.Scheme // the schemes asked for and those they need, these first
	chosen    map[string]bool   // their names
	library   *schemes.Library
	systems   *systems
	simulated *simulators.World
	settled   settled // how it was made
	store     *sqlstore.Store
	server    *temporalserver.Server
	client    client.Client
	engine    *engine.Engine
	orders    orders.Orders
	callbacks net.Listener // where callbacks are taken; nil: nowhere
	life      life
	show      *show
	log       *slog.Logger
	begun     time.Time
	started   time.Time
	logFile   string
	example   string           // a document worth looking at
	busy      time.Duration    // until the first time nothing was in flight
	worked    time.Duration    // until what waits was looked at once more
	before    map[string]Tally // what a resumed demo had already done
	nudged    time.Time
	trouble   map[string]string // by scheme: why it cannot be read
	over      bool              // a scheme's run has given up
	keepDir   bool              // somebody has to read the log
	closers   []func()
}

// Run runs the demo until its work is done (Exit) or ctx ends.
func Run(ctx context.Context, o Options) (err error) {
	r := &run{opts: o, show: newShow(o), begun: time.Now(), chosen: map[string]bool{}, trouble: map[string]string{}}
	defer r.close()
	if err := r.open(ctx); err != nil {
		return err
	}
	if err := r.start(ctx); err != nil {
		return err
	}
	summary, err := r.carry(ctx)
	if err != nil {
		return r.ended(ctx, err)
	}
	if o.Exit {
		if !summary.Good() {
			return ErrNotGood
		}
		return nil
	}
	r.show.stay(r)
	<-ctx.Done()
	r.show.stopping()
	return nil
}

// ErrInterrupted is returned with Exit when the demo was ended before its work was done.
var ErrInterrupted = errors.New("ended before the work was done: nothing is known about what is missing")

// ended: a person who presses Ctrl-C wants no error; a script wants to know.
func (r *run) ended(ctx context.Context, err error) error {
	switch {
	case ctx.Err() == nil:
		return r.explain(err)
	case r.opts.Exit:
		return ErrInterrupted
	default:
		r.show.stopping()
		return nil
	}
}

// carry does the job and reports on it.
func (r *run) carry(ctx context.Context) (Summary, error) {
	finished, err := r.watch(ctx)
	r.busy = time.Since(r.started)
	if err == nil && finished {
		finished, err = r.settle(ctx)
	}
	if err != nil {
		return Summary{}, err
	}
	r.worked, r.keepDir = time.Since(r.started), !finished
	r.show.endProgress()
	summary, err := r.summarise(ctx, finished)
	if err != nil {
		return summary, err
	}
	r.show.summary(summary, r)
	return summary, summary.write(r.opts.Summary)
}

// open gets everything ready that needs no server.
func (r *run) open(ctx context.Context) error {
	return firstError(
		r.openDir, r.openSettings, r.openSchemes,
		func() error { return r.openCallbacks(ctx) },
		r.settleMalls,
		func() error { return r.openSystems(ctx) },
		func() error { return r.openStore(ctx) },
		r.able,
	)
}

func firstError(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) onClose(f func()) { r.closers = append(r.closers, f) }

func (r *run) close() {
	for _, f := range slices.Backward(r.closers) {
		f()
	}
}
