package reconcile

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

var (
	// ErrCalled: the source calls us and cannot be asked. Only our store knows what
	// it said, and that decides nothing here.
	ErrCalled = errors.New("its source calls and cannot be asked, so there is nothing independent to compare with")
	// ErrEach: the source has no window of its own.
	ErrEach = errors.New("its source is read once for each document of another scheme, and not by windows")
)

// source is the scheme's source, if it has rows to give to whoever asks. One that
// would answer with none, whatever there is, must not be taken to agree.
func (r *Reconciler) source(ctx context.Context, s *schemes.Scheme) (connectors.Source, error) {
	source, err := connectors.As[connectors.Source](r.Accounts, s.Source.Connector, s.Source.Account)
	if err != nil {
		return nil, err
	}
	if s.Source.Each != nil {
		return nil, fmt.Errorf("%s %s: %w", s.Source.Connector, s.Source.API, ErrEach)
	}
	receiver, receives := source.(connectors.Receiver)
	if !receives {
		return source, nil
	}
	// A system that calls us has APIs that are asked, too: for those there are no calls.
	_, err = receiver.Receive(ctx, connectors.Inbound{API: s.Source.API, Header: http.Header{}, At: time.Now()})
	if !errors.Is(err, connectors.ErrNotFound) {
		return nil, fmt.Errorf("%s %s: %w", s.Source.Connector, s.Source.API, ErrCalled)
	}
	return source, nil
}
