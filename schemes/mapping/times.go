package mapping

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// timeLayouts are the ways the systems write times, with and without a zone.
// Go reads a fraction of a second after any of them, and of a month, a day or an
// hour without its zero only what is written without it here.
func timeLayouts() []string {
	return []string{
		time.DateTime, time.DateOnly, "2006-01-02T15:04:05", time.RFC3339,
		"2006-01-02 15:04", "2006-01-02T15:04", "2006-1-2 15:4:5", "2006-1-2 15:4", "2006-1-2",
		"2006/1/2 15:4:5", "2006/1/2 15:4", "2006/1/2", "2006.1.2 15:4:5", "2006.1.2",
		"2006年1月2日 15:4:5", "2006年1月2日15:4:5", "2006年1月2日",
		"2006-01-02T15:04:05-0700", "2006-01-02 15:04:05-07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 -0700 MST",
		"20060102150405", "20060102 15:04:05", "20060102", time.RFC1123, time.RFC1123Z,
	}
}

// ParseTime reads a time as the systems write them: dates with or without a
// time of day, 8, 12, 14 and 17 digits, Unix seconds (9 and 10 digits, perhaps
// with a fraction) and milliseconds (12 and 13), and .NET's /Date(…)/. A shorter
// number is no time: 2024 is not half past midnight of 1970. Nor is one of 11
// digits, which would be after 2286: it is a telephone number.
func ParseTime(text string, in *time.Location) (time.Time, error) {
	text = strings.TrimSpace(text)
	if inside, ok := strings.CutPrefix(text, "/Date("); ok {
		text, _, _ = strings.Cut(strings.TrimSuffix(inside, ")/"), "+")
	}
	if t, err := compactTime(text, in); err == nil {
		return t, nil
	}
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

var errNotDigits = errors.New("not a time in digits")

// compactTime reads 202403011020 and 20240301102030487. Twelve digits could be
// milliseconds, but of before 2001.
func compactTime(text string, in *time.Location) (time.Time, error) {
	const minutes, seconds, millis = 12, 14, 17
	switch len(text) {
	case minutes:
		return time.ParseInLocation("200601021504", text, in)
	case millis:
		return time.ParseInLocation("20060102150405.000", text[:seconds]+"."+text[seconds:], in)
	}
	return time.Time{}, errNotDigits
}

func unixTime(text string) (time.Time, error) {
	const shortest, telephone, longestMillis = 9, 11, 13
	whole, fraction, _ := strings.Cut(text, ".")
	digits := strings.TrimPrefix(whole, "-")
	if len(digits) < shortest || len(digits) > longestMillis || len(whole) == telephone && digits == whole || strings.Trim(fraction, "0123456789") != "" {
		return time.Time{}, errNotDigits
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil {
		return time.Time{}, errNotDigits
	}
	if len(digits) > telephone {
		return time.UnixMilli(n), nil
	}
	const nano = 9
	ns, err := strconv.ParseInt((fraction + "000000000")[:nano], 10, 64)
	return time.Unix(n, ns), err
}
