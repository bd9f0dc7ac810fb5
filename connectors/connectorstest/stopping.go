package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// givingUp: before it is sent a call is not made at all; afterwards it ends at
// once, and a write says that it may have arrived.
func givingUp(ctx context.Context, s *sitting) error {
	return errors.Join(
		named("before it is sent", s.each(func(s *sitting, a action) error { return tooLate(ctx, s, a) })),
		named("while it is answered", s.each(func(s *sitting, a action) error { return midway(ctx, s, a) })),
	)
}

func tooLate(ctx context.Context, s *sitting, a action) error {
	gone, cancel := context.WithCancel(ctx)
	cancel()
	err := a.do(gone, s)
	if n := s.wire.count(); n > 0 {
		return fmt.Errorf("%d calls were made for nobody", n)
	}
	return errors.Join(s.told(err, connectors.ErrUnavailable), cancelled(err))
}

func cancelled(err error) error {
	if err != nil && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("the error does not say that the call was given up: %w", err)
	}
	return nil
}

func midway(ctx context.Context, s *sitting, a action) error {
	if err := s.ping(ctx); err != nil {
		return err
	}
	arrived, done := make(chan struct{}, 1), make(chan error, 1)
	s.wire.spoil(held(arrived))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { done <- a.do(ctx, s) }()
	select {
	case <-arrived:
	case err := <-done:
		return fmt.Errorf("it ended before it was answered: %w", err)
	case <-time.After(patience):
		return errors.New("nothing was sent")
	}
	cancel()
	select {
	case err := <-done:
		return errors.Join(s.told(err, a.kind), cancelled(err))
	case <-time.After(patience):
		s.web.CloseClientConnections()
		return errors.New("it does not end")
	}
}

// timingOut: the account's timeout ends a call that nobody answers.
func timingOut(ctx context.Context, s *sitting) error {
	const short = time.Second
	actions := s.actions()
	errs := make([]error, len(actions))
	var wg sync.WaitGroup
	for i, a := range actions {
		wg.Go(func() {
			errs[i] = named(a.name, s.againFor(short, func(s *sitting) error { return unanswered(ctx, s, a) }))
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func unanswered(ctx context.Context, s *sitting, a action) error {
	if err := s.pingOften(ctx); err != nil {
		return err
	}
	s.wire.spoil(held(make(chan struct{})))
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := s.told(a.do(ctx, s), a.kind); err != nil {
		return err
	}
	return named("only the caller's own patience ended it", ctx.Err())
}

// pingOften is for an account whose timeout a busy machine may exceed by itself.
func (s *sitting) pingOften(ctx context.Context) (err error) {
	for range 20 {
		if err = s.ping(ctx); err == nil {
			break
		}
	}
	return err
}

// nowhere is an address where nobody listens: port 1 is given to a protocol that
// died, and unlike the port of a closed server to no other test.
const nowhere = "http://127.0.0.1:1"

// unreachable: what nobody listened to was not sent, and may be sent again.
func unreachable(ctx context.Context, s *sitting) error {
	if err := s.connect(nowhere, time.Minute); err != nil {
		return err
	}
	var errs []error
	for _, a := range s.actions() {
		errs = append(errs, named(a.name, s.told(a.do(ctx, s), connectors.ErrUnavailable)))
	}
	return errors.Join(errs...)
}
