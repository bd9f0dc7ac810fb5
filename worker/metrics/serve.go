package metrics

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Serve tells metrics at an address until it is stopped; with no address it does
// nothing. That the address can be had is known when it returns.
func Serve(ctx context.Context, addr string, h Handler) (stop func(), err error) {
	if addr == "" {
		return func() {}, nil
	}
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("metrics cannot be told at %s (METRICS_ADDR): %w", addr, err)
	}
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second,
		WriteTimeout: 2 * patience, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
		ErrorLog: slog.NewLogLogger(h.Log.Handler(), slog.LevelDebug), // broken connections are the callers'
	}
	h.Log.InfoContext(ctx, "metrics are told", "address", l.Addr().String())
	go func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			h.Log.ErrorContext(ctx, "metrics are told no more", "reason", err)
		}
	}()
	return func() {
		if err := server.Close(); err != nil {
			h.Log.WarnContext(ctx, "metrics did not end well", "reason", err)
		}
	}, nil
}
