package campaign

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"path/filepath"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// start brings the processes up and sets the schedules.
func (r *run) start(ctx context.Context) error {
	port, err := freePort(ctx)
	if err != nil {
		return err
	}
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	if err := r.writeSchemes(); err != nil {
		return err
	}
	if err := r.startProcesses(ctx, address, port); err != nil {
		return err
	}
	set := settings.Settings{TemporalAddress: address, TemporalNamespace: "default", SchemesDir: r.schemesDir()}
	if r.library, err = set.Library(all.APIs()); err != nil {
		return err
	}
	c, err := set.Lazy(slog.New(slog.DiscardHandler)) // that Temporal is away is what is wanted here
	if err != nil {
		return err
	}
	r.onClose(c.Close)
	r.orders = orders.Orders{Temporal: c}
	return r.schedule(ctx)
}

func (r *run) startProcesses(ctx context.Context, address string, port int) error {
	at, err := freePort(ctx)
	if err != nil {
		return err
	}
	called := net.JoinHostPort("127.0.0.1", strconv.Itoa(at))
	r.mall.url = "http://" + called + "/callbacks/" + MallScheme
	r.temporal = r.process("temporal", nil, server, filepath.Join(r.dir, "temporal"), strconv.Itoa(port))
	r.gateway = r.process("gateway", r.settings(address, 0), gatewayPart, called)
	for i := range workers {
		r.workers = append(r.workers, r.process(fmt.Sprint("worker ", i+1), r.settings(address, i), work, r.clockOf(i), r.opts.Broken))
	}
	ctx, stop := context.WithCancel(ctx)
	for _, p := range r.processes() {
		p.keep(ctx)
	}
	r.onClose(func() { stop(); r.ended() })
	return nil
}

// settings are what a worker is told by its environment.
func (r *run) settings(temporal string, worker int) map[string]string {
	environ := maps.Clone(r.urls[worker])
	maps.Copy(environ, map[string]string{
		"TEMPORAL_ADDRESS": temporal, "TEMPORAL_NAMESPACE": "default", "STORE_URL": r.storeURL, "SCHEMES_DIR": r.schemesDir(),
		"KINGDEE_MAIN_TIMEOUT": patience.String(), "JUSHUITAN_MAIN_TIMEOUT": patience.String(), "WANGDIANTONG_MAIN_TIMEOUT": patience.String(),
		"JUSHUITAN_MAIN_PER_SECOND": "200", "JUSHUITAN_MAIN_PER_MINUTE": "12000",
		"WANGDIANTONG_MAIN_PER_SECOND": "200", "WANGDIANTONG_MAIN_PER_MINUTE": "12000",
		"CALLBACK_MAIN_SECRET": simulators.MallSecret,
	})
	return environ
}

func (r *run) clockOf(worker int) string { return filepath.Join(r.dir, fmt.Sprint("clock-", worker+1)) }

func (r *run) processes() []*process { return append([]*process{r.temporal, r.gateway}, r.workers...) }

func (r *run) ended() {
	for _, p := range r.processes() {
		p.ended()
	}
}

func (r *run) process(name string, environ map[string]string, args ...string) *process {
	p := &process{name: name, command: append(append([]string(nil), r.opts.Program...), args...), log: r.logFile}
	for _, from := range []map[string]string{r.opts.Environ, environ} {
		for name, value := range from { // of two of one name the last counts
			p.environ = append(p.environ, name+"="+value)
		}
	}
	return p
}

// schedule waits until Temporal takes the schedules.
func (r *run) schedule(ctx context.Context) error {
	const limit = 2 * time.Minute
	ctx, stop := context.WithTimeout(ctx, limit)
	defer stop()
	for _, name := range r.schemes() {
		s, err := r.library.Get(name)
		if err != nil {
			return err
		}
		if err := r.apply(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) apply(ctx context.Context, s *schemes.Scheme) error {
	for {
		_, err := r.orders.Apply(ctx, s, r.began.AddDate(0, 0, -30))
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("no Temporal has started; its log is in %s: %w", r.dir, err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// freePort is one that Temporal, which has to find it free again after each of its
// deaths, can have.
func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp4", "127.0.0.1:0")
	if err != nil {
		return 0, fmt.Errorf("find a port for Temporal: %w", err)
	}
	addr, _ := l.Addr().(*net.TCPAddr)
	return addr.Port, l.Close()
}
