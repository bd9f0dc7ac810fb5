package bench

import (
	"context"
	"log/slog"

	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/gateway"
	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// parts are what an engine's process opens.
type parts struct {
	environ  map[string]string
	log      *slog.Logger
	library  *schemes.Library
	accounts *all.Accounts
	store    *sqlstore.Store
	temporal client.Client
}

// runEngine is the worker program; for the naive lane another worker stands beside
// it, which only has to fill the collections.
func runEngine(ctx context.Context, scheme, lane string, log *slog.Logger) error {
	p, err := open(ctx, settings.Environ(), log)
	if err != nil {
		return err
	}
	defer p.close()
	e, err := engine.New(ctx, engine.Parts{
		Library: p.library, Accounts: p.accounts, Store: p.store, Temporal: p.temporal, Log: log,
	})
	if err != nil {
		return err
	}
	if err := e.Start(); err != nil {
		return err
	}
	defer e.Stop()
	if lane == Naive {
		stop, err := startNaive(p, scheme)
		if err != nil {
			return err
		}
		defer stop()
	}
	return p.serve(ctx)
}

func open(ctx context.Context, environ map[string]string, log *slog.Logger) (*parts, error) {
	set, err := settings.Read(environ)
	if err != nil {
		return nil, err
	}
	p := &parts{environ: environ, log: log, accounts: all.NewAccounts(environ)}
	if p.library, err = set.Library(all.APIs()); err != nil {
		return nil, err
	}
	if p.store, err = set.Store(ctx); err != nil {
		return nil, err
	}
	if p.temporal, err = set.Dial(ctx, log); err != nil {
		_ = p.store.Close() // the first error is the one to tell
		return nil, err
	}
	return p, nil
}

func (p *parts) close() {
	p.temporal.Close()
	if err := p.store.Close(); err != nil {
		p.log.Error("the store", "error", err)
	}
}

// serve takes callbacks where the environment says so, and waits for the end.
func (p *parts) serve(ctx context.Context) error {
	limits, err := gateway.Read(p.environ)
	if err != nil || limits.Addr == "" {
		return settled(ctx, err)
	}
	l, err := gateway.Listen(ctx, limits.Addr)
	if err != nil {
		return err
	}
	if err := (hello{Address: l.Addr().String()}).say(); err != nil {
		return err
	}
	return gateway.New(gateway.Parts{
		Library: p.library, Accounts: p.accounts, Store: p.store, Orders: orders.Orders{Temporal: p.temporal}, Log: p.log,
	}, limits).Serve(ctx, l)
}

// settled says that a process without callbacks is ready, and waits.
func settled(ctx context.Context, err error) error {
	if err != nil {
		return err
	}
	if err := (hello{}).say(); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
