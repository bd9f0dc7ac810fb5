package mysql

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// moment reads a value as a date.
func (r *run) moment(v any) (moment, error) {
	switch v := v.(type) {
	case moment:
		return v, nil
	case clock: // a time of day is one of today
		return moment{midnight(r.now).Add(v.Duration), false, v.digits}, nil
	}
	s := asText(v)
	if m, ok := r.parseMoment(s); ok {
		return m, nil
	}
	return moment{}, &noResult{fmt.Sprintf("%q is not a date", s)}
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// civil is a time as the clock on the wall shows it.
func civil(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// parseMoment reads dates as MySQL does: any sign may separate their parts, or
// none; a zone at the end is respected.
func (r *run) parseMoment(s string) (moment, bool) {
	s = strings.TrimSpace(s)
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return moment{t, true, 0}, true
	}
	if t, err := time.Parse(time.DateTime, s); err == nil { // reads a fraction, too
		return moment{t, false, fractionDigits(s)}, true
	}
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		zoned := strings.TrimRight(s[:len(s)-len("00:00")], "+-")
		return moment{civil(t.In(r.now.Location())), false, fractionDigits(zoned)}, true
	}
	return parseParts(s)
}

// fractionDigits is how many digits of a second a text shows, six at most.
func fractionDigits(s string) int {
	const six = 6
	_, digits, _ := strings.Cut(s, ".")
	return min(six, len(digits)-len(strings.TrimLeft(digits, "0123456789")))
}

// parseParts reads 2024/3/1 8:05, 24-03-01 and 20240301080500.
func parseParts(s string) (moment, bool) {
	parts, ok := numbersIn(s)
	if !ok {
		return moment{}, false
	}
	if len(parts) == 1 || (len(parts) == 2 && strings.Contains(s, ".")) {
		if parts, ok = compact(parts); !ok {
			return moment{}, false
		}
	}
	const date, all, withFraction = 3, 6, 7
	if len(parts) < date || len(parts) > withFraction || (len(parts) == withFraction && !strings.Contains(s, ".")) {
		return moment{}, false
	}
	m := moment{date: len(parts) == date}
	if len(parts) == withFraction {
		m.digits = min(all, len(parts[all]))
	}
	m.Time, ok = fromParts(parts)
	return m, ok
}

// numbersIn takes a text apart into its runs of digits; one sign, or spaces or
// a T before a time, may stand between two.
func numbersIn(s string) ([]string, bool) {
	var parts []string
	for s != "" {
		rest := strings.TrimLeft(s, "0123456789")
		if len(rest) == len(s) {
			return nil, false
		}
		parts = append(parts, s[:len(s)-len(rest)])
		if rest == "" {
			return parts, true
		}
		if !strings.ContainsRune("-/.:_,T ^*@+", rune(rest[0])) {
			return nil, false
		}
		s = strings.TrimLeft(rest[1:], " ")
	}
	return nil, false
}

// compact takes 20240301102030 apart.
func compact(parts []string) ([]string, bool) {
	digits, after := parts[0], parts[1:]
	var out []string
	switch len(digits) {
	case len("20240301"), len("20240301102030"):
		out, digits = []string{digits[:4]}, digits[4:]
	case len("240301"), len("240301102030"):
	default:
		return nil, false
	}
	const pair = 2
	for ; digits != ""; digits = digits[pair:] {
		out = append(out, digits[:pair])
	}
	return append(out, after...), true
}

func fromParts(parts []string) (time.Time, bool) {
	n := make([]int, 7)
	for i, p := range parts {
		const year, fraction, nano = 0, 6, 9
		if i == fraction {
			p = (p + "000000000")[:nano]
		}
		value, err := strconv.Atoi(p)
		if err != nil {
			return time.Time{}, false
		}
		if i == year && len(p) <= 2 {
			value = fullYear(value)
		}
		n[i] = value
	}
	return calendar(n)
}

// fullYear is MySQL's rule: 70 to 99 are of the last century.
func fullYear(y int) int {
	const century, turn = 100, 70
	if y < turn {
		return 2000 + y
	}
	return 2000 - century + y
}

// calendar refuses what Go would carry over: the 30th of February.
func calendar(n []int) (time.Time, bool) {
	const hours, sixty = 24, 60
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], n[6], time.UTC)
	ok := t.Day() == n[2] && int(t.Month()) == n[1] && n[3] < hours && n[4] < sixty && n[5] < sixty
	return t, ok && n[0] > 0
}
