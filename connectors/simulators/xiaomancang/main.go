// Command xiaomancang serves 小满仓, the made-up system of connectors/http, and
// prints the variables with which erpbridge reaches it. Ctrl-C ends it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/erpbridge/erpbridge/connectors/http/madeuptest"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	flags := flag.NewFlagSet("xiaomancang", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:8093", "where it listens")
	documents := flags.Int("documents", 100, "how many documents have come in")
	if err := flags.Parse(args); err != nil {
		return err
	}
	var config net.ListenConfig
	l, err := config.Listen(ctx, "tcp", *addr)
	if err != nil {
		return fmt.Errorf("listen: %w; choose another address with --addr", err)
	}
	sim := madeuptest.New(madeuptest.Options{PerSecond: 10})
	sim.Seed(*documents)
	announce(out, sim.Variables("http://"+l.Addr().String()))
	return serve(ctx, l, sim)
}

func announce(out io.Writer, variables map[string]string) {
	for _, name := range []string{"URL", "APP_KEY", "APP_SECRET"} {
		_, _ = fmt.Fprintf(out, "export XIAOMANCANG_MAIN_%s=%s\n", name, variables[name]) // a terminal that is gone needs no answer
	}
}

func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	stopped := context.AfterFunc(ctx, func() { _ = srv.Close() }) // it holds nothing that a cut connection could hurt
	defer stopped()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
