package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// allotter is the ability to allot, when it is to be examined, and base data to allot.
func (s *sitting) allotter(ctx context.Context) (connectors.Allotter, []connectors.Receipt, error) {
	able, ok := s.connector.(connectors.Allotter)
	a := s.bench.Allotment
	switch {
	case !ok:
		return nil, nil, skipped("the connector cannot allot")
	case a == nil:
		return nil, nil, skipped("the bench says nothing about allotting")
	}
	entries := []connectors.Entry{a.Entry(number(1)), a.Entry(number(2))}
	docs, err := s.receipts(able.Save(ctx, a.Call, entries))
	if auditor, ok := s.connector.(connectors.Auditor); ok && err == nil {
		_, submitted := s.receipts(auditor.Submit(ctx, a.Call, docs))
		_, audited := s.receipts(auditor.Audit(ctx, a.Call, docs))
		err = errors.Join(submitted, audited)
	}
	return able, docs, named("base data to allot", err)
}

func (s *sitting) receipts(got []connectors.Outcome, err error) ([]connectors.Receipt, error) {
	got, err = s.outcomes(got, err)
	if err != nil {
		return nil, err
	}
	return receipts(got)
}

// allotted allots, and looks into the system's own ledger.
func (s *sitting) allotted(ctx context.Context, able connectors.Allotter, docs []connectors.Receipt) error {
	a := s.bench.Allotment
	got, err := s.outcomes(able.Allot(ctx, a.Call, docs, a.Organisations))
	if err == nil {
		_, err = receipts(got)
	}
	if err == nil && !slices.EqualFunc(got, docs, sameDocument) {
		err = fmt.Errorf("outcomes %+v of %+v", got, docs)
	}
	return errors.Join(err, s.had(docs, 1))
}

// had: every organisation has each document so many times.
func (s *sitting) had(docs []connectors.Receipt, want int) error {
	var errs []error
	for _, r := range docs {
		for _, organisation := range s.bench.Allotment.Organisations {
			if n := s.bench.Allotment.Count(r.Number, organisation); n != want {
				errs = append(errs, fmt.Errorf("organisation %s has %s %d times, not %d", organisation, r.Number, n, want))
			}
		}
	}
	return errors.Join(errs...)
}

func allotting(ctx context.Context, s *sitting) error {
	able, docs, err := s.allotter(ctx)
	if err != nil {
		return err
	}
	return errors.Join(s.allotted(ctx, able, docs), named("again", s.allotted(ctx, able, docs)))
}

// refusedAllotments: one is refused, and the other gets through in its own place.
func refusedAllotments(ctx context.Context, s *sitting) error {
	able, docs, err := s.allotter(ctx)
	if err != nil {
		return err
	}
	a := s.bench.Allotment
	words := a.Refuse(docs[0].Number)
	got, err := s.outcomes(able.Allot(ctx, a.Call, docs, a.Organisations))
	if err != nil || len(got) != len(docs) {
		return fmt.Errorf("%d outcomes of %d documents: %w", len(got), len(docs), err)
	}
	if err := s.told(got[0].Err, connectors.ErrRejected); err != nil {
		return err
	}
	return errors.Join(keeps(got[0].Err, words), got[1].Err, s.had(docs[:1], 0), s.had(docs[1:], 1))
}

// lostAllotments: whoever hears nothing of an allotment makes it again.
func lostAllotments(ctx context.Context, s *sitting) error {
	able, docs, err := s.allotter(ctx)
	if err != nil {
		return err
	}
	s.wire.spoil(cut)
	_, err = s.outcomes(able.Allot(ctx, s.bench.Allotment.Call, docs, s.bench.Allotment.Organisations))
	s.wire.spoil(nil)
	return errors.Join(s.told(err, connectors.ErrUnknown), named("made again", s.allotted(ctx, able, docs)))
}
