package mysql

import (
	"fmt"
	"time"
)

// parts are the functions that take one part of a date, and its unit.
func parts() map[string]string {
	return map[string]string{
		"year": "year", "month": "month", "day": "day", "dayofmonth": "day", "hour": "hour", "minute": "minute",
		"second": "second", "microsecond": "microsecond", "quarter": "quarter", "dayofyear": "dayofyear",
		"dayofweek": "dayofweek", "weekday": "weekday",
	}
}

// part is one part of the first argument, a date or a time of day.
func (a *arguments) part(unit string) any {
	switch unit {
	case "hour", "minute", "second", "microsecond":
		return whole(a.clockPart(unit))
	}
	n, err := datePart(a.moment(0).Time, unit)
	a.fail(err)
	return whole(n)
}

func (a *arguments) clockPart(unit string) int64 {
	c := a.timeOf(0)
	h, m, s := c.parts()
	switch unit {
	case "hour":
		return int64(h)
	case "minute":
		return int64(m)
	case "second":
		return int64(s)
	}
	return int64(c.Abs() % time.Second / time.Microsecond)
}

// timeOf is the time of day of an argument; a date has midnight.
func (a *arguments) timeOf(i int) clock {
	if s, ok := a.values[i].(string); ok && !isClock(s) {
		if m, ok := a.run.parseMoment(s); ok {
			return m.clock()
		}
	}
	return a.clock(i)
}

func datePart(t time.Time, unit string) (int64, error) {
	const months, days = 3, 7
	switch unit {
	case "year":
		return int64(t.Year()), nil
	case "quarter":
		return int64((t.Month()-1)/months + 1), nil
	case "month":
		return int64(t.Month()), nil
	case "week":
		week, _ := weekOf(midnight(t), 0)
		return int64(week), nil
	case "day":
		return int64(t.Day()), nil
	case "dayofyear":
		return int64(t.YearDay()), nil
	case "dayofweek":
		return int64(t.Weekday()) + 1, nil
	case "weekday":
		return int64((t.Weekday() + days - 1) % days), nil
	}
	return 0, fmt.Errorf("there is no unit %s", unit)
}

// extract is EXTRACT(unit FROM date).
type extract struct {
	unit string
	of   node
}

func (e extract) kind(*run) kind { return kind{class: integral} }

func (e extract) eval(r *run) (any, error) {
	units, compound := compoundUnits()[e.unit]
	if !compound {
		units = []string{e.unit}
	}
	f := function{of: func(a *arguments) any {
		var n int64
		for _, unit := range units {
			n = n*width(unit) + a.part(unit).(number).IntPart() //nolint:forcetypeassert // part gives nothing else
		}
		return whole(n)
	}}
	return call{f, "extract", []node{e.of}}.eval(r)
}

// width is what the part before a unit is moved by: day_hour of the 3rd, 14:00
// is 314.
func width(unit string) int64 {
	if unit == "microsecond" {
		return int64(time.Second / time.Microsecond)
	}
	return dateBase
}

// compoundUnits are the units made of several.
func compoundUnits() map[string][]string {
	all := []string{"day", "hour", "minute", "second", "microsecond"}
	units := map[string][]string{"year_month": {"year", "month"}}
	for i, from := range all {
		for j := i + 1; j < len(all); j++ {
			units[from+"_"+all[j]] = all[i : j+1]
		}
	}
	return units
}
