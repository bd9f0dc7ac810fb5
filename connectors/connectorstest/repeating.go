package connectorstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// repeater is a target at which what is saved again changes nothing, when that is
// to be examined.
func (s *sitting) repeater() error {
	able, err := target[connectors.Repeater](s)
	switch {
	case err != nil:
		return err
	case !able.Repeats(s.bench.Target.Call):
		return skipped("what is saved again is another document")
	}
	return nil
}

// repeating saves a document twice as it is, and then as it has become.
func repeating(ctx context.Context, s *sitting) error {
	if err := s.repeater(); err != nil {
		return err
	}
	entry := s.bench.Target.Entry(number(1))
	errs := []error{s.stored(ctx, entry), named("again", s.stored(ctx, entry))}
	if s.bench.Target.Changed != nil {
		errs = append(errs, named("changed", s.stored(ctx, s.bench.Target.Changed(number(1)))))
	}
	return errors.Join(errs...)
}

// lostSaves: a document that is there already is changed, and nobody hears whether
// it was. Whoever saves it again has it there once, as it is now.
func lostSaves(ctx context.Context, s *sitting) error {
	if err := s.repeater(); err != nil {
		return err
	}
	return errors.Join(
		named("an answer that was lost", s.again(func(s *sitting) error { return madeAgain(ctx, s, cut) })),
		named("a call that was lost", s.again(func(s *sitting) error { return madeAgain(ctx, s, gone) })),
	)
}

func madeAgain(ctx context.Context, s *sitting, with spoiler) error {
	entry := s.bench.Target.Entry(number(1))
	if err := s.stored(ctx, entry); err != nil {
		return err
	}
	if s.bench.Target.Changed != nil {
		entry = s.bench.Target.Changed(number(1))
	}
	s.wire.spoil(with)
	_, err := s.save(ctx, entry)
	s.wire.spoil(nil)
	return errors.Join(s.told(err, connectors.ErrUnknown), named("made again", s.stored(ctx, entry)))
}

// stored saves an entry, and looks for it in the system's own ledger.
func (s *sitting) stored(ctx context.Context, e connectors.Entry) error {
	got, err := s.save(ctx, e)
	if err != nil {
		return err
	}
	_, err = receipts(got)
	if n := s.bench.Target.Count(e.Number); err == nil && n != 1 {
		err = fmt.Errorf("%s is there %d times", e.Number, n)
	}
	if s.bench.Target.Holds != nil && !s.bench.Target.Holds(e) {
		err = errors.Join(err, fmt.Errorf("%s is not there as it was saved last", e.Number))
	}
	return err
}
