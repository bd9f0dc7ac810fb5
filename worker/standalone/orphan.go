package main

import (
	"context"
	"os"
	"strings"
	"time"
)

// untilOrphaned ends the context when `go run`, which started this program, is
// gone: it does not pass on the signal that ended it, and the program would
// stay behind with its ports. A program that was built may outlive its parent.
func untilOrphaned(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	program, err := os.Executable()
	if err == nil && strings.Contains(program, "go-build") {
		go watchParent(ctx, cancel, os.Getppid())
	}
	return ctx, cancel
}

func watchParent(ctx context.Context, cancel context.CancelFunc, parent int) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for os.Getppid() == parent {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
	cancel()
}
