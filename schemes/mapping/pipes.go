package mapping

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// pipe formats a value. Empty stays empty.
type pipe func(v any, in *time.Location) (any, error)

// pipes by their names in lower case: the wild has both datetime and dateTime.
func pipes() map[string]pipe {
	return map[string]pipe{
		"date":         layout(time.DateOnly),
		"datetime":     layout(time.DateTime),
		"timestamp":    unix(time.Time.Unix),
		"timestamp_ms": unix(time.Time.UnixMilli),
	}
}

func layout(format string) pipe {
	return func(v any, in *time.Location) (any, error) {
		t, err := asTime(v, in)
		if err != nil {
			return nil, err
		}
		return t.In(in).Format(format), nil
	}
}

func unix(of func(time.Time) int64) pipe {
	return func(v any, in *time.Location) (any, error) {
		t, err := asTime(v, in)
		if err != nil {
			return nil, err
		}
		return integer(int(of(t))), nil
	}
}

func asTime(v any, in *time.Location) (time.Time, error) {
	text, err := Text(v)
	if err != nil {
		return time.Time{}, err
	}
	return ParseTime(text, in)
}

// timeLayouts are the ways the systems write times, with and without a zone.
// Go reads a fraction of a second after any of them.
func timeLayouts() []string {
	return []string{
		time.DateTime, time.DateOnly, "2006-01-02T15:04:05", time.RFC3339,
		"2006-01-02 15:04", "2006/01/02 15:04:05", "2006/01/02", "2006/1/2 15:04:05", "2006/1/2",
		"2006-01-02T15:04:05-0700", "20060102150405", "20060102",
	}
}

// ParseTime reads a time as the systems write them: dates with or without a
// time of day, 8 and 14 digits, Unix seconds (up to 11 digits) and milliseconds
// (12 and 13).
func ParseTime(text string, in *time.Location) (time.Time, error) {
	text = strings.TrimSpace(text)
	if t, err := unixTime(text); err == nil {
		return t, nil
	}
	for _, l := range timeLayouts() {
		if t, err := time.ParseInLocation(l, text, in); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is not a date or time", text)
}

var errNotUnix = errors.New("not a Unix time")

func unixTime(text string) (time.Time, error) {
	const compactDate, compactTime, longestSeconds, longestMillis = 8, 14, 11, 13
	if len(text) == compactDate || len(text) == compactTime || len(text) > longestMillis {
		return time.Time{}, errNotUnix
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, errNotUnix
	}
	if len(text) > longestSeconds {
		return time.UnixMilli(n), nil
	}
	return time.Unix(n, 0), nil
}
