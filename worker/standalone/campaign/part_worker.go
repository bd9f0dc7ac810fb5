package campaign

import (
	"context"
	"log/slog"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/worker/settings"
)

// runWorker is the worker program, with an engine that may lack something.
func runWorker(ctx context.Context, clock, broken string, log *slog.Logger) error {
	survivesLimits()
	environ := settings.Environ()
	set, err := settings.Read(environ)
	if err != nil {
		return err
	}
	library, err := set.Library(all.APIs())
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
	e, err := engine.New(ctx, lacking(broken, engine.Parts{
		Library: library, Accounts: all.NewAccounts(environ), Store: store, Temporal: temporal, Log: log,
		Now: toldClock(clock),
	}))
	if err != nil {
		return err
	}
	if err := e.Start(); err != nil {
		return err
	}
	<-ctx.Done()
	e.Stop()
	return nil
}
