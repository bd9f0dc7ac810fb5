package settings

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// shanghai is where people are who type a time without a zone. China has had
// one offset since 1991.
var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

// ParseTime reads a time as people write it: RFC 3339, "2026-11-01",
// "2026-11-01 08:00" or "2026-11-01 08:00:00" (Asia/Shanghai), or how long ago: "3d", "12h".
func ParseTime(text string, now time.Time) (time.Time, error) {
	if ago, ok := parseAgo(text); ok {
		return now.Add(-ago).Truncate(time.Second), nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	for _, layout := range []string{time.DateTime, "2006-01-02 15:04", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, shanghai); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time; write 2026-11-01, \"2026-11-01 08:00\" (Asia/Shanghai), 2026-11-01T08:00:00+08:00, or 3d for three days ago", text)
}

func parseAgo(text string) (time.Duration, bool) {
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		return time.Duration(n) * 24 * time.Hour, err == nil && n >= 0
	}
	d, err := time.ParseDuration(text)
	return d, err == nil && d >= 0
}
