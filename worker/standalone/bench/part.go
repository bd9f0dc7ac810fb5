package bench

import (
	"context"
	"encoding/json"
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
	world  = "world"  // the simulated systems: what to make, as JSON
	server = "server" // Temporal: its folder, as which lane it is set up, its profile
	work   = "engine" // the engine: the scheme, the lane, its profile
)

// hello is what a part says on its standard output when it is ready.
type hello struct {
	Address string            `json:"address,omitempty"`
	Environ map[string]string `json:"environ,omitempty"` // with which others reach it
}

func (h hello) say() error { return json.NewEncoder(os.Stdout).Encode(h) }

// Part runs one part of a benchmark, as the benchmark's process asks for it by
// arguments and environment. It ends when that process does, of which it hears by
// the end of its standard input.
func Part(ctx context.Context, args []string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // whatever ends it
		stop()
	}()
	signal.Ignore(syscall.SIGINT) // Ctrl-C reaches all; the benchmark ends its parts
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	switch {
	case len(args) == 2 && args[0] == world:
		return runWorld(ctx, args[1])
	case len(args) == 4 && args[0] == server:
		return profiled(args[3], func() error { return runServer(ctx, args[1], args[2], log) })
	case len(args) == 4 && args[0] == work:
		return profiled(args[3], func() error { return runEngine(ctx, args[1], args[2], log) })
	default:
		return errors.New("this is started by a benchmark, and by nobody else")
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
