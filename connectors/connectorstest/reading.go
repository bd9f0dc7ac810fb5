package connectorstest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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

// harvest is what a reading brought: the bytes of each row, and how often it came.
type harvest struct {
	rows  map[string]json.RawMessage
	times map[string]int
	moved map[string]bool // rows that may differ from time to time
	gone  map[string]bool // rows that need not be met
	calls int
}

func newHarvest() *harvest {
	return &harvest{rows: map[string]json.RawMessage{}, times: map[string]int{}, moved: map[string]bool{}, gone: map[string]bool{}}
}

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

// take adds a page. A row that comes again must come as it was, or whoever
// stores it takes it for changed.
func (h *harvest) take(page connectors.Page, id string) error {
	for _, row := range page.Rows {
		key, err := rowKey(row, id)
		if err != nil {
			return err
		}
		if before, ok := h.rows[key]; ok && !h.moved[key] && !bytes.Equal(before, row) {
			return fmt.Errorf("row %s came twice and differs though it was not modified: %s, then %s", key, before, row)
		}
		h.rows[key] = row
		h.times[key]++
	}
	return nil
}

func rowKey(row json.RawMessage, id string) (string, error) {
	var fields map[string]any
	dec := json.NewDecoder(bytes.NewReader(row))
	dec.UseNumber()
	if err := dec.Decode(&fields); err != nil {
		return "", fmt.Errorf("a row is not a JSON object: %w: %.200s", err, row)
	}
	if fields[id] == nil {
		return "", fmt.Errorf("a row has no %s: %.200s", id, row)
	}
	return fmt.Sprint(fields[id]), nil
}

// holds says whether the rows that had to be met were met.
func (h *harvest) holds(ids []string) error {
	var errs []error
	for _, id := range ids {
		if h.times[id] == 0 && !h.gone[id] {
			errs = append(errs, fmt.Errorf("row %s was there from beginning to end and was not read", id))
		}
	}
	return errors.Join(errs...)
}

// only says whether nothing else was met.
func (h *harvest) only(ids []string) error {
	known := map[string]bool{}
	for _, id := range ids {
		known[id] = true
	}
	var errs []error
	for id := range h.times {
		if !known[id] {
			errs = append(errs, fmt.Errorf("row %s was read and is not in the window", id))
		}
	}
	return errors.Join(errs...)
}
