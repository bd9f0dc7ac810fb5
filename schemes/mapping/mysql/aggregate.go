package mysql

import (
	"fmt"
	"slices"
)

// aggregate is a function over the rows of a list. Each row has its own values
// for the holes inside it; rows in which an argument is NULL do not count.
type aggregate struct {
	name     string
	index    int   // among the aggregates of the expression
	holes    []int // inside it
	args     []node
	distinct bool
	order    []order // of GROUP_CONCAT
	between  string  // of GROUP_CONCAT
}

// order is one key of ORDER BY.
type order struct {
	by         node
	descending bool
}

// aggregates are the names, and what becomes of the values of the rows.
func aggregates() map[string]func(r *run, a aggregate, rows []summand) (any, error) {
	extreme := func(sign int) func(*run, aggregate, []summand) (any, error) {
		return func(r *run, _ aggregate, rows []summand) (any, error) { return extremeOf(r, rows, sign) }
	}
	return map[string]func(*run, aggregate, []summand) (any, error){
		"count": func(_ *run, _ aggregate, rows []summand) (any, error) { return whole(int64(len(rows))), nil },
		"sum":   func(r *run, _ aggregate, rows []summand) (any, error) { return sumOf(r, rows) },
		"avg":   averageOf, "max": extreme(1), "min": extreme(-1), "group_concat": joinedRows,
	}
}

// summand is what one row has: the values of the arguments, and of the order.
type summand struct {
	row       int
	args, key []any
}

func (a aggregate) kind(r *run) kind {
	v, err := a.eval(r)
	if err != nil {
		return kind{}
	}
	return kindOf(v)
}

func (a aggregate) eval(r *run) (any, error) {
	rows, err := a.summands(r)
	if err != nil {
		return nil, err
	}
	if a.distinct {
		rows = once(rows)
	}
	if err := a.sort(r, rows); err != nil {
		return nil, err
	}
	return aggregates()[a.name](r, a, rows)
}

func (a aggregate) summands(r *run) ([]summand, error) {
	var rows []summand
	inner := *r
	inner.values = slices.Clone(r.values)
	for i, values := range r.rows[a.index] {
		for at, h := range a.holes {
			inner.values[h] = values[at]
		}
		s, err := a.summand(&inner, i+1)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", i+1, err)
		}
		if !slices.Contains(s.args, nil) {
			rows = append(rows, s)
		}
	}
	return rows, r.Err()
}

func (a aggregate) summand(r *run, row int) (summand, error) {
	s := summand{row: row}
	for _, n := range a.args {
		v, err := n.eval(r)
		if err != nil {
			return s, err
		}
		s.args = append(s.args, v)
	}
	for _, o := range a.order {
		v, err := o.by.eval(r)
		if err != nil {
			return s, err
		}
		s.key = append(s.key, v)
	}
	return s, nil
}
