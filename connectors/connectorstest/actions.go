package connectorstest

import (
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/connectors"
)

// action is one call, and what it must say when it was sent and got no answer.
type action struct {
	name string
	kind error
	do   func(context.Context, *sitting) error
}

// actions are a read and a write, as far as the connector has them.
func (s *sitting) actions() []action {
	list := []action{{"Ping", connectors.ErrUnavailable, func(ctx context.Context, s *sitting) error {
		return s.said.note(s.connector.Ping(ctx))
	}}}
	if _, err := s.source(); err == nil {
		list = append(list, action{"Fetch", connectors.ErrUnavailable, func(ctx context.Context, s *sitting) error {
			_, err := s.fetch(ctx, s.query(s.bench.Source.Window, pageSize))
			return err
		}})
	}
	if _, err := target[connectors.Target](s); err == nil {
		list = append(list, action{"Save", connectors.ErrUnknown, func(ctx context.Context, s *sitting) error {
			_, err := s.save(ctx, s.bench.Target.Entry(number(1)))
			return err
		}})
	}
	return list
}

func (s *sitting) each(run func(*sitting, action) error) error {
	var errs []error
	for _, a := range s.actions() {
		errs = append(errs, named(a.name, s.again(func(s *sitting) error { return run(s, a) })))
	}
	return errors.Join(errs...)
}
