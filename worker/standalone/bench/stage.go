package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strconv"

	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/workflows/orders"

	"go.temporal.io/sdk/client"
)

// stage is a lane while it is measured: its processes, and a store of its own.
type stage struct {
	opts     Options
	job      job
	lane     string
	dir      string
	log      io.Writer
	more     map[string]string // variables of the engine
	world    *process
	temporal *process
	engine   *process
	store    *database
	client   client.Client
	orders   orders.Orders
	closers  []func() error
}

// newStage starts everything from the beginning: no lane finds what another left.
func newStage(ctx context.Context, o Options, lane, dir string, log io.Writer) (*stage, error) {
	s := &stage{opts: o, job: jobOf(o.Scheme), lane: lane, dir: dir, log: log}
	return s, s.open(ctx)
}

func (s *stage) open(ctx context.Context) error {
	for _, step := range []func(context.Context) error{s.openStore, s.startWorld, s.startTemporal, s.startEngine, s.dial} {
		if err := step(ctx); err != nil {
			return errors.Join(err, s.close())
		}
	}
	return nil
}

func (s *stage) openStore(ctx context.Context) (err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("make a folder for the benchmark: %w", err)
	}
	if s.store, err = openDatabase(ctx, s.opts, s.dir); err != nil {
		return err
	}
	s.onClose(s.store.close)
	if err := s.store.fill(ctx, s.job.scheme, s.opts.Stored); err != nil {
		return err
	}
	return writeSchemes(filepath.Join(s.dir, "schemes"), s.job, s.lane, s.opts.Steps)
}

func (s *stage) startWorld(ctx context.Context) (err error) {
	wanted, err := json.Marshal(wish{
		Documents: s.opts.Documents, Lines: s.job.lines, EachLine: s.job.eachLine, Orders: s.job.orders,
		Latency: s.opts.Latency, Rate: s.opts.Rate,
	})
	if err != nil {
		return err
	}
	s.world, err = s.start(ctx, "simulators", nil, world, string(wanted))
	return err
}

func (s *stage) startTemporal(ctx context.Context) (err error) {
	s.temporal, err = s.start(ctx, "Temporal server", nil, server, filepath.Join(s.dir, "temporal"), s.lane, s.profile("temporal", s.opts.Profile != ""))
	return err
}

func (s *stage) startEngine(ctx context.Context) (err error) {
	environ := maps.Clone(s.world.hello.Environ)
	maps.Copy(environ, s.address())
	maps.Copy(environ, map[string]string{
		"STORE_URL": s.store.url, "SCHEMES_DIR": filepath.Join(s.dir, "schemes"),
		// The systems' own quotas would be all that is measured.
		"JUSHUITAN_MAIN_PER_SECOND": "1000", "JUSHUITAN_MAIN_PER_MINUTE": "60000",
		"KINGDEE_MAIN_CONCURRENCY": strconv.Itoa(atOnce),
	})
	maps.Copy(environ, s.more)
	s.engine, err = s.start(ctx, "engine", environ, work, s.job.scheme, s.lane, s.profile("engine", true))
	return err
}

func (s *stage) address() map[string]string {
	return map[string]string{"TEMPORAL_ADDRESS": s.temporal.hello.Address, "TEMPORAL_NAMESPACE": "default"}
}

// profile is the file of a part's CPU profile; empty where none is wanted.
func (s *stage) profile(part string, wanted bool) string {
	dir := s.dir
	if s.opts.Profile != "" {
		dir = s.opts.Profile
	}
	if !wanted {
		return ""
	}
	return filepath.Join(dir, part+"-"+s.lane+".pprof")
}

func (s *stage) start(ctx context.Context, name string, environ map[string]string, args ...string) (*process, error) {
	all := maps.Clone(s.opts.Environ)
	maps.Copy(all, environ)
	p, err := start(ctx, name, s.opts.Program, all, s.log, args...)
	if err == nil {
		s.onClose(func() error { p.stop(); return nil })
	}
	return p, err
}

func (s *stage) dial(ctx context.Context) error {
	set, err := settings.Read(s.address())
	if err != nil {
		return err
	}
	if s.client, err = set.Dial(ctx, quiet()); err != nil {
		return err
	}
	s.onClose(func() error { s.client.Close(); return nil })
	s.orders = orders.Orders{Temporal: s.client}
	return nil
}

// ask asks the world.
func (s *stage) ask(ctx context.Context, method, question string, answer any) error {
	req, err := http.NewRequestWithContext(ctx, method, "http://"+s.world.hello.Address+question, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("ask the simulators: %w", err)
	}
	defer func() { _ = resp.Body.Close() }() // only read
	if err := json.NewDecoder(resp.Body).Decode(answer); err != nil {
		return fmt.Errorf("ask the simulators: %w", err)
	}
	return nil
}

func (s *stage) onClose(f func() error) { s.closers = append(s.closers, f) }

// close ends everything, the last first; doing it again does nothing.
func (s *stage) close() (err error) {
	for i := len(s.closers) - 1; i >= 0; i-- {
		err = errors.Join(err, s.closers[i]())
	}
	s.closers = nil
	return err
}
