package mysql

import (
	"strings"
	"time"
)

// dateReader reads a date by MySQL's specifiers (STR_TO_DATE).
type dateReader struct {
	in        string
	parts     [7]int // year, month, day, hour, minute, second, nanosecond
	dated     bool
	timed     bool
	digits    int
	afternoon int // hours that PM adds; -1: nothing was said
	dayOfYear int
}

func readDate(a *arguments) any {
	d := dateReader{in: a.text(0), afternoon: -1}
	v, ok := d.read(a.text(1))
	if !ok {
		return a.none()
	}
	return v
}

// readKind follows from the format: dates, times or both.
func readKind(r *run, args []node) kind {
	v, err := call{function{of: readDate}, "str_to_date", args}.eval(r)
	if err != nil {
		return kind{class: instant}
	}
	return kindOf(v)
}

func (d *dateReader) read(layout string) (any, bool) {
	for i := 0; i < len(layout); i++ {
		switch {
		case strings.TrimLeft(d.in, " ") == "" && i > 0:
			d.zero(layout[i:])
			return d.value()
		case layout[i] == ' ':
			d.in = strings.TrimLeft(d.in, " ")
		case layout[i] == '%' && i+1 < len(layout):
			i++
			if !d.specifier(layout[i]) {
				return nil, false
			}
		case d.in == "" || d.in[0] != layout[i]:
			return nil, false
		default:
			d.in = d.in[1:]
		}
	}
	if strings.TrimSpace(d.in) != "" {
		return nil, false
	}
	return d.value()
}

// zero: what the text ends before is 0, as a time of day that is not written.
func (d *dateReader) zero(layout string) {
	const day = 2
	for i := range len(layout) - 1 {
		if layout[i] == '%' {
			part, _, isNumber := fields(layout[i+1])
			isTime := part > day || !isNumber && strings.IndexByte("Trfp", layout[i+1]) >= 0
			d.timed, d.dated = d.timed || isTime, d.dated || isNumber && !isTime
		}
	}
}

func (d *dateReader) value() (any, bool) {
	const twelve, hour = 12, 3
	if d.afternoon >= 0 {
		d.parts[hour] = d.parts[hour]%twelve + d.afternoon
	}
	if d.timed && !d.dated {
		h, m, s := d.parts[hour], d.parts[4], d.parts[5]
		span := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second
		return clock{span + time.Duration(d.parts[6]), d.digits}, true
	}
	if d.dayOfYear > 0 {
		t := time.Date(d.parts[0], 1, d.dayOfYear, 0, 0, 0, 0, time.UTC)
		d.parts[1], d.parts[2] = int(t.Month()), t.Day()
	}
	t, ok := calendar(d.parts[:])
	return moment{t, !d.timed, d.digits}, ok
}
