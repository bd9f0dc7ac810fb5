package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

const noSuchAPI = "exam.no.such.api"

func letIn(ctx context.Context, s *sitting) error {
	if err := s.ping(ctx); err != nil {
		return err
	}
	if s.wire.count() == 0 {
		return errors.New("nobody was asked by Ping")
	}
	return errors.Join(s.ping(ctx), s.ping(ctx)) // as a monitor does, now that there may be a session
}

// limits holds the promises of Limits and MaxBatch together.
func limits(_ context.Context, s *sitting) error {
	src, err := s.source()
	if err != nil {
		return err
	}
	l, err := src.Limits(s.bench.Source.API)
	if err != nil {
		return named("Limits", err)
	}
	switch {
	case l.PageSize < 1 || l.PageSize > l.MaxPageSize:
		return fmt.Errorf("PageSize %d of at most %d", l.PageSize, l.MaxPageSize)
	case l.MaxWindow < 0 || l.Resolution <= 0 || l.FirstPage < 0:
		return fmt.Errorf("windows to %v on %v, first page %d", l.MaxWindow, l.Resolution, l.FirstPage)
	case l.MaxWindow%l.Resolution != 0:
		return fmt.Errorf("the longest window, %v, cannot be cut on %v", l.MaxWindow, l.Resolution)
	case l.MaxWindow > 0 && l.Resolution > time.Minute:
		return fmt.Errorf("a resolution of %v is none", l.Resolution)
	}
	return nil
}

// unknownNames: a scheme with a misspelled API or another's cursor is told so,
// and nobody is called.
func unknownNames(ctx context.Context, s *sitting) error {
	src, noSource := s.source()
	dst, noTarget := target[connectors.Target](s)
	if noSource != nil && noTarget != nil {
		return noSource
	}
	var errs []error
	if noSource == nil {
		_, err := src.Limits(noSuchAPI)
		errs = append(errs, named("Limits of an unknown API", s.told(err, connectors.ErrNotFound)))
		_, err = s.fetch(ctx, connectors.Query{API: noSuchAPI})
		errs = append(errs, named("Fetch of an unknown API", s.told(err, connectors.ErrNotFound)))
		q := s.query(s.bench.Source.Window, 5)
		q.Cursor = "exam;not-a-cursor"
		_, err = s.fetch(ctx, q)
		errs = append(errs, named("Fetch with another's cursor", s.told(err, connectors.ErrRejected)))
	}
	if noTarget == nil {
		_, err := dst.Save(ctx, connectors.Call{API: noSuchAPI, Options: s.bench.Target.Call.Options}, []connectors.Entry{s.bench.Target.Entry("EX-1")})
		errs = append(errs, named("Save to an unknown API", s.told(err, connectors.ErrNotFound)))
	}
	if n := s.wire.count(); n > 0 {
		errs = append(errs, fmt.Errorf("%d calls were made for what cannot be asked", n))
	}
	return errors.Join(errs...)
}
