package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// together is how many calls notice at once that the credentials are dead.
const together = 8

func renewing(ctx context.Context, s *sitting) error {
	if s.bench.Expire == nil || s.bench.Renewals == nil {
		return skipped("the bench's credentials do not expire")
	}
	if err := errors.Join(s.ping(ctx), s.some(ctx)); err != nil {
		return err
	}
	before := s.bench.Renewals()
	s.bench.Expire()
	s.wire.spoil(meeting())
	errs := make([]error, together)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { errs[i] = s.some(ctx) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if n := s.bench.Renewals() - before; n != 1 {
		return fmt.Errorf("%d calls with dead credentials led to %d renewals", together, n)
	}
	return nil
}

// meeting has the first call wait for a second, so that both are refused. A
// connector that makes one call at a time has no second, and is let go.
func meeting() spoiler {
	const alone = time.Second
	second := make(chan struct{})
	var mu sync.Mutex
	var n int
	return func(w http.ResponseWriter, r *http.Request, system http.Handler) {
		mu.Lock()
		if n++; n == 2 {
			close(second)
		}
		mu.Unlock()
		select {
		case <-second:
		case <-time.After(alone):
		}
		system.ServeHTTP(w, r)
	}
}

func shutOut(ctx context.Context, s *sitting) error {
	if s.bench.Shut == nil {
		return skipped("the bench cannot shut an account out")
	}
	if err := s.ping(ctx); err != nil {
		return err
	}
	s.bench.Shut()
	before := s.wire.count()
	err := s.some(ctx)
	const most = 4 // the call, a renewal, the call again, and one more
	if n := s.wire.count() - before; n > most {
		err = errors.Join(err, fmt.Errorf("one call of a refused account became %d", n))
	}
	return s.told(err, connectors.ErrUnauthorized)
}
