package mysql

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"
)

// delta is a length of time: months have no fixed one.
type delta struct {
	months, days int64
	span         time.Duration
	digits       int
}

// delta reads the quantity of an interval: a number, or 1:30 for hour_minute.
func (r *run) delta(v any, unit string) (delta, error) {
	if units, ok := compoundUnits()[unit]; ok {
		return compoundDelta(asText(v), units)
	}
	n, err := r.number(v)
	if err != nil {
		return delta{}, err
	}
	if unit != "second" {
		n = integer(n.shown().Round(0))
	}
	return simpleDelta(n.shown(), unit)
}

func simpleDelta(n decimal.Decimal, unit string) (delta, error) {
	const most, months, week, year = 1 << 40, 3, 7, 12
	if n.Abs().GreaterThan(decimal.NewFromInt(most)) {
		return delta{}, &noResult{"the date is too far away"}
	}
	count := n.IntPart()
	switch unit {
	case "year":
		return delta{months: count * year}, nil
	case "quarter":
		return delta{months: count * months}, nil
	case "month":
		return delta{months: count}, nil
	case "week":
		return delta{days: count * week}, nil
	case "day":
		return delta{days: count}, nil
	}
	return spanDelta(n, unit)
}

func spanDelta(n decimal.Decimal, unit string) (delta, error) {
	seconds := map[string]decimal.Decimal{
		"hour": decimal.NewFromInt(3600), "minute": decimal.NewFromInt(60), "second": decimal.NewFromInt(1), "microsecond": decimal.New(1, -6),
	}
	size, ok := seconds[unit]
	if !ok {
		return delta{}, fmt.Errorf("there is no unit %s", unit)
	}
	total := n.Mul(size)
	days, rest := total.QuoRem(decimal.NewFromInt(secondsOfDay), 0)
	digits := int(min(6, max(0, -n.Exponent())))
	if unit == "microsecond" {
		digits = 6
	}
	return delta{days: days.IntPart(), span: nanoseconds(rest), digits: digits}, nil
}

// compoundDelta reads 1 2:3:4 as days, hours, minutes and seconds; what is
// missing is missing on the left.
func compoundDelta(s string, units []string) (delta, error) {
	rest, negative := strings.CutPrefix(strings.TrimSpace(s), "-")
	fields := strings.FieldsFunc(rest, func(r rune) bool { return unicode.IsPunct(r) || unicode.IsSpace(r) })
	if len(fields) == 0 || len(fields) > len(units) {
		return delta{}, &noResult{fmt.Sprintf("%q is not an interval of %s", s, strings.Join(units, ", "))}
	}
	var sum delta
	for i, unit := range units[len(units)-len(fields):] {
		n, err := decimal.NewFromString(microseconds(fields[i], unit))
		if err != nil {
			return delta{}, &noResult{fmt.Sprintf("%q is not an interval of %s", s, strings.Join(units, ", "))}
		}
		d, err := simpleDelta(n, unit)
		if err != nil {
			return delta{}, err
		}
		sum = delta{sum.months + d.months, sum.days + d.days, sum.span + d.span, max(sum.digits, d.digits)}
	}
	if negative {
		sum = delta{-sum.months, -sum.days, -sum.span, sum.digits}
	}
	return sum, nil
}

// microseconds are written as a fraction: .5 is 500000.
func microseconds(digits, unit string) string {
	const six = 6
	if unit == "microsecond" && len(digits) < six {
		return (digits + "000000")[:six]
	}
	return digits
}
