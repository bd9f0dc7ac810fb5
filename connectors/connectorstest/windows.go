package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// wholeWindows: at rest every row is read, those at the edges and those of one
// second too, and neighbouring windows share none.
func wholeWindows(ctx context.Context, s *sitting) error {
	if _, err := s.source(); err != nil {
		return err
	}
	errs := []error{neighbours(ctx, s)}
	counts := []int{1, pageSize, pageSize + 1, rowsRead}
	if !s.bench.Source.Single {
		counts = append(counts, 0)
	}
	for _, n := range counts {
		errs = append(errs, s.again(func(s *sitting) error {
			return named(fmt.Sprint(n, " rows"), atRest(ctx, s, n, false))
		}))
	}
	return errors.Join(append(errs, s.again(func(s *sitting) error {
		return named("rows of one second", atRest(ctx, s, rowsRead, true))
	}))...)
}

func atRest(ctx context.Context, s *sitting, n int, equal bool) error {
	ids, err := s.seed(n)
	if equal {
		ids, err = s.put(n, func(int) time.Time { return s.middle() })
	}
	if err != nil {
		return err
	}
	q := s.query(s.bench.Source.Window, pageSize)
	first, err := s.fetch(ctx, q)
	if err != nil {
		return err
	}
	h := newHarvest()
	err = s.read(ctx, q, h, nothing)
	if first.Total != -1 && first.Total != n {
		err = errors.Join(err, fmt.Errorf("the first page tells a total of %d", first.Total))
	}
	if len(first.Rows) > pageSize {
		err = errors.Join(err, fmt.Errorf("a page has %d rows though %d were asked for", len(first.Rows), pageSize))
	}
	return errors.Join(err, h.holds(ids), h.only(ids))
}

func (s *sitting) middle() time.Time {
	w := s.bench.Source.Window
	return w.From.Add(w.To.Sub(w.From) / 2).Truncate(time.Second)
}

// neighbours cuts the window in two on the API's resolution.
func neighbours(ctx context.Context, s *sitting) error {
	src, err := s.source()
	if err != nil {
		return err
	}
	l, err := src.Limits(s.bench.Source.API)
	if err != nil || l.MaxWindow == 0 {
		return err // an API without windows has no edges between them
	}
	w, middle := s.bench.Source.Window, s.middle()
	edges := []time.Time{w.From.Add(-l.Resolution), w.From, middle, middle, middle.Add(l.Resolution), w.To, w.To.Add(l.Resolution)}
	ids, err := s.put(len(edges), func(i int) time.Time { return edges[i] })
	if err != nil {
		return err
	}
	early, late := newHarvest(), newHarvest()
	err = errors.Join(
		s.read(ctx, s.query(connectors.Window{From: w.From, To: middle}, pageSize), early, nothing),
		s.read(ctx, s.query(connectors.Window{From: middle.Add(l.Resolution), To: w.To}, pageSize), late, nothing),
	)
	return errors.Join(err,
		named("the window that ends in the middle", errors.Join(early.holds(ids[1:4]), early.only(ids[1:4]))),
		named("the window after it", errors.Join(late.holds(ids[4:6]), late.only(ids[4:6]))))
}

// onePageOneCall: quotas and the history of a run count on it.
func onePageOneCall(ctx context.Context, s *sitting) error {
	if _, err := s.source(); err != nil {
		return err
	}
	if _, err := s.seed(rowsRead); err != nil {
		return err
	}
	if err := s.ping(ctx); err != nil {
		return err
	}
	before := s.wire.count()
	h := newHarvest()
	if err := s.read(ctx, s.query(s.bench.Source.Window, pageSize), h, nothing); err != nil {
		return err
	}
	if made := s.wire.count() - before; made != h.calls {
		return fmt.Errorf("%d pages were %d calls", h.calls, made)
	}
	return nil
}
