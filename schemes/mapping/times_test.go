package mapping_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

func TestParseTime(t *testing.T) {
	t.Parallel()
	const day, minute, second, milli = "2024-03-01 00:00:00", "2024-03-01 10:20:00", "2024-03-01 10:20:30", "2024-03-01 10:20:30.487"
	for text, want := range map[string]string{
		"2024-03-01": day, "20240301": day, "2024/3/1": day, "2024-3-1": day, "2024.03.01": day, "2024年3月1日": day, "2024年03月01日": day,
		"2024-03-01 10:20": minute, "202403011020": minute, "2024-03-01T10:20": minute, "2024/03/01 10:20": minute,
		"2024-03-01 10:20:30": second, "2024-03-01T10:20:30": second, "20240301102030": second, "20240301 10:20:30": second,
		"2024-03-01T10:20:30+08:00": second, "2024-03-01T02:20:30Z": second, "2024-03-01T10:20:30+0800": second,
		"2024-03-01 02:20:30 +0000 UTC": second, "2024/03/01 10:20:30": second, "1709259630": second, "1709259630000": second,
		"Fri, 01 Mar 2024 02:20:30 GMT": second, "/Date(1709259630000)/": second, "/Date(1709259630000+0800)/": second, " 1709259630 ": second,
		"1709259630.487": milli, "1709259630487": milli, "2024-03-01 10:20:30.487": milli, "2024-03-01T02:20:30.487Z": milli, "20240301102030487": milli,
	} {
		got, err := mapping.ParseTime(text, mapping.Shanghai())
		if shown := got.In(mapping.Shanghai()).Format("2006-01-02 15:04:05.999"); err != nil || shown != want {
			t.Errorf("%s became %s, %v; want %s", text, shown, err, want)
		}
	}
	for _, text := range []string{"", "soon", "2024", "0", "12345678", "20241301", "2024-02-30", "99999999999999", "0000-00-00 00:00:00", "1e9", "1.2.3", "1709259630,5", "13812345678"} {
		if got, err := mapping.ParseTime(text, mapping.Shanghai()); err == nil {
			t.Errorf("%q became %s", text, got)
		}
	}
}

// A time written by a pipe is read back by the next.
func TestPipesRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		const earliest, latest = 1_000_000_000, 4_000_000_000
		unix := time.Unix(rapid.Int64Range(earliest, latest).Draw(r, "unix"), 0).In(mapping.Shanghai())
		for _, layout := range []string{time.DateTime, time.RFC3339, "20060102150405", "2006/1/2 15:4:5", "2006年1月2日 15:4:5"} {
			if got, err := mapping.ParseTime(unix.Format(layout), mapping.Shanghai()); err != nil || !got.Equal(unix) {
				r.Fatalf("%s became %s, %v", unix.Format(layout), got, err)
			}
		}
	})
}

// Whatever text comes, it is a time or an error, never both and never a panic.
func FuzzParseTime(f *testing.F) {
	for _, seed := range []string{"2024-03-01 10:20:30", "1709259630.5", "/Date(", "-1", "20240301102030487", "９"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := mapping.ParseTime(text, mapping.Shanghai()); err != nil && !got.IsZero() {
			t.Errorf("%q became %s and %v", text, got, err)
		}
	})
}
