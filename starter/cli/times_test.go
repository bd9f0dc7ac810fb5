package cli

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
		got, ok := parseTime(c.in, now)
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
		if got, ok := parseTime(in, now); ok && (got.Year() < 0 || got.Year() > 9999) {
			t.Errorf("%q is read as %s", in, got)
		}
		if d, ok := ago(in); ok && (d <= 0 || d > longest) {
			t.Errorf("%q is %s ago", in, d)
		}
	})
}

func TestBrief(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		10 * time.Minute: "10m", 90 * time.Second: "1m30s", 2 * time.Hour: "2h", 36 * time.Hour: "36h",
		720 * time.Hour: "30d", 0: "0s", time.Hour + time.Minute: "1h1m",
	} {
		if got := brief(d); got != want {
			t.Errorf("%v: %s, wanted %s", d, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	a := newApp(Env{Language: "en"})
	known := []string{"jushuitan-orders", "jushuitan-refund-to-kingdee-return", "kingdee-customers"}
	for word, want := range map[string]string{
		"jushuitan-order":  `Did you mean "jushuitan-orders"?`,
		"jushuitan-refnd":  `Did you mean "jushuitan-refund-to-kingdee-return"?`,
		"kingdee-custmers": `Did you mean "kingdee-customers"?`,
		"x":                "",
	} {
		if got := a.nearest(word, known); got != want && got != " "+want {
			t.Errorf("%s: %q, wanted %q", word, got, want)
		}
	}
}
