package mysql

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// shifted is DATE_ADD, DATE_SUB, TIMESTAMPADD and date + INTERVAL n unit.
type shifted struct {
	date, by node
	unit     string
	back     bool
}

// kind is that of the date: MySQL answers a date in text with text.
func (s shifted) kind(r *run) kind {
	k := s.date.kind(r)
	if k.class == day && !ofDays(s.unit) {
		return kind{class: instant}
	}
	if k.class == exact || k.class == integral {
		return kind{class: text}
	}
	return k
}

// ofDays are the units that leave a date without a time of day.
func ofDays(unit string) bool {
	switch unit {
	case "day", "week", "month", "quarter", "year", "year_month":
		return true
	}
	return false
}

func (s shifted) eval(r *run) (any, error) {
	date, err := s.date.eval(r)
	if err != nil || date == nil {
		return nil, err
	}
	by, err := s.by.eval(r)
	if err != nil || by == nil {
		return nil, err
	}
	d, err := r.delta(by, s.unit)
	if err != nil {
		return nil, err
	}
	if s.back {
		d = delta{-d.months, -d.days, -d.span, d.digits}
	}
	if c, ok := date.(clock); ok {
		return clock{c.Duration + d.span + time.Duration(d.days)*24*time.Hour, max(c.digits, d.digits)}, nil
	}
	m, err := r.moment(date)
	if err != nil {
		return nil, err
	}
	return m.shift(d, s.unit)
}

// delta is a length of time: months have no fixed one.
type delta struct {
	months, days int64
	span         time.Duration
	digits       int
}

const farthest = 400_000 // months, and more days than there are in 9999 years are refused by the year

func (m moment) shift(d delta, unit string) (any, error) {
	const daysPerMonth = 31
	if max(d.months, -d.months) > farthest || max(d.days, -d.days) > farthest*daysPerMonth {
		return nil, &noResult{"the date is too far away"}
	}
	first := time.Date(m.Year(), m.Month()+time.Month(d.months), 1, 0, 0, 0, 0, time.UTC)
	last := lastDay(moment{Time: first}).Day()
	t := first.AddDate(0, 0, min(m.Day(), last)-1).Add(m.clock().Duration)
	if d.months == 0 {
		t = m.Time
	}
	t = t.AddDate(0, 0, int(d.days)).Add(d.span)
	const lastYear = 9999
	if t.Year() < 1 || t.Year() > lastYear {
		return nil, &noResult{"the date is too far away"}
	}
	return moment{t, m.date && ofDays(unit), max(m.digits, d.digits)}, nil
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
	fields := strings.FieldsFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
	if len(fields) == 0 || len(fields) > len(units) {
		return delta{}, &noResult{fmt.Sprintf("%q is not an interval of %s", s, strings.Join(units, ", "))}
	}
	var sum delta
	for i, unit := range units[len(units)-len(fields):] {
		n, err := decimal.NewFromString(microseconds(fields[i], unit))
		if err != nil {
			return delta{}, err
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
