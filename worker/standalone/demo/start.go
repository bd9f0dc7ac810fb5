package demo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"time"

	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/standalone/temporalserver"
	"github.com/erpbridge/erpbridge/workflows"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

func (r *run) openSystems(ctx context.Context) error {
	environ := maps.Clone(r.opts.Environ)
	if environ == nil {
		environ = map[string]string{}
	}
	r.invite(environ)
	systems, err := openSystems(ctx, r.opts, environ, r.use, r.world)
	if err != nil {
		return err
	}
	r.systems = systems
	r.onClose(systems.close)
	return nil
}

func (r *run) openStore(ctx context.Context) error {
	store, err := r.set.Store(ctx)
	if err != nil {
		return err
	}
	r.store = store
	r.onClose(func() { _ = store.Close() })
	r.before, err = r.tallies(ctx)
	return err
}

// able makes sure that nothing but the documents can keep a scheme from working.
func (r *run) able() error {
	var errs []error
	for _, s := range r.use {
		if err := engine.Able(s, r.systems.accounts); err != nil {
			errs = append(errs, fmt.Errorf("scheme %s cannot run: %w", s.Name, err))
		}
	}
	return errors.Join(errs...)
}

// start brings up Temporal and the worker, and sets the schedules.
func (r *run) start(ctx context.Context) error {
	return firstError(
		func() error { return r.startServer(ctx) },
		func() error { return r.startWorker(ctx) },
		func() error { return r.startGateway(ctx) },
		func() error { return r.schedule(ctx) },
		func() error { r.live(ctx); return nil },
	)
}

func (r *run) startServer(ctx context.Context) error {
	server, err := temporalserver.Start(ctx, temporalserver.Config{
		DataDir:          filepath.Join(r.dir, "temporal"),
		FrontendPort:     r.opts.Ports.Temporal,
		UIPort:           r.opts.Ports.UI,
		Namespace:        r.set.TemporalNamespace,
		SearchAttributes: engine.SearchAttributes(),
		Columns:          []string{"Scheme", "DocumentNumber", "DocumentState"},
		Logger:           r.log,
	})
	if err != nil {
		return err
	}
	r.server = server
	r.onClose(server.Stop)
	r.set.TemporalAddress = server.Address()
	return nil
}

func (r *run) startWorker(ctx context.Context) error {
	c, err := r.set.Dial(ctx, r.log)
	if err != nil {
		return err
	}
	r.client, r.orders = c, orders.Orders{Temporal: c}
	r.onClose(c.Close)
	r.engine, err = engine.New(ctx, engine.Parts{
		Library: r.library, Accounts: r.systems.accounts, Store: r.store, Temporal: c, Log: r.log,
	})
	if err != nil {
		return err
	}
	r.onClose(r.engine.Stop)
	return r.engine.Start()
}

// schedule sets the schedules. A new one starts a run at once; one that is
// there already, from an earlier demo with the same data, is told to.
func (r *run) schedule(ctx context.Context) error {
	r.show.opened(r)
	r.started = time.Now()
	r.nudged = r.started
	for _, s := range r.use {
		applied, err := r.orders.Apply(ctx, s, r.opts.since(r.started))
		if err != nil {
			return err
		}
		if err := r.runNow(ctx, s.Name, applied[0].Action); err != nil {
			return err
		}
	}
	return nil
}

func (r *run) runNow(ctx context.Context, scheme, action string) error {
	switch action {
	case "created":
		return nil
	case "unscheduled":
		_, err := r.orders.Run(ctx, workflows.SyncInput{Scheme: scheme, Since: r.opts.since(r.started)})
		return err
	default:
		return r.orders.Trigger(ctx, scheme)
	}
}
