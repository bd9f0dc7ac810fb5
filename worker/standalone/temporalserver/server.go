package temporalserver

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"sync"

	"go.temporal.io/server/temporal"
)

// Server is a running Temporal server with its Web UI.
type Server struct {
	cfg      Config
	log      *logger
	alive    context.Context // ends when the Temporal server gives up
	frontend string
	uiURL    string
	temporal temporal.Server
	ui       *http.Server
	stopOnce sync.Once
}

// Start returns when workers can connect and the Web UI answers, or with a
// sentence for the person who started the program. It takes about half a
// second; three minutes are the limit, whatever the context allows.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	listener, err := listen(ctx, cfg.UIPort, "the Temporal Web UI", "--ui-port")
	if err != nil {
		return nil, err
	}
	s := newServer(cfg, listener)
	if err := s.start(ctx, listener); err != nil {
		_ = listener.Close() // the second time where the UI already had it
		s.Stop()
		return nil, err
	}
	s.log.settled.Store(true)
	return s, nil
}

func newServer(cfg Config, ui net.Listener) *Server {
	alive, giveUp := context.WithCancelCause(context.Background())
	return &Server{
		cfg:   cfg,
		log:   newLogger(cfg.Logger, cfg.LogLevel, giveUp),
		alive: alive,
		uiURL: "http://" + ui.Addr().String(),
	}
}

// Address is the host:port for workers and clients.
func (s *Server) Address() string { return s.frontend }

// UIURL is the address of the Web UI; it opens on the workflow list with the
// search attributes as columns.
func (s *Server) UIURL() string { return s.uiURL }

// WorkflowsURL opens the workflow list with only what the query selects, such
// as Scheme = "orders" AND ExecutionStatus = "Failed".
func (s *Server) WorkflowsURL(query string) string {
	return s.uiURL + "/?" + url.Values{"query": {query}}.Encode()
}

// Failed is closed if the Temporal server gives up by itself; Err tells why.
func (s *Server) Failed() <-chan struct{} { return s.alive.Done() }

// Err is nil while the server is well.
func (s *Server) Err() error { return context.Cause(s.alive) }

// Stop ends the Web UI, then the server. It returns when both have let go of
// their ports, or after fifteen seconds at most; calling it again does nothing.
func (s *Server) Stop() {
	s.stopOnce.Do(func() {
		s.log.settled.Store(false)
		if s.ui != nil {
			stopUI(s.ui)
		}
		if s.temporal != nil {
			stopTemporal(s.temporal, s.log)
		}
	})
}
