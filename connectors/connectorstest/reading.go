package connectorstest

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

const (
	pageSize  = 5
	pages     = 5
	rowsRead  = pages*pageSize - 2 // the last page is not full
	mostCalls = 200                // for one reading; whoever needs more does not end
)

func (s *sitting) query(w connectors.Window, size int) connectors.Query {
	src := s.bench.Source
	return connectors.Query{API: src.API, Params: src.Params(w, size), Window: w}
}

func (s *sitting) seed(n int) ([]string, error) { return s.seedIn(s.bench.Source.Window, n) }

// seedIn puts rows into a window at even distances, the first and the last at its
// very edges, and returns their ids.
func (s *sitting) seedIn(w connectors.Window, n int) ([]string, error) {
	step := (w.To.Sub(w.From) / time.Duration(max(n-1, 1))).Truncate(time.Second)
	return s.put(n, func(i int) time.Time {
		if i == n-1 {
			return w.To
		}
		return w.From.Add(time.Duration(i) * step)
	})
}

func (s *sitting) put(n int, at func(i int) time.Time) ([]string, error) {
	ids := make([]string, n)
	for i := range ids {
		ids[i] = rowID(i)
		if err := s.bench.Source.Put(ids[i], at(i)); err != nil {
			return nil, named("the bench cannot put a row", err)
		}
	}
	return ids, nil
}

func rowID(i int) string { return strconv.Itoa(10_001 + i) }

// read follows the cursors to the end; between has something happen after each
// call.
func (s *sitting) read(ctx context.Context, q connectors.Query, h *harvest, between func(call int) error) error {
	for h.calls < mostCalls {
		page, err := s.fetch(ctx, q)
		h.calls++
		if err != nil {
			return fmt.Errorf("call %d: %w", h.calls, err)
		}
		if err := h.take(page, s.bench.Source.ID); err != nil {
			return fmt.Errorf("call %d: %w", h.calls, err)
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return nil
		}
		if err := between(h.calls); err != nil {
			return err
		}
	}
	return fmt.Errorf("the reading does not end: %d calls", h.calls)
}

func nothing(int) error { return nil }
