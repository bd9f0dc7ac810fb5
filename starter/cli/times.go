package cli

import (
	"strconv"
	"strings"
	"time"
)

// zone is where the people are who read and write times here. China has had
// one offset since 1991, so no zone database is needed to know it.
func zone() *time.Location { return time.FixedZone("Asia/Shanghai", 8*60*60) }

// parseTime reads a time as people write it: RFC 3339, a date with or without
// a time of day in Asia/Shanghai, or how long ago (3d, 12h, 30m). The future is
// not refused here; it is where nothing has happened yet.
func parseTime(s string, now time.Time) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.In(zone()), true
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, s, zone()); err == nil {
			return t, true
		}
	}
	if d, ok := ago(s); ok {
		return now.Add(-d).In(zone()).Truncate(time.Second), true
	}
	return time.Time{}, false
}

// longest is how far back a "3d" may reach: what is longer is a slip of the pen.
const longest = 100 * 365 * 24 * time.Hour

func ago(s string) (time.Duration, bool) {
	if days, ok := strings.CutSuffix(s, "d"); ok {
		n, err := strconv.Atoi(days)
		return time.Duration(n) * 24 * time.Hour, err == nil && n > 0 && n <= int(longest/(24*time.Hour))
	}
	d, err := time.ParseDuration(s)
	return d, err == nil && d > 0 && d <= longest
}

// shown is a time as people here read it; "-" when there is none.
func shown(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(zone()).Format(time.DateTime)
}

// since reads the value of --since; empty is no time.
func (a *app) since(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	t, ok := parseTime(s, a.env.Now())
	if !ok {
		return time.Time{}, a.usage("usage.time", "Value", s)
	}
	return t, nil
}

// brief writes a duration as schemes do: 10m, not 10m0s; 30d, not 720h0m0s.
func brief(d time.Duration) string {
	const day = 24 * time.Hour
	if d >= day && d%day == 0 {
		return strconv.Itoa(int(d/day)) + "d"
	}
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
