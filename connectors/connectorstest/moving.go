package connectorstest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// A move is something that happens to rows between two pages. It returns the id
// of the row it moved.
type move struct {
	name  string
	times int  // how often, after every second call
	open  bool // while the window has not ended
	stays bool // the row is still to be met
	do    func(src *Source, w connectors.Window, ids []string, place int) (string, error)
}

// moves are what people do to documents while they are read. What is modified now
// is out of a window that has ended, and at the end of one that has not.
func moves(windowed bool) []move {
	const many = 3
	list := []move{
		{name: "a row is removed", times: 1, do: remove},
		{name: "rows are removed", times: many, do: remove},
		{name: "a row appears", times: 1, do: appear},
	}
	if !windowed {
		return list
	}
	return append(list,
		move{name: "a row is modified", times: 1, do: leave},
		move{name: "rows are modified", times: many, do: leave},
		move{name: "a row of today is modified", times: 1, open: true, stays: true, do: modify})
}

func remove(src *Source, _ connectors.Window, ids []string, place int) (string, error) {
	if src.Remove == nil {
		return "", nil
	}
	return ids[place], src.Remove(ids[place])
}

func leave(src *Source, w connectors.Window, ids []string, place int) (string, error) {
	return ids[place], src.Put(ids[place], w.To.Add(time.Minute))
}

func modify(src *Source, _ connectors.Window, ids []string, place int) (string, error) {
	return ids[place], src.Put(ids[place], time.Now().Truncate(time.Second))
}

// appear is a late arrival: in the place of another row, by time.
func appear(src *Source, w connectors.Window, ids []string, place int) (string, error) {
	at := w.From.Add(w.To.Sub(w.From) * time.Duration(place) / time.Duration(len(ids))).Truncate(time.Second)
	id := rowID(len(ids) + place)
	return id, src.Put(id, at)
}

// movingRows has every kind of move happen after every call, in the front, the
// middle and the end of the window.
func movingRows(ctx context.Context, s *sitting) error {
	src, err := s.source()
	if err != nil {
		return err
	}
	if s.bench.Source.Single {
		return skipped("a call is about one row: nothing can move between pages")
	}
	l, err := src.Limits(s.bench.Source.API)
	if err != nil {
		return err
	}
	const enough = 3 // the same mistake need not be told for each place
	var errs []error
	for _, m := range moves(l.MaxWindow > 0) {
		for gap := 1; gap <= s.exam.effort.gaps && len(errs) < enough; gap++ {
			for _, place := range []int{0, rowsRead / 2, rowsRead - 1} {
				if err := s.again(func(s *sitting) error { return moving(ctx, s, m, gap, place) }); err != nil {
					errs = append(errs, fmt.Errorf("%s, row %d after call %d: %w", m.name, place+1, gap, err))
				}
			}
		}
	}
	return errors.Join(errs...)
}

func moving(ctx context.Context, s *sitting, m move, gap, place int) error {
	w := s.bench.Source.Window
	if m.open {
		now := time.Now().Truncate(time.Second)
		w = connectors.Window{From: now.Add(-2 * time.Hour), To: now.Add(-time.Minute)}
	}
	ids, err := s.seedIn(w, rowsRead)
	if err != nil {
		return err
	}
	if m.open {
		w.To = w.To.Add(time.Hour)
	}
	h := newHarvest()
	err = s.read(ctx, s.query(w, pageSize), h, func(call int) error {
		n := (call - gap) / 2
		if call < gap || (call-gap)%2 > 0 || n >= m.times {
			return nil
		}
		id, err := m.do(s.bench.Source, w, ids, (place+7*n)%rowsRead)
		h.moved[id], h.gone[id] = true, !m.stays
		return named("the bench", err)
	})
	return errors.Join(err, h.holds(ids))
}
