package filter

import (
	"fmt"
	"strconv"
	"time"
)

// parseTime reads what the times kept beside a row may be compared with: times
// of the SaaS's pipes, Unix seconds and milliseconds.
func parseTime(text string) (time.Time, error) {
	const longestSeconds = 11
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		if len(text) > longestSeconds {
			return time.UnixMilli(n), nil
		}
		return time.Unix(n, 0), nil
	}
	for _, layout := range []string{time.DateTime, time.DateOnly, time.RFC3339, "2006-01-02T15:04:05"} {
		if t, err := time.ParseInLocation(layout, text, shanghai()); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a time; write 2024-01-31 or 2024-01-31 10:20:30", text)
}
