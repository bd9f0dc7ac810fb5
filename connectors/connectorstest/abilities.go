package connectorstest

import (
	"context"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// source is the ability to read, when it is to be examined.
func (s *sitting) source() (connectors.Source, error) {
	able, ok := s.connector.(connectors.Source)
	switch {
	case !ok:
		return nil, skipped("the connector is no Source")
	case s.bench.Source == nil:
		return nil, skipped("the bench says nothing about reading")
	}
	return able, nil
}

// target is an ability to write, when it is to be examined.
func target[T connectors.Target](s *sitting) (T, error) {
	able, ok := s.connector.(T)
	switch {
	case !ok:
		return able, skipped(fmt.Sprintf("the connector cannot be used as %T", (*T)(nil)))
	case s.bench.Target == nil:
		return able, skipped("the bench says nothing about writing")
	}
	return able, nil
}

// ping lets the connector log in, so that what follows is about one call alone.
func (s *sitting) ping(ctx context.Context) error {
	return named("Ping", s.said.note(s.connector.Ping(ctx)))
}

func (s *sitting) fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	able, err := s.source()
	if err != nil {
		return connectors.Page{}, err
	}
	page, err := able.Fetch(ctx, q)
	return page, s.said.note(err)
}

func (s *sitting) save(ctx context.Context, entries ...connectors.Entry) ([]connectors.Outcome, error) {
	able, err := target[connectors.Target](s)
	if err != nil {
		return nil, err
	}
	return s.outcomes(able.Save(ctx, s.bench.Target.Call, entries))
}

// outcomes passes on what a write returned, and keeps what was said.
func (s *sitting) outcomes(got []connectors.Outcome, err error) ([]connectors.Outcome, error) {
	for _, o := range got {
		_ = s.said.note(o.Err) // judged by the check
		s.said.add(string(o.Answer))
	}
	return got, s.said.note(err)
}
