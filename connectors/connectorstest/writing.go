package connectorstest

import (
	"context"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

func number(i int) string { return fmt.Sprintf("EX-%d", i) }

// entries are n good documents.
func (s *sitting) entries(n int) []connectors.Entry {
	list := make([]connectors.Entry, n)
	for i := range list {
		list[i] = s.bench.Target.Entry(number(i))
	}
	return list
}

// outcomesMatch: with a refused document in the middle, each gets its own outcome
// in its own place, and exactly the others are there.
func outcomesMatch(ctx context.Context, s *sitting) error {
	dst, err := target[connectors.Target](s)
	if err != nil {
		return err
	}
	most := dst.MaxBatch(s.bench.Target.Call)
	if most < 1 {
		return fmt.Errorf("MaxBatch is %d", most)
	}
	n, bad := min(3, most), -1
	entries := s.entries(n)
	if s.bench.Target.Refused != nil && n > 1 {
		bad = 1
		entries[bad], _ = s.bench.Target.Refused(number(bad))
	}
	got, err := s.save(ctx, entries...)
	if err != nil {
		return err
	}
	if len(got) != n {
		return fmt.Errorf("%d outcomes of %d documents", len(got), n)
	}
	return s.inPlace(entries, got, bad)
}

var errMixedUp = errors.New("the outcome is another entry's")

func (s *sitting) inPlace(entries []connectors.Entry, got []connectors.Outcome, bad int) error {
	var errs []error
	for i, o := range got {
		want, known := 1, entries[i].Number
		if i == bad {
			want = 0
		}
		switch {
		case (o.Err == nil) != (want == 1):
			errs = append(errs, fmt.Errorf("%s, entry %d, was refused (%t): %w", known, i+1, want == 0, errors.Join(o.Err, errMixedUp)))
		case o.Err == nil && o.Receipt.Number != known:
			errs = append(errs, fmt.Errorf("%s, entry %d, has the receipt of %q: %w", known, i+1, o.Receipt.Number, errMixedUp))
		}
		if n := s.bench.Target.Count(known); n != want {
			errs = append(errs, fmt.Errorf("%s is there %d times, not %d", known, n, want))
		}
	}
	return errors.Join(errs...)
}

func tooMany(ctx context.Context, s *sitting) error {
	dst, err := target[connectors.Target](s)
	if err != nil {
		return err
	}
	got, err := s.save(ctx, s.entries(dst.MaxBatch(s.bench.Target.Call)+1)...)
	if n := s.wire.count(); n > 0 {
		return fmt.Errorf("more than MaxBatch were sent, in %d calls", n)
	}
	if err == nil {
		return fmt.Errorf("more than MaxBatch gave %d outcomes and no error", len(got))
	}
	return s.told(err, connectors.ErrRejected)
}

// saved saves n documents and returns their receipts.
func (s *sitting) saved(ctx context.Context, n int) ([]connectors.Receipt, error) {
	got, err := s.save(ctx, s.entries(n)...)
	if err != nil {
		return nil, named("Save", err)
	}
	return receipts(got)
}

func receipts(got []connectors.Outcome) ([]connectors.Receipt, error) {
	var list []connectors.Receipt
	var errs []error
	for _, o := range got {
		list, errs = append(list, o.Receipt), append(errs, o.Err)
	}
	return list, errors.Join(errs...)
}
