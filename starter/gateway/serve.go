package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const (
	headersWait = 5 * time.Second
	idleWait    = time.Minute
	maxHeader   = 16 << 10
	// farewell is how long calls under way are waited for in the end.
	farewell = 15 * time.Second
)

// Listen takes the address on which a gateway is to be called.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("callbacks cannot be taken at %s (CALLBACKS_ADDR): %w", addr, err)
	}
	return l, nil
}

// Serve takes calls until the context ends, and finishes those under way.
func (g *Gateway) Serve(ctx context.Context, l net.Listener) error {
	g.warn(ctx)
	carrying, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer g.intake.Close()
	defer stop()
	go g.carrier.run(carrying)
	go g.forget(carrying)
	server := g.server()
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	g.parts.Log.InfoContext(ctx, "callbacks are taken", "address", l.Addr().String())
	select {
	case err := <-ended:
		return fmt.Errorf("take callbacks: %w", err)
	case <-ctx.Done():
		return finish(server)
	}
}

// server gives no caller more time than a call needs.
func (g *Gateway) server() *http.Server {
	l := g.limits
	return &http.Server{
		Handler: g, ReadHeaderTimeout: headersWait, ReadTimeout: l.ReadWait, IdleTimeout: idleWait, MaxHeaderBytes: maxHeader,
		WriteTimeout: l.ReadWait + 2*l.Patience + l.StoreWait + headersWait,
		ErrorLog:     slog.NewLogLogger(g.parts.Log.Handler(), slog.LevelDebug), // broken connections are the callers'
	}
}

// forgetEvery is how often calls are forgotten.
const forgetEvery = time.Minute

// forget keeps the calls that are known to those that may be made once more.
func (g *Gateway) forget(ctx context.Context) {
	tick := time.NewTicker(forgetEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := g.parts.Store.Forget(ctx, g.parts.Now()); err != nil && ctx.Err() == nil {
				g.parts.Log.WarnContext(ctx, "calls that are over are not forgotten yet", "reason", err)
			}
		}
	}
}

func finish(server *http.Server) error {
	ctx, cancel := context.WithTimeout(context.Background(), farewell)
	defer cancel()
	err := server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.Join(fmt.Errorf("calls under way took longer than %s and were cut off; their callers send them again", farewell), server.Close())
	}
	return err
}

// warn says what can be called, and what cannot for want of settings.
func (g *Gateway) warn(ctx context.Context) {
	names, unable := g.Receivers(ctx)
	for name, err := range unable {
		g.parts.Log.DebugContext(ctx, "scheme cannot be called", "scheme", name, "reason", err)
	}
	if len(names) == 0 {
		g.parts.Log.WarnContext(ctx, "no scheme can be called: none reads from a connector that takes callbacks, or its account is not configured")
	}
	for _, name := range names {
		g.parts.Log.InfoContext(ctx, "scheme can be called", "scheme", name, "path", "/callbacks/"+name)
	}
}
