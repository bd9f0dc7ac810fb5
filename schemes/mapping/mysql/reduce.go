package mysql

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// once leaves the first of the rows with the same values.
func once(rows []summand) []summand {
	seen := map[string]bool{}
	return slices.DeleteFunc(rows, func(s summand) bool {
		var key strings.Builder
		for _, v := range s.args {
			fmt.Fprintf(&key, "%q,", identity(v))
		}
		known := seen[key.String()]
		seen[key.String()] = true
		return known
	})
}

// identity is the same for values that are equal.
func identity(v any) string {
	switch v := v.(type) {
	case number:
		return v.shown().String()
	case string:
		var b strings.Builder
		for _, c := range v {
			fmt.Fprint(&b, weight(c), " ")
		}
		return b.String()
	}
	return asText(v)
}

func sumOf(r *run, rows []summand) (any, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	var sum any = integer(decimal.Zero)
	for _, s := range rows {
		var err error
		if sum, err = r.calculate("+", sum, s.args[0]); err != nil {
			return nil, fmt.Errorf("row %d: %w", s.row, err)
		}
	}
	return sum, nil
}

func averageOf(r *run, _ aggregate, rows []summand) (any, error) {
	sum, err := sumOf(r, rows)
	if err != nil || sum == nil {
		return nil, err
	}
	v, err := r.calculate("/", sum, whole(int64(len(rows))))
	if n, ok := v.(number); ok {
		return number{n.shown(), n.scale, true}, err
	}
	return v, err
}

func extremeOf(r *run, rows []summand, sign int) (any, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	best := rows[0].args[0]
	k := kindOf(best)
	for _, s := range rows[1:] {
		v := s.args[0]
		c, err := r.compare(v, best, false)
		if err != nil {
			return nil, fmt.Errorf("row %d: %w", s.row, err)
		}
		if c*sign > 0 {
			best = v
		}
		k = k.with(kindOf(v))
	}
	return as(best, k), nil
}
