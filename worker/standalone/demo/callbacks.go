package demo

import (
	"cmp"
	"context"
	"fmt"
	"net"
	"strconv"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/kuaidi100"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/gateway"
)

// CallbackSecret is what callers of the demo prove themselves with, when no
// secret is set. Everybody knows it.
const CallbackSecret = simulators.MallSecret

// called says whether a scheme's system calls us, and is not asked.
func called(s *schemes.Scheme) bool {
	return s.Source.Connector == callback.System || s.Source.Connector == kuaidi100.System && s.Source.API == kuaidi100.Callback
}

// called are the schemes of this demo that are called.
func (r *run) called() []*schemes.Scheme {
	var all []*schemes.Scheme
	for _, s := range r.use {
		if called(s) {
			all = append(all, s)
		}
	}
	return all
}

// openCallbacks takes the port at which schemes are called, if any is: those who
// are to call have to be told it.
func (r *run) openCallbacks(ctx context.Context) error {
	limits, err := gateway.Read(r.opts.Environ)
	if err != nil || len(r.called()) == 0 {
		return err
	}
	r.callbacks, err = gateway.Listen(ctx, cmp.Or(limits.Addr, net.JoinHostPort("127.0.0.1", strconv.Itoa(r.opts.Ports.Callbacks))))
	if err != nil {
		return fmt.Errorf("%w; stop what uses it, or choose another with --callbacks-port", err)
	}
	r.onClose(func() { _ = r.callbacks.Close() }) // closed already when calls were taken
	return nil
}

// address is where a scheme is called.
func (r *run) address(s *schemes.Scheme) string {
	return "http://" + r.callbacks.Addr().String() + "/callbacks/" + s.Name
}

// invite gives the accounts that schemes are called by a secret, so that the
// demo can be called without any setting, and tells 快递100 where to send to. What
// the person has set stays.
func (r *run) invite(environ map[string]string) {
	for _, s := range r.called() {
		name, value := secretOf(s), CallbackSecret
		if s.Source.Connector == kuaidi100.System {
			name, value = all.Prefix(kuaidi100.System, s.Source.Account)+"CALLBACK_URL", r.address(s)
		}
		environ[name] = cmp.Or(environ[name], value)
	}
}

// startGateway takes callbacks until the end, if any scheme can be called.
func (r *run) startGateway(ctx context.Context) error {
	if r.callbacks == nil {
		return nil
	}
	limits, err := gateway.Read(r.opts.Environ)
	if err != nil {
		return err
	}
	r.serveGateway(ctx, gateway.New(gateway.Parts{
		Library: r.library, Accounts: r.systems.accounts, Store: r.store, Orders: r.orders, Log: r.log,
	}, limits))
	return nil
}

// serveGateway ends before the worker and the store do.
func (r *run) serveGateway(ctx context.Context, g *gateway.Gateway) {
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- g.Serve(ctx, r.callbacks) }()
	r.onClose(func() {
		stop()
		if err := <-ended; err != nil {
			r.log.Error("the callback gateway", "error", err)
		}
	})
}
