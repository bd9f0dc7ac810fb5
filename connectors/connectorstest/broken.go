package connectorstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// onePage is a system with one page of rows, and how to ask for it.
func onePage(ctx context.Context, s *sitting) (connectors.Query, []string, error) {
	if _, err := s.source(); err != nil {
		return connectors.Query{}, nil, err
	}
	n := pageSize - 1
	if s.bench.Source.Single {
		n = 1
	}
	ids, err := s.seed(n)
	if err != nil {
		return connectors.Query{}, nil, err
	}
	return s.query(s.bench.Source.Window, pageSize), ids, s.ping(ctx)
}

// brokenReads: an answer that is not the system's must not pass for an empty page.
func brokenReads(ctx context.Context, s *sitting) error {
	if _, err := s.source(); err != nil {
		return err
	}
	errs := []error{s.again(func(s *sitting) error {
		return named("a connection that is cut", readSpoiled(ctx, s, cut, func(error) error { return nil }))
	})}
	for _, r := range replies(s.exam.effort.huge) {
		errs = append(errs, s.again(func(s *sitting) error {
			return named(r.name, readSpoiled(ctx, s, changed(r.change), r.readable))
		}))
	}
	return errors.Join(errs...)
}

func readSpoiled(ctx context.Context, s *sitting, with spoiler, readable func(error) error) error {
	q, _, err := onePage(ctx, s)
	if err != nil {
		return err
	}
	s.wire.spoil(with)
	page, err := s.fetch(ctx, q)
	if err == nil {
		return fmt.Errorf("passed for a page of %d rows", len(page.Rows))
	}
	if err := s.told(err, connectors.ErrUnavailable); err != nil {
		return err
	}
	return readable(err)
}
