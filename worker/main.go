// Command worker does the work of the schemes: it waits at a Temporal server
// for runs and documents and carries them. Any number of workers may run.
package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // small machines and images have no time zones

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/starter/gateway"
	"github.com/erpbridge/erpbridge/worker/alerts"
	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/metrics"
	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, settings.Environ()); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		stop()
		os.Exit(1)
	}
}

func run(ctx context.Context, environ map[string]string) error {
	set, err := settings.Read(environ)
	if err != nil {
		return err
	}
	log, err := set.Logger(os.Stderr)
	if err != nil {
		return err
	}
	return work(ctx, set, environ, log)
}

// work runs until it is told to stop. With CALLBACKS_ADDR it takes calls, too.
func work(ctx context.Context, set settings.Settings, environ map[string]string, log *slog.Logger) error {
	limits, err := gateway.Read(environ)
	if err != nil {
		return err
	}
	watching, err := alerts.Open(set.AlertURL, set.AlertFormat)
	if err != nil {
		return err
	}
	apis, err := all.APIsOf(environ)
	if err != nil {
		return err
	}
	library, err := set.Library(apis)
	if err != nil {
		return err
	}
	store, err := set.Store(ctx)
	if err != nil {
		return err
	}
	defer store.Close()
	temporal, err := set.Dial(ctx, log)
	if err != nil {
		return err
	}
	defer temporal.Close()
	if err := engine.EnsureSearchAttributes(ctx, temporal, set.TemporalNamespace); err != nil {
		return err
	}
	accounts := all.NewAccounts(environ)
	e, err := engine.New(ctx, engine.Parts{
		Library: library, Accounts: accounts, Store: store, Temporal: temporal, Log: log, Alerts: watching,
	})
	if err != nil {
		return err
	}
	stop, err := metrics.Serve(ctx, set.MetricsAddr, metrics.Handler{Library: library, Store: store, Log: log})
	if err != nil {
		return err
	}
	defer stop()
	if err := e.Start(); err != nil {
		return err
	}
	log.InfoContext(ctx, "worker is at work", "temporal", set.TemporalAddress, "schemes", len(library.Names()))
	err = attend(ctx, limits, gateway.Parts{
		Library: library, Accounts: accounts, Store: store, Orders: orders.Orders{Temporal: temporal}, Log: log,
	})
	log.Info("worker stops; calls under way are finished first")
	e.Stop()
	return err
}

// attend waits to be told to stop, and takes callbacks meanwhile if it is to.
func attend(ctx context.Context, limits gateway.Limits, parts gateway.Parts) error {
	if limits.Addr == "" {
		<-ctx.Done()
		return nil
	}
	l, err := gateway.Listen(ctx, limits.Addr)
	if err != nil {
		return err
	}
	return gateway.New(parts, limits).Serve(ctx, l)
}
