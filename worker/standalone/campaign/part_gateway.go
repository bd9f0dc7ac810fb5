package campaign

import (
	"context"
	"log/slog"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/starter/gateway"
	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// runGateway is `starter callbacks`, at an address that callers go on to know.
func runGateway(ctx context.Context, address string, log *slog.Logger) error {
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
	temporal, err := set.Lazy(log)
	if err != nil {
		return err
	}
	defer temporal.Close()
	l, err := gateway.Listen(ctx, address)
	if err != nil {
		return err
	}
	return gateway.New(gateway.Parts{
		Library: library, Accounts: all.NewAccounts(environ), Store: store, Orders: orders.Orders{Temporal: temporal}, Log: log,
	}, gateway.Limits{}).Serve(ctx, l)
}
