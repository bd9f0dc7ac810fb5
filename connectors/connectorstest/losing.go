package connectorstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// lostWrites: the system has saved, and its answer is lost or spoiled. Saying
// anything but "unknown" has the document sent twice or never looked for.
func lostWrites(ctx context.Context, s *sitting) error {
	if _, err := target[connectors.Target](s); err != nil {
		return err
	}
	errs := []error{s.again(func(s *sitting) error {
		return named("a connection that is cut", writeSpoiled(ctx, s, cut, func(error) error { return nil }))
	})}
	for _, r := range replies(s.exam.effort.huge) {
		errs = append(errs, s.again(func(s *sitting) error {
			return named(r.name, writeSpoiled(ctx, s, changed(r.change), r.readable))
		}))
	}
	return errors.Join(errs...)
}

func writeSpoiled(ctx context.Context, s *sitting, with spoiler, readable func(error) error) error {
	if err := s.ping(ctx); err != nil {
		return err
	}
	before := s.wire.count()
	s.wire.spoil(with)
	_, err := s.save(ctx, s.bench.Target.Entry(number(1)))
	s.wire.spoil(nil)
	if n := s.wire.count() - before; n != 1 {
		return fmt.Errorf("one Save was %d calls", n)
	}
	if s.bench.Target.Count(number(1)) != 1 {
		return errors.New("the bench did not save the document")
	}
	if told := s.told(err, connectors.ErrUnknown); told != nil {
		return told
	}
	return errors.Join(readable(err), s.stillFound(ctx))
}

// lostApprovals: whoever hears nothing of an approval asks for it again. It must
// not have been called refused, and is done the second time.
func lostApprovals(ctx context.Context, s *sitting) error {
	auditor, docs, err := some[connectors.Auditor](ctx, s)
	if err != nil {
		return err
	}
	return errors.Join(
		s.lostOnce(ctx, step{"Submit", auditor.Submit, connectors.Submitted}, docs),
		s.lostOnce(ctx, step{"Audit", auditor.Audit, connectors.Audited}, docs),
	)
}

func (s *sitting) lostOnce(ctx context.Context, st step, docs []connectors.Receipt) error {
	s.wire.spoil(cut)
	_, err := s.outcomes(st.do(ctx, s.bench.Target.Call, docs))
	s.wire.spoil(nil)
	if s.told(err, connectors.ErrUnavailable) != nil {
		err = s.told(err, connectors.ErrUnknown)
	} else {
		err = nil
	}
	return errors.Join(named(st.name, err), s.twice(ctx, st, docs))
}

// stillFound is what an unknown outcome is for.
func (s *sitting) stillFound(ctx context.Context) error {
	finder, err := target[connectors.Finder](s)
	if err != nil {
		return nil //nolint:nilerr // whoever cannot look is not asked to
	}
	found, err := finder.Find(ctx, s.bench.Target.Call, []string{number(1)})
	if s.said.note(err) == nil && len(found) != 1 {
		err = errors.New("the document whose answer was lost is not found")
	}
	return err
}
