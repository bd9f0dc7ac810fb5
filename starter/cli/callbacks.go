package cli

import (
	"cmp"
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/starter/gateway"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// callbacksAddr is where callbacks are taken when nobody says otherwise.
const callbacksAddr = "127.0.0.1:8090"

func (a *app) callbacks() *cobra.Command {
	var addr string
	var check bool
	c := &cobra.Command{
		Use: "callbacks", Short: a.say.Text("callbacks.short"), Long: a.say.Text("callbacks.long"),
		Example: "  starter callbacks --addr 127.0.0.1:8090", Args: a.between(0, 0),
		RunE: func(c *cobra.Command, _ []string) error {
			if check {
				return a.checkCallbacks(c.Context(), addr)
			}
			return a.takeCallbacks(c.Context(), addr)
		},
	}
	c.Flags().StringVar(&addr, "addr", "", a.say.Text("flag.callbacks.addr"))
	c.Flags().BoolVar(&check, "check", false, a.say.Text("flag.callbacks.check"))
	return c
}

// takeCallbacks serves the gateway until it is told to stop. Temporal may be
// away: what is kept meanwhile is carried by the next runs.
func (a *app) takeCallbacks(ctx context.Context, addr string) (err error) {
	limits, err := gateway.Read(a.env.Environ)
	if err != nil {
		return a.fail("settings.failed", "Error", err)
	}
	parts, closeParts, err := a.gatewayParts(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeParts()) }()
	l, err := gateway.Listen(ctx, cmp.Or(addr, limits.Addr, callbacksAddr))
	if err != nil {
		return a.fail("callbacks.failed", "Error", err)
	}
	g := gateway.New(parts, limits)
	names, _ := g.Receivers(ctx)
	if err := a.print(callbacksResult{Address: "http://" + l.Addr().String(), Schemes: names}); err != nil {
		return errors.Join(err, l.Close())
	}
	if err := g.Serve(ctx, l); err != nil {
		return a.fail("callbacks.failed", "Error", err)
	}
	return nil
}

func (a *app) gatewayParts(ctx context.Context) (parts gateway.Parts, closeParts func() error, err error) {
	set, err := a.settings()
	if err != nil {
		return parts, nil, err
	}
	log, err := set.Logger(a.env.Stderr)
	if err != nil {
		return parts, nil, a.fail("settings.failed", "Error", err)
	}
	lib, err := a.library()
	if err != nil {
		return parts, nil, err
	}
	temporal, err := set.Lazy(log)
	if err != nil {
		return parts, nil, a.fail("settings.failed", "Error", err)
	}
	store, err := set.Store(ctx)
	if err != nil {
		temporal.Close()
		return parts, nil, a.fail("store.failed", "Error", err)
	}
	parts = gateway.Parts{Library: lib, Accounts: a.env.Accounts, Store: store, Orders: orders.Orders{Temporal: temporal}, Log: log}
	return parts, func() error { temporal.Close(); return store.Close() }, nil
}

// callbacksResult says where callbacks are taken.
type callbacksResult struct {
	Address string   `json:"address"`
	Schemes []string `json:"schemes"` // that can be called
}

func (r callbacksResult) text(p *page) {
	p.line("callbacks.at", "Address", r.Address)
	if len(r.Schemes) == 0 {
		p.line("callbacks.none")
	}
	for _, name := range r.Schemes {
		p.line("callbacks.scheme", "URL", r.Address+"/callbacks/"+name)
	}
}
