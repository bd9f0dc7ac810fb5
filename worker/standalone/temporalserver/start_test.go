package temporalserver

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"go.temporal.io/server/temporal"
)

// The frontend's port can be taken between our look and the server's leap.
func TestAPortLostAtTheLastMomentFailsTheStart(t *testing.T) {
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp4", hostPort(0))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	s := newServer(Config{}.withDefaults(), listener)
	ctx, cancel := s.startContext(t.Context())
	defer cancel()

	err = s.startTemporal(ctx, portOf(listener))

	if err == nil || !strings.Contains(err.Error(), "address already in use") {
		t.Errorf("got %v", err)
	}
}

func TestAServerThatStartsTooLateIsStopped(t *testing.T) {
	cause := errors.New("the person pressed Ctrl-C")
	ctx, cancel := context.WithCancelCause(t.Context())
	late := lateServer{stopped: make(chan struct{})}

	server, err := launch(ctx, func() (temporal.Server, error) {
		cancel(cause)
		<-ctx.Done()
		return late, nil
	})

	if server == nil { // else it was quick enough and is the caller's to stop
		<-late.stopped
		if !errors.Is(err, cause) {
			t.Errorf("got %v, want %v", err, cause)
		}
	}
}

type lateServer struct{ stopped chan struct{} }

func (lateServer) Start() error  { return nil }
func (s lateServer) Stop() error { close(s.stopped); return nil }
