package schemes

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

func accumulators() []string {
	return []string{"$sum", "$avg", "$min", "$max", "$push", "$addToSet", "$first", "$last"}
}

// over calculates a field over lines, as MongoDB's accumulator of that name does
// but with exact decimals, and with numbers that are sent as text. Lines without
// a value do not count, except that $first and $last are the line's, whatever it
// has.
func (c Calculation) over(lines []mapping.Row, lenient bool) (any, error) {
	switch c.Accumulator {
	case "$first":
		return mapping.At(lines[0], c.Field), nil
	case "$last":
		return mapping.At(lines[len(lines)-1], c.Field), nil
	}
	values := []any{}
	for _, line := range lines {
		if v := mapping.At(line, c.Field); !mapping.IsEmpty(v) {
			values = append(values, v)
		}
	}
	switch c.Accumulator {
	case "$push":
		return values, nil
	case "$addToSet":
		return distinct(values), nil
	case "$min":
		return c.extreme(values, -1)
	case "$max":
		return c.extreme(values, 1)
	}
	return c.total(values, lenient)
}

// total is $sum and $avg. MongoDB leaves out what is no number; so does a
// lenient one.
func (c Calculation) total(values []any, lenient bool) (any, error) {
	var sum decimal.Decimal
	var count int64
	for _, v := range values {
		d, err := asDecimal(v)
		if err != nil && lenient {
			continue
		}
		if err != nil {
			return nil, c.problem(v, err)
		}
		sum, count = sum.Add(d), count+1
	}
	if c.Accumulator == "$sum" {
		return digits(sum), nil
	}
	return average(sum, count), nil
}

// average has four more places than its values, as MySQL's AVG; of nothing it is
// empty.
func average(sum decimal.Decimal, count int64) any {
	const more = 4
	if count == 0 {
		return nil
	}
	return digits(sum.DivRound(decimal.NewFromInt(count), max(0, -sum.Exponent())+more))
}

// extreme is $min and $max: of numbers, of times, or else by the text.
func (c Calculation) extreme(values []any, sign int) (any, error) {
	var best any
	for _, v := range values {
		if best == nil {
			best = v
		}
		order, err := orderOf(v, best)
		if err != nil {
			return nil, c.problem(v, err)
		}
		if order*sign > 0 {
			best = v
		}
	}
	return best, nil
}

func (c Calculation) problem(v any, err error) error {
	text, textErr := mapping.Text(v)
	if textErr != nil {
		return fmt.Errorf("%s of %s: a value %w", c.Accumulator, c.Field, textErr)
	}
	return fmt.Errorf("%s of %s: %q %w", c.Accumulator, c.Field, mapping.Shown(c.Field, text), err)
}
