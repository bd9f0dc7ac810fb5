package cli

import (
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/worker/settings"
)

// zone is where the people are who read and write times here.
func zone() *time.Location { return mapping.Shanghai() }

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
	t, err := settings.ParseTime(s, a.env.Now())
	if err != nil {
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
