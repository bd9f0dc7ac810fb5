package campaign

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
)

// The parts that are processes of their own.
const (
	server      = "server"   // Temporal: its folder and its port
	work        = "worker"   // a worker: the file that says how wrong its clock is, and what its engine lacks
	gatewayPart = "gateway"  // the callback gateway: its address
	database    = "postgres" // PostgreSQL: the folders of its programs and its data, and its port
)

// Part runs one part of a campaign, as the campaign's process asks for it by
// arguments and environment. It ends when that process does, of which it hears by
// the end of its standard input.
func Part(ctx context.Context, args []string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // whatever ends it
		stop()
	}()
	signal.Ignore(syscall.SIGINT) // Ctrl-C reaches all; the campaign ends its parts
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	switch {
	case len(args) == 3 && args[0] == server:
		return runServer(ctx, args[1], args[2], log)
	case len(args) == 3 && args[0] == work:
		return runWorker(ctx, args[1], args[2], log)
	case len(args) == 2 && args[0] == gatewayPart:
		return runGateway(ctx, args[1], log)
	case len(args) == 4 && args[0] == database:
		return runPostgres(ctx, args[1], args[2], args[3])
	default:
		return errors.New("this is started by a campaign, and by nobody else")
	}
}

// wait until told to stop, or until something that cannot be mended.
func wait(ctx context.Context, failed <-chan struct{}, cause func() error) error {
	select {
	case <-ctx.Done():
		return nil
	case <-failed:
		return fmt.Errorf("the Temporal server gave up: %w", cause())
	}
}
