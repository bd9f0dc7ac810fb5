package mysql

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// clock reads a value as a time of day, or a span of time.
func (r *run) clock(v any) (clock, error) {
	switch v := v.(type) {
	case clock:
		return v, nil
	case moment:
		return v.clock(), nil
	case string:
		if c, ok := r.parseClock(strings.TrimSpace(v)); ok {
			return c, nil
		}
	default:
		if c, ok := compactClock(asText(v)); ok {
			return c, nil
		}
	}
	return clock{}, &noResult{fmt.Sprintf("%q is not a time", asText(v))}
}

func (m moment) clock() clock {
	return clock{m.Sub(midnight(m.Time)), m.digits}
}

// parseClock reads 10:20, 10:20:30.5, -101:02:03, 1 02:03:04 and 102030; of a
// date with a time it takes the time.
func (r *run) parseClock(s string) (clock, bool) {
	if m, ok := r.parseMoment(s); ok && !isClock(s) && strings.ContainsAny(s, "-/:") && !m.date {
		return m.clock(), true
	}
	rest, negative := strings.CutPrefix(s, "-")
	if !strings.Contains(rest, ":") {
		c, ok := compactClock(rest)
		return signed(c, negative), ok
	}
	days, rest, hasDays := strings.Cut(rest, " ")
	if !hasDays {
		days, rest = "0", days
	}
	c, ok := clockParts(days, strings.Split(rest, ":"))
	c.digits = fractionDigits(rest)
	return signed(c, negative), ok
}

func signed(c clock, negative bool) clock {
	if negative {
		c.Duration = -c.Duration
	}
	return c
}

func clockParts(days string, parts []string) (clock, bool) {
	const most = 3
	if len(parts) > most {
		return clock{}, false
	}
	d, ok := amount(days, 24*time.Hour, 34)
	for i, unit := range []time.Duration{time.Hour, time.Minute, time.Second}[:len(parts)] {
		limit := 59
		if unit == time.Hour {
			limit = 838
		}
		part, fine := amount(parts[i], unit, limit)
		d, ok = d+part, ok && fine
	}
	return clock{Duration: d}, ok
}

// amount is a number of units; seconds may have a fraction.
func amount(digits string, unit time.Duration, limit int) (time.Duration, bool) {
	count, fraction, has := strings.Cut(digits, ".")
	n, err := strconv.Atoi(count)
	if err != nil || n < 0 || n > limit || (has && unit != time.Second) {
		return 0, false
	}
	d := time.Duration(n) * unit
	if has {
		const nano = 9
		part, err := strconv.Atoi((fraction + "000000000")[:nano])
		if err != nil {
			return 0, false
		}
		d += time.Duration(part)
	}
	return d, true
}

// compactClock reads 102030 and, from the right, 2030.
func compactClock(s string) (clock, bool) {
	rest, negative := strings.CutPrefix(s, "-")
	digits, fraction, _ := strings.Cut(rest, ".")
	const least, pair = 6, 2
	for len(digits) < least {
		digits = "0" + digits
	}
	at := len(digits) - pair
	parts := []string{digits[:at-pair], digits[at-pair : at], digits[at:]}
	if fraction != "" {
		parts[2] += "." + fraction
	}
	c, ok := clockParts("0", parts)
	c.digits = fractionDigits(rest)
	return signed(c, negative), ok
}
