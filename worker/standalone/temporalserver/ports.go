package temporalserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// listen opens a port a person chose, or a free one for zero. what and flag
// go into the sentence that a person reads when the port is not to be had.
func listen(ctx context.Context, port int, what, flag string) (net.Listener, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", hostPort(port))
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("port %d, meant for %s, is already in use on this machine: stop the program that uses it or choose another port with %s", port, what, flag)
	}
	if err != nil {
		return nil, fmt.Errorf("port %d, meant for %s, cannot be opened: choose another port with %s: %w", port, what, flag, err)
	}
	return listener, nil
}

// frontendPort finds the port of the frontend. The Temporal server insists on
// opening its ports itself, so all we can do is look before it leaps.
func frontendPort(ctx context.Context, chosen int) (int, error) {
	if chosen == 0 {
		return freePort(ctx)
	}
	listener, err := listen(ctx, chosen, "the Temporal server", "--temporal-port")
	if err != nil {
		return 0, err
	}
	return chosen, listener.Close()
}

// freePort finds a port that nobody else is given before the server opens it.
// A port that was merely opened and closed may be handed out again at once, to
// us or to another process; after a connection that our side closed first the
// kernel keeps it out of its choice for a minute, yet lets it be opened by
// number.
func freePort(ctx context.Context) (int, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp4", hostPort(0))
	if err != nil {
		return 0, fmt.Errorf("no free port is left on this machine: %w", err)
	}
	port := portOf(listener)
	return port, errors.Join(holdBack(ctx, listener), listener.Close())
}

func holdBack(ctx context.Context, listener net.Listener) error {
	dialled, err := new(net.Dialer).DialContext(ctx, "tcp4", listener.Addr().String())
	if err != nil {
		return fmt.Errorf("a free port could not be reserved: %w", err)
	}
	accepted, err := listener.Accept()
	if err != nil {
		return errors.Join(fmt.Errorf("a free port could not be reserved: %w", err), dialled.Close())
	}
	return errors.Join(accepted.Close(), dialled.Close())
}

func hostPort(port int) string {
	return net.JoinHostPort(loopback, strconv.Itoa(port))
}

func portOf(listener net.Listener) int {
	if address, ok := listener.Addr().(*net.TCPAddr); ok {
		return address.Port
	}
	return 0
}
