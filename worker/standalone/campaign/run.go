package campaign

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// ErrFailed: the engine did not keep its promise; the summary has said what of it.
var ErrFailed = errors.New("the campaign found something lost, doubled, different, unresolved or unexplained")

// workers is how many worker processes there are.
const workers = 2

// run is a campaign in flight.
type run struct {
	opts     Options
	dir      string
	logFile  *os.File
	show     *show
	world    *simulators.World
	shop     *shop  // what the source has not brought yet
	wanted   []bill // what the target is to have in the end
	faults   []Fault
	hash     string
	armed    *armed
	urls     []map[string]string // by worker: the variables with which it reaches the systems
	library  *schemes.Library
	store    *sqlstore.Store
	storeURL string
	orders   orders.Orders
	temporal *process
	workers  []*process
	gateway  *process
	postgres cluster // the campaign's own, if it has one
	mall     *mall
	clock    clock // the systems'
	times    *times
	changing sources
	lasting  atomic.Int32 // faults that are still to be taken back
	began    time.Time
	closers  []func()
}

// Run makes a campaign and says what came of it: ErrFailed when the engine did
// not keep its promise.
func Run(ctx context.Context, o Options) (err error) {
	o, err = o.checked()
	if err != nil {
		return err
	}
	r := &run{opts: o, show: newShow(o), began: time.Now(), times: newTimes()}
	defer func() { err = errors.Join(err, r.close(err)) }()
	if err := r.open(ctx); err != nil {
		return err
	}
	r.show.opened(r)
	if err := r.start(ctx); err != nil {
		return err
	}
	finished, err := r.drive(ctx)
	if err != nil {
		return err
	}
	return r.report(ctx, finished)
}

func (r *run) report(ctx context.Context, finished bool) error {
	s, err := r.judge(ctx, finished)
	if err != nil {
		return err
	}
	r.show.summary(s)
	if err := s.write(r.opts.Summary); err != nil {
		return err
	}
	if !s.Passed {
		return ErrFailed
	}
	return nil
}

func (r *run) open(ctx context.Context) error {
	for _, step := range []func() error{
		r.openDir, r.openWorld,
		func() error { return r.serve(ctx) },
		func() error { return r.openStore(ctx) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	r.faults = plan(r.opts, len(r.wanted))
	var err error
	r.hash, err = hash(r.faults)
	return err
}

func (r *run) openDir() error {
	dir, err := os.MkdirTemp(r.opts.Dir, "erpbridge-campaign-")
	if err != nil {
		return fmt.Errorf("make a folder for the campaign: %w", err)
	}
	r.dir = dir
	r.logFile, err = os.OpenFile(filepath.Join(dir, "campaign.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("make the campaign's log: %w", err)
	}
	return nil
}

// close ends everything. The folder stays when somebody has to look for the cause.
func (r *run) close(outcome error) error {
	for i := len(r.closers) - 1; i >= 0; i-- {
		r.closers[i]()
	}
	if r.logFile == nil {
		return nil
	}
	err := r.logFile.Close()
	if outcome == nil || len(r.workers) == 0 { // nothing has happened that one could look into
		return errors.Join(err, os.RemoveAll(r.dir))
	}
	r.show.kept(r.dir)
	return err
}

func (r *run) onClose(f func()) { r.closers = append(r.closers, f) }
