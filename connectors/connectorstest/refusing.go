package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
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
	return s.comesBack(s.bench.Throttle(), func() error { return s.some(ctx) })
}

// toldOffByProxy: what stands before a system counts calls too, and does not
// speak the system's language.
func toldOffByProxy(ctx context.Context, s *sitting) error {
	if err := s.ping(ctx); err != nil {
		return err
	}
	s.wire.spoil(func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		http.Error(w, "slow down", http.StatusTooManyRequests)
	})
	return s.comesBack(0, func() error { return s.some(ctx) })
}

// comesBack: without a delay the caller would come back at once. Where the system
// names one, it is that.
func (s *sitting) comesBack(want time.Duration, do func() error) error {
	err := do()
	if told := s.told(err, connectors.ErrThrottled); told != nil {
		return told
	}
	var e *connectors.Error
	if errors.As(err, &e) && (e.RetryAfter <= 0 || want > 0 && e.RetryAfter != want) {
		return fmt.Errorf("come back after %v, and the system says %v: %w", e.RetryAfter, want, err)
	}
	return nil
}
