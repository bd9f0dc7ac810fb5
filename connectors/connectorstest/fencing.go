package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"github.com/erpbridge/erpbridge/connectors"
)

// fenced: a worker that was overtaken while its call waited does not send it. The
// fence is asked right before each call that changes something, behind logins and
// questions, and after a no nothing is changed.
func fenced(ctx context.Context, s *sitting) error {
	if _, err := target[connectors.Target](s); err != nil {
		return err
	}
	var errs []error
	for i, w := range s.writes() {
		errs = append(errs, named(w.name, errors.Join(
			s.again(func(s *sitting) error { return askedLast(ctx, s, s.writes()[i]) }),
			s.again(func(s *sitting) error { return heldBack(ctx, s, s.writes()[i]) }),
		)))
	}
	return errors.Join(errs...)
}

func askedLast(ctx context.Context, s *sitting, w write) error {
	docs, err := w.ready(ctx)
	if err != nil {
		return named("the bench", err)
	}
	if s.bench.Expire != nil {
		s.bench.Expire() // so that a login comes before the call
	}
	f := &fence{}
	s.wire.spoil(f.watch(s.ledger))
	_, err = s.receipts(w.do(connectors.WithFence(ctx, f.yes), docs))
	s.wire.spoil(nil)
	return errors.Join(err, f.verdict())
}

func heldBack(ctx context.Context, s *sitting, w write) error {
	docs, err := w.ready(ctx)
	if err != nil {
		return named("the bench", err)
	}
	before := s.ledger()
	got, err := s.outcomes(w.do(connectors.WithFence(ctx, no), docs))
	if err == nil && len(got) == 0 {
		err = errors.New("no outcome")
	}
	errs := []error{}
	for _, o := range got {
		errs = append(errs, s.told(o.Err, connectors.ErrUnavailable))
	}
	if err != nil {
		errs = append(errs, s.told(err, connectors.ErrUnavailable))
	}
	if s.ledger() != before {
		errs = append(errs, errors.New("it was sent though the fence said no"))
	}
	return errors.Join(errs...)
}

func no(context.Context) error { return errors.New("another has taken it over") }

// fence says yes, and notes whether each call that changed something was asked about.
type fence struct {
	mu              sync.Mutex
	asked           bool // since the last call
	changes, missed int
}

func (f *fence) yes(context.Context) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = true
	return nil
}

func (f *fence) watch(ledger func() string) spoiler {
	return func(w http.ResponseWriter, r *http.Request, system http.Handler) {
		f.mu.Lock()
		defer f.mu.Unlock()
		before := ledger()
		system.ServeHTTP(w, r)
		if ledger() != before {
			f.changes++
			if !f.asked {
				f.missed++
			}
		}
		f.asked = false
	}
}

func (f *fence) verdict() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.changes == 0:
		return errors.New("the bench's ledger shows no change")
	case f.missed > 0:
		return fmt.Errorf("of %d calls that changed something %d left without the fence having been asked right before", f.changes, f.missed)
	default:
		return nil
	}
}
