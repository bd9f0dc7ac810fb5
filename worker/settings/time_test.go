package settings

import (
	"testing"
	"time"
)

func TestParseTime(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 21, 4, 0, 0, 5, time.UTC) // noon in Shanghai
	for _, c := range []struct{ in, want string }{
		{"2026-11-01", "2026-11-01T00:00:00+08:00"},
		{"2026-11-01 08:00", "2026-11-01T08:00:00+08:00"},
		{"2026-11-01 08:00:30", "2026-11-01T08:00:30+08:00"},
		{"2026-11-01T08:00", "2026-11-01T08:00:00+08:00"},
		{"2026-11-01T00:00:00Z", "2026-11-01T08:00:00+08:00"},
		{"2026-11-01T08:00:00+09:00", "2026-11-01T07:00:00+08:00"},
		{" 2026-11-01 ", "2026-11-01T00:00:00+08:00"},
		{"3d", "2026-11-18T12:00:00+08:00"},
		{"12h", "2026-11-21T00:00:00+08:00"},
		{"1h30m", "2026-11-21T10:30:00+08:00"},
		{"", ""},
		{"yesterday", ""},
		{"2026-02-30", ""},
		{"2026-11", ""},
		{"-3d", ""},
		{"0d", ""},
		{"0h", ""},
		{"-12h", ""},
		{"9999999999d", ""},
		{"99999999999999999999d", ""},
		{"3", ""},
	} {
		got, err := ParseTime(c.in, now)
		ok := err == nil
		if text := got.Format(time.RFC3339); ok != (c.want != "") || ok && text != c.want {
			t.Errorf("%q: %s %v, wanted %q", c.in, text, ok, c.want)
		}
	}
}

// Whatever is read is a time within reach, and never panics.
func FuzzParseTime(f *testing.F) {
	for _, seed := range []string{"3d", "12h", "2026-11-01", "2026-11-01 08:00", "2026-11-01T08:00:00+08:00", "36500d", "1e9h"} {
		f.Add(seed)
	}
	now := time.Date(2026, 11, 21, 4, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, in string) {
		if got, err := ParseTime(in, now); err == nil && (got.Year() < 0 || got.Year() > 9999) {
			t.Errorf("%q is read as %s", in, got)
		}
		if d, ok := ago(in); ok && (d <= 0 || d > longest) {
			t.Errorf("%q is %s ago", in, d)
		}
	})
}
