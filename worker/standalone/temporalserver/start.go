package temporalserver

import (
	"context"
	"fmt"
	"net"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/temporal"
)

const (
	startLimit = 3 * time.Minute
	stopLimit  = 15 * time.Second
)

func (s *Server) start(ctx context.Context, ui net.Listener) error {
	ctx, cancel := s.startContext(ctx)
	defer cancel()
	port, err := frontendPort(ctx, s.cfg.FrontendPort)
	if err != nil {
		return err
	}
	s.frontend = hostPort(port)
	if err := s.startTemporal(ctx, port); err != nil {
		return err
	}
	if s.ui, err = startUI(ui, s.frontend, s.cfg, s.log.slog); err != nil {
		return err
	}
	return awaitUI(ctx, s.uiURL, s.cfg.Namespace)
}

// startContext ends with the caller's, at the time limit, or as soon as the
// Temporal server gives up, and then knows the reason.
func (s *Server) startContext(parent context.Context) (context.Context, func()) {
	tooLate := fmt.Errorf("the Temporal server did not start within %s", startLimit)
	limited, release := context.WithTimeoutCause(parent, startLimit, tooLate)
	ctx, cancel := context.WithCancelCause(limited)
	forget := context.AfterFunc(s.alive, func() { cancel(s.Err()) })
	return ctx, func() {
		forget()
		cancel(nil)
		release()
	}
}

func (s *Server) startTemporal(ctx context.Context, port int) error {
	store, err := openStore(ctx, s.cfg)
	if err != nil {
		return err
	}
	s.temporal, err = launch(ctx, func() (temporal.Server, error) {
		return runTemporal(ctx, store, port, s.cfg, s.log)
	})
	if err != nil {
		return err
	}
	c, err := s.client()
	if err != nil {
		return err
	}
	defer c.Close()
	if err := awaitFrontend(ctx, c, s.cfg.Namespace); err != nil {
		return err
	}
	return updateNamespace(ctx, c, s.cfg)
}

func (s *Server) client() (client.Client, error) {
	return client.NewLazyClient(client.Options{
		HostPort:  s.frontend,
		Namespace: s.cfg.Namespace,
		Logger:    log.NewSdkLogger(s.log),
	})
}

// launch runs start aside, because it neither heeds a context nor returns when
// the server gives up. What it brings up too late is stopped again.
func launch(ctx context.Context, start func() (temporal.Server, error)) (temporal.Server, error) {
	var server temporal.Server
	var failure error
	done := make(chan struct{})
	go func() {
		defer close(done)
		server, failure = start()
	}()
	select {
	case <-done:
		return server, failure
	case <-ctx.Done():
		go stopLate(done, &server)
		return nil, context.Cause(ctx)
	}
}

func stopLate(done <-chan struct{}, server *temporal.Server) {
	<-done
	if *server != nil {
		_ = (*server).Stop() // the start has failed already; that is the error to tell
	}
}

// stopTemporal waits for the services to finish what they are at, but not for
// longer than a person would before killing the process.
func stopTemporal(server temporal.Server, log *logger) {
	done := make(chan error, 1)
	go func() { done <- server.Stop() }()
	select {
	case err := <-done:
		if err != nil {
			log.slog.Warn("The Temporal server did not stop cleanly.", "error", err)
		}
	case <-time.After(stopLimit):
		log.slog.Warn("The Temporal server is still busy and is left behind.", "waited", stopLimit)
	}
}
