package activities

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

const day = 24 * time.Hour

func TestWindowsAreCut(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.FixedZone("", 8*60*60))
	usual := schemes.Window{Overlap: 10 * time.Minute, Start: 30 * day}
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	cases := map[string]struct {
		window      schemes.Window
		baseData    bool
		longest     time.Duration
		mark, since time.Time
		now         time.Time
		want        []time.Time // the edges
	}{
		"the first run starts where the scheme says": {
			window: usual, longest: 7 * day,
			want: []time.Time{ago(30 * day), ago(23 * day), ago(16 * day), ago(9 * day), ago(2 * day), now},
		},
		"the first run starts where it is told": {
			window: usual, longest: 7 * day, since: ago(8 * day),
			want: []time.Time{ago(8 * day), ago(day), now},
		},
		"what is looked up may be older than who is told where to start": {
			window: usual, baseData: true, longest: 30 * day, since: ago(8 * day),
			want: []time.Time{ago(30 * day), now},
		},
		"a later run starts before the watermark, wherever it is told to": {
			window: usual, longest: 7 * day, mark: ago(time.Hour), since: ago(8 * day),
			want: []time.Time{ago(70 * time.Minute), now},
		},
		"a window as long as the API's longest is one": {
			window: usual, longest: 7 * day, since: ago(7 * day),
			want: []time.Time{ago(7 * day), now},
		},
		"the newest moments are left to settle": {
			window: schemes.Window{Lag: 5 * time.Minute, Start: day}, longest: 7 * day,
			want: []time.Time{ago(day), ago(5 * time.Minute)},
		},
		"seconds are whole, as the systems count": {
			window: schemes.Window{Start: day}, longest: 7 * day, now: now.Add(999 * time.Millisecond),
			want: []time.Time{ago(day), now},
		},
		"an API without windows is read whole": {
			window: schemes.Window{Lag: 5 * time.Minute, Start: 30 * day},
			want:   []time.Time{ago(30 * day), now},
		},
		"an API without windows is read whole, though the clock was put back": {
			window: usual, mark: now.Add(time.Hour),
			want: []time.Time{now, now},
		},
		"a clock that was put back reads an empty window": {
			window: usual, longest: 7 * day, mark: now.Add(time.Hour),
			want: []time.Time{now, now},
		},
		"a watermark within the lag reads an empty window": {
			window: schemes.Window{Lag: time.Hour}, longest: 7 * day, mark: ago(time.Minute),
			want: []time.Time{ago(time.Hour), ago(time.Hour)},
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := now
			if !c.now.IsZero() {
				at = c.now
			}
			s := &schemes.Scheme{Source: schemes.Source{Window: c.window}}
			if !c.baseData {
				s.Target = &schemes.Target{}
			}
			var p Plan
			p.cut(stretch(s, connectors.ReadLimits{MaxWindow: c.longest}, c.mark, c.since, at))
			check(t, p.Windows, c.want)
		})
	}
}

// check compares windows by their edges: neighbours share theirs, so that
// nothing lies between two windows.
func check(t *testing.T, got []connectors.Window, edges []time.Time) {
	t.Helper()
	if len(got) != len(edges)-1 {
		t.Fatalf("%d windows %v, want %d", len(got), got, len(edges)-1)
	}
	for i, w := range got {
		if !w.From.Equal(edges[i]) || !w.To.Equal(edges[i+1]) {
			t.Errorf("window %d is %s to %s, want %s to %s", i+1, w.From, w.To, edges[i], edges[i+1])
		}
	}
}

// However long a stretch is, its plans follow each other without a gap to its
// end, none is too long for a history, and their number is known before.
func TestPlansFollowEachOther(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := time.Unix(rapid.Int64Range(1e9, 2e9).Draw(t, "from"), 0)
		to := from.Add(time.Duration(rapid.Int64Range(0, 5000).Draw(t, "seconds")) * time.Second)
		whole := Stretch{connectors.Window{From: from, To: to}, time.Duration(rapid.Int64Range(0, 20).Draw(t, "longest")) * time.Second}
		var p Plan
		p.cut(whole)
		left, edges := p.Left(), []time.Time{from}
		for more := true; more; more = p.Next() {
			if len(p.Windows) > windowsAPlan {
				t.Fatalf("a plan of %d windows", len(p.Windows))
			}
			edges = append(edges, follow(t, edges[len(edges)-1], whole.Longest, p.Windows)...)
		}
		if n := len(edges) - 1; n != left || n != whole.Windows() || !edges[n].Equal(to) {
			t.Fatalf("%d windows to %s, %d and %d were told; want %s", n, edges[n], left, whole.Windows(), to)
		}
	})
}

// follow are the ends of windows that begin where the one before has ended.
func follow(t *rapid.T, from time.Time, longest time.Duration, windows []connectors.Window) (ends []time.Time) {
	for _, w := range windows {
		if !w.From.Equal(from) || longest > 0 && w.To.Sub(w.From) > longest {
			t.Fatalf("window %s to %s comes after %s, at most %s long", w.From, w.To, from, longest)
		}
		from = w.To
		ends = append(ends, w.To)
	}
	return ends
}

// What cannot be read by stretches of time is refused, and so is what has not passed.
func TestThePastThatCanBeReadAgain(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	week := PastInput{From: now.Add(-7 * day), To: now.Add(day)}
	lagging := &schemes.Scheme{Source: schemes.Source{Window: schemes.Window{Lag: time.Hour}}}
	weeks := connectors.ReadLimits{MaxWindow: 7 * day}
	for name, c := range map[string]struct {
		scheme *schemes.Scheme
		limits connectors.ReadLimits
		in     PastInput
		want   error
	}{
		"what has passed":          {lagging, weeks, week, nil},
		"without windows":          {lagging, connectors.ReadLimits{}, week, ErrNoWindows},
		"once for each row":        {&schemes.Scheme{Source: schemes.Source{Each: &schemes.Each{}}}, weeks, week, ErrNoWindows},
		"the wrong way round":      {lagging, weeks, PastInput{From: now, To: now.Add(-day)}, ErrNotPast},
		"what is left to settle":   {lagging, weeks, PastInput{From: now.Add(-time.Minute), To: now}, ErrNotPast},
		"what has not happened":    {lagging, weeks, PastInput{From: now.Add(day), To: now.Add(2 * day)}, ErrNotPast},
		"a moment without a width": {lagging, weeks, PastInput{From: now.Add(-day), To: now.Add(-day)}, ErrNotPast},
	} {
		past, err := Past(c.scheme, c.limits, c.in, now)
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if err == nil && (!past.To.Equal(now.Add(-time.Hour)) || past.Longest != day) {
			t.Errorf("%s: to %s by %s", name, past.To, past.Longest)
		}
	}
}
