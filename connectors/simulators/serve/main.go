// Command serve runs the simulated systems, each on a port of its own, and
// prints the variables with which erpbridge reaches them. Ctrl-C ends it.
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

	"golang.org/x/sync/errgroup"

	"github.com/erpbridge/erpbridge/connectors/simulators"
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

// settings are the flags.
type settings struct {
	host      string
	addr      map[string]*string // by system
	callbacks string             // where 快递100 and the mall call; "": they do not
	world     simulators.Options
}

func parse(args []string) (settings, error) {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	s := settings{addr: map[string]*string{}}
	for i, system := range simulators.Systems() {
		s.addr[system] = flags.String(system+"-addr", fmt.Sprint(":", 8091+i), "where "+simulators.Title(system)+" listens; without a host, at --host")
	}
	flags.StringVar(&s.host, "host", "127.0.0.1", "where those listen whose address names no host; 0.0.0.0 is every address of this machine")
	flags.StringVar(&s.callbacks, "callbacks-url", "", "let 快递100 and the mall call there: http://127.0.0.1:8090, as starter callbacks says")
	flags.IntVar(&s.world.Documents, "documents", 200, "how many refunds, orders, stock-outs there are")
	flags.Uint64Var(&s.world.Seed, "seed", 1, "another seed makes another world")
	flags.DurationVar(&s.world.LateAfter, "late-after", 30*time.Second, "when the orders arrive that come after their refunds")
	flags.BoolVar(&s.world.NoLimits, "no-limits", false, "聚水潭 does not tell off callers for calling too often")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	for _, addr := range s.addr {
		if name, port, err := net.SplitHostPort(*addr); err == nil && name == "" {
			*addr = net.JoinHostPort(s.host, port)
		}
	}
	if s.world.Documents < 1 {
		return s, errors.New("--documents must be at least 1")
	}
	return s, nil
}

func run(ctx context.Context, args []string, out io.Writer) error {
	s, err := parse(args)
	if err != nil {
		return err
	}
	world, err := simulators.NewWorld(s.world)
	if err != nil {
		return err
	}
	listeners, err := listen(ctx, s.addr)
	if err != nil {
		return err
	}
	announce(out, world, listeners, s.callbacks)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return world.Run(ctx) })
	if s.callbacks != "" {
		group.Go(func() error { sell(ctx, out, world, at(s.callbacks, calledByMall)); return nil })
	}
	for system, l := range listeners {
		group.Go(func() error { return serve(ctx, l, world.Handler(system)) })
	}
	return group.Wait()
}

// sell lets the mall call. That it is refused, because the scheme that is called is
// not among those of the gateway, ends nothing else.
func sell(ctx context.Context, out io.Writer, world *simulators.World, url string) {
	if err := world.Mall(ctx, url, simulators.MallSecret); err != nil && ctx.Err() == nil {
		fmt.Fprintln(out, "#", err)
	}
}

// listen opens every port before anything is announced.
func listen(ctx context.Context, addr map[string]*string) (map[string]net.Listener, error) {
	open := map[string]net.Listener{}
	for _, system := range simulators.Systems() {
		l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", *addr[system])
		if err == nil {
			open[system] = l
			continue
		}
		for _, l := range open {
			err = errors.Join(err, l.Close())
		}
		return nil, explain(system, *addr[system], err)
	}
	return open, nil
}

func explain(system, addr string, err error) error {
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s is in use by another program: choose another address with --%s-addr", addr, system)
	}
	return fmt.Errorf("%s cannot listen on %s: %w", system, addr, err)
}

func serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
