package settings

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// ParseTime reads a time as people write it: RFC 3339, a date with or without
// a time of day in Asia/Shanghai, or how long ago (3d, 12h, 30m). The future is
// not refused here; it is where nothing has happened yet.
func ParseTime(text string, now time.Time) (time.Time, error) {
	zone, s := mapping.Shanghai(), strings.TrimSpace(text)
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t.In(zone), nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04", "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, nil
		}
	}
	if d, ok := ago(s); ok {
		return now.Add(-d).In(zone).Truncate(time.Second), nil
	}
	return time.Time{}, fmt.Errorf("%q is no time; write 2026-11-01, \"2026-11-01 08:00\" (Asia/Shanghai), 2026-11-01T08:00:00+08:00, or 3d for three days ago", text)
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
