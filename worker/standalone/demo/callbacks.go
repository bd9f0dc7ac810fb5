package demo

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"strconv"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/gateway"
)

// CallbackSecret is what callers of the demo prove themselves with, when no
// secret is set. Everybody knows it.
const CallbackSecret = "everybody-knows-the-demo"

// invite gives the accounts that schemes are called by a secret, so that the
// demo can be called without any setting.
func invite(use []*schemes.Scheme, environ map[string]string) {
	for _, s := range use {
		if s.Source.Connector != callback.System {
			continue
		}
		secret := all.Prefix(callback.System, cmp.Or(s.Source.Account, "MAIN")) + "SECRET"
		environ[secret] = cmp.Or(environ[secret], CallbackSecret)
	}
}

// startGateway takes callbacks if any scheme of the demo can be called.
func (r *run) startGateway(ctx context.Context) error {
	limits, err := gateway.Read(r.opts.Environ)
	if err != nil {
		return err
	}
	g := gateway.New(gateway.Parts{
		Library: r.library, Accounts: r.systems.accounts, Store: r.store, Orders: r.orders, Log: r.log,
	}, limits)
	for _, s := range r.use {
		if s.Source.Connector == callback.System {
			r.called = append(r.called, s.Name)
		}
	}
	if len(r.called) == 0 {
		return nil
	}
	l, err := gateway.Listen(ctx, cmp.Or(limits.Addr, net.JoinHostPort("127.0.0.1", strconv.Itoa(r.opts.Ports.Callbacks))))
	if err != nil {
		return fmt.Errorf("%w; stop what uses it, or choose another with --callbacks-port", err)
	}
	r.callbacks = "http://" + l.Addr().String()
	r.serveGateway(ctx, g, l)
	return nil
}

// serveGateway ends before the worker and the store do.
func (r *run) serveGateway(ctx context.Context, g *gateway.Gateway, l net.Listener) {
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- g.Serve(ctx, l) }()
	r.onClose(func() {
		stop()
		if err := <-ended; err != nil {
			r.log.Error("the callback gateway", "error", err)
		}
	})
}
