package demo

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/callback"
	"github.com/erpbridge/erpbridge/connectors/erpbridge"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
)

// systems are the accounts the schemes use: real where a URL is set in the
// environment, simulated otherwise.
type systems struct {
	accounts *all.Accounts
	servers  []*http.Server
	real     []string // system and address, for the person
	pretend  []string
}

// openSystems starts a simulator for every system that has no URL, and asks
// each account whether it is accepted before any work begins.
func openSystems(ctx context.Context, o Options, environ map[string]string, use []*schemes.Scheme, world func() (*simulators.World, error)) (*systems, error) {
	s := &systems{}
	for _, name := range systemsOf(use) {
		if err := s.open(o, name, environ, world); err != nil {
			s.close()
			return nil, err
		}
	}
	s.accounts = all.NewAccounts(environ)
	if err := s.ping(ctx, use); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func systemsOf(use []*schemes.Scheme) []string {
	var names []string
	for _, s := range use {
		names = append(names, s.Source.Connector)
		if s.Target != nil {
			names = append(names, s.Target.Connector)
		}
	}
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), here)
}

// here: nobody has to be reached for it.
func here(system string) bool {
	return slices.Contains([]string{callback.System, erpbridge.System, schemes.Collection}, system)
}

func (s *systems) open(o Options, name string, environ map[string]string, world func() (*simulators.World, error)) error {
	prefix := all.Prefix(name, "MAIN")
	if url := environ[prefix+"URL"]; url != "" {
		s.real = append(s.real, name+" "+url)
		return nil
	}
	w, err := world()
	if err != nil {
		return err
	}
	if !slices.Contains(simulators.Systems(), name) {
		return fmt.Errorf("no %s is simulated: set %sURL to use a real one", name, prefix)
	}
	url, err := s.serve(name, o.Ports.of(name), w.Handler(name))
	if err != nil {
		return err
	}
	maps.Copy(environ, w.Env(name, url))
	s.pretend = append(s.pretend, name+" "+url)
	return nil
}

func (p Ports) of(system string) int {
	return map[string]int{"kingdee": p.Kingdee, "jushuitan": p.Jushuitan}[system]
}

func (s *systems) serve(name string, port int, h http.Handler) (string, error) {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port)) //nolint:noctx // listening is immediate
	if err != nil {
		return "", fmt.Errorf("port %d for the simulated %s is in use; stop what uses it, or choose another with --%s-port: %w", port, name, name, err)
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	s.servers = append(s.servers, srv)
	go func() { _ = srv.Serve(l) }() // ends with close
	return "http://" + l.Addr().String(), nil
}

// ping asks every account once, so that a wrong password or a dead port is one
// sentence now and not a thousand failed documents later.
func (s *systems) ping(ctx context.Context, use []*schemes.Scheme) error {
	var errs []error
	for _, account := range accountsOf(use) {
		system, name, _ := strings.Cut(account, " ")
		c, err := connectors.As[connectors.Connector](s.accounts, system, name)
		if err == nil {
			err = patient(ctx, c)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%w (see the variables %s*)", err, all.Prefix(system, name)))
		}
	}
	return errors.Join(errs...)
}

// patient pings until the system answers, or has not for several tries. An
// account that may not do what the ping asks for has been accepted all the
// same: what the schemes need will be seen when they run.
func patient(ctx context.Context, c connectors.Connector) error {
	const tries, pause = 4, 2 * time.Second
	for i := 1; ; i++ {
		err := c.Ping(ctx)
		switch {
		case errors.Is(err, connectors.ErrRejected), errors.Is(err, connectors.ErrNotFound):
			return nil
		case err == nil, i == tries, !passing(err):
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(max(pause, retryAfter(err))):
		}
	}
}

// passing: it may be over in a moment.
func passing(err error) bool {
	return errors.Is(err, connectors.ErrThrottled) || errors.Is(err, connectors.ErrUnavailable)
}

func retryAfter(err error) time.Duration {
	var e *connectors.Error
	if errors.As(err, &e) {
		return e.RetryAfter
	}
	return 0
}

func accountsOf(use []*schemes.Scheme) []string {
	var accounts []string
	for _, s := range use {
		accounts = append(accounts, s.Source.Connector+" "+s.Source.Account)
		if s.Target != nil {
			accounts = append(accounts, s.Target.Connector+" "+s.Target.Account)
		}
	}
	slices.Sort(accounts)
	accounts = slices.Compact(accounts)
	return slices.DeleteFunc(accounts, func(a string) bool { return strings.HasPrefix(a, schemes.Collection+" ") }) // ours
}

func (s *systems) close() {
	for _, srv := range s.servers {
		_ = srv.Close() // simulators hold nothing that a cut connection could hurt
	}
}
