package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// keeps says whether an error has the system's own words, which a person looks up.
func keeps(err error, words string) error {
	if !strings.Contains(err.Error(), words) {
		return fmt.Errorf("the error does not keep the words %q: %w", words, err)
	}
	return nil
}

func refusedReads(ctx context.Context, s *sitting) error {
	q, _, err := onePage(ctx, s)
	if err != nil {
		return err
	}
	if s.bench.Source.Refuse == nil {
		return skipped("the bench cannot have a read refused")
	}
	words := s.bench.Source.Refuse(q.Params)
	_, err = s.fetch(ctx, q)
	if told := s.told(err, connectors.ErrRejected); told != nil {
		return told
	}
	return keeps(err, words)
}

func refusedWrites(ctx context.Context, s *sitting) error {
	if _, err := target[connectors.Target](s); err != nil {
		return err
	}
	if s.bench.Target.Refused == nil {
		return skipped("the bench has no document that is refused")
	}
	bad, words := s.bench.Target.Refused("EX-2")
	got, err := s.save(ctx, bad)
	if err == nil {
		if len(got) != 1 {
			return fmt.Errorf("%d outcomes of 1 document", len(got))
		}
		err = got[0].Err
	}
	if told := s.told(err, connectors.ErrRejected); told != nil {
		return told
	}
	return keeps(err, words)
}

// some makes the plainest call that the connector has.
func (s *sitting) some(ctx context.Context) error {
	if _, err := s.source(); err == nil {
		_, err := s.fetch(ctx, s.query(s.bench.Source.Window, pageSize))
		return err
	}
	if finder, err := target[connectors.Finder](s); err == nil {
		_, err := finder.Find(ctx, s.bench.Target.Call, []string{"EX-0"})
		return s.said.note(err)
	}
	return s.said.note(s.connector.Ping(ctx))
}

func tellingOff(ctx context.Context, s *sitting) error {
	if s.bench.Throttle == nil {
		return skipped("the bench cannot tell off")
	}
	if err := s.ping(ctx); err != nil {
		return err
	}
	want := s.bench.Throttle()
	err := s.some(ctx)
	if told := s.told(err, connectors.ErrThrottled); told != nil {
		return told
	}
	var e *connectors.Error
	if errors.As(err, &e) && (e.RetryAfter <= 0 || want > 0 && e.RetryAfter != want) {
		return fmt.Errorf("come back after %v, and the system says %v: %w", e.RetryAfter, want, err)
	}
	return nil
}

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
