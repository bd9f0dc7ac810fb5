package docstoretest

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// nothingLost: what was fetched is in one state each, whatever becomes of it; by
// the documents as by the counters, on the days together as at once.
func nothingLost(t *testing.T, f fixture) {
	fetched := map[string]bool{}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			f.anyStep(rt, fetched)
		}
		f.balanced(len(fetched))
	})
}

// anyStep does something that may be done to a document, or is refused.
func (f fixture) anyStep(rt *rapid.T, fetched map[string]bool) {
	key := rapid.SampledFrom([]string{"1", "2", "3", "4", "5"}).Draw(rt, "key")
	switch rapid.SampledFrom([]string{"keep", "keep", "skipped", "mark", "mark", "mark", "skip", "reopen"}).Draw(rt, "step") {
	case "keep":
		fetched[key] = true
		f.keep(row(key, rapid.SampledFrom([]string{`{"v":1}`, `{"v":2}`}).Draw(rt, "content")))
	case "skipped":
		fetched[key] = true
		r := row(key, `{"v":3}`)
		r.Skip = "cancelled"
		f.keep(r)
	case "mark":
		state := rapid.SampledFrom(docstore.States()).Draw(rt, "state")
		_ = f.Mark(f.Context(), docstore.Progress{Ref: ref(key), State: state}) // a step that is refused changes nothing
	case "skip":
		_ = f.Skip(f.Context(), ref(key), "li", "x") // as above
	case "reopen":
		_ = f.Reopen(f.Context(), ref(key), "li", "x") // as above
	}
}

// balanced holds the invariant against the number of documents.
func (f fixture) balanced(fetched int) {
	f.Helper()
	ctx := f.Context()
	counts, _, err := f.Counts(ctx, refunds)
	f.must(err)
	days, err := f.Days(ctx, refunds, time.Time{}, time.Time{})
	f.must(err)
	byDay := map[docstore.State]int{}
	for _, day := range days {
		for state, n := range day.Counts {
			byDay[state] += n
		}
	}
	f.equal("the days together", byDay, counts)
	b := docstore.BalanceOf(byDay, docstore.Audited)
	f.equal("fetched", b.Fetched, fetched)
	f.equal("somewhere", b.Done+b.Skipped+b.Failed+b.Compensated+b.InFlight, fetched)
	faults, err := f.Faults(ctx, refunds)
	f.must(err)
	f.equal("faults", len(faults), 0)
}

// days begin and end at midnight in Shanghai, and are counted between bounds.
func days(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.keep(rows(3)...)
	f.step(rows(3)[0].Key, path(docstore.Saved)...)
	at := f.get(rows(3)[0].Key).FetchedAt
	today := at.In(time.FixedZone("", 8*60*60)).Format(time.DateOnly)
	want := []docstore.Day{{Day: today, Counts: map[docstore.State]int{docstore.Fetched: 2, docstore.Saved: 1}}}
	for _, bounds := range [][2]time.Time{{}, {at}, {at.Add(-time.Hour), at.Add(time.Hour)}} {
		got, err := f.Days(ctx, refunds, bounds[0], bounds[1])
		f.must(err)
		f.equal("days", got, want)
	}
	for _, bounds := range [][2]time.Time{{at.Add(time.Second)}, {{}, at}} {
		got, err := f.Days(ctx, refunds, bounds[0], bounds[1])
		f.must(err)
		f.equal("days out of bounds", len(got), 0)
	}
	got, err := f.Days(ctx, "others", time.Time{}, time.Time{})
	f.must(err)
	f.equal("days of another scheme", len(got), 0)
	f.equal("balance at saved", docstore.BalanceOf(want[0].Counts, docstore.Saved), docstore.Balance{Fetched: 3, Done: 1, InFlight: 2})
	f.equal("balance at audited", docstore.BalanceOf(want[0].Counts, docstore.Audited), docstore.Balance{Fetched: 3, InFlight: 3})
}

// windows are counted by what they brought first, whatever becomes of it.
func windows(_ *testing.T, f fixture) {
	ctx := f.Context()
	at := time.Date(2026, 11, 1, 8, 0, 0, 0, time.UTC)
	one := docstore.Window{From: at, To: at.Add(time.Hour)}
	two := docstore.Window{From: at.Add(50 * time.Minute), To: at.Add(2 * time.Hour)}
	f.keep(row("pushed", `{}`))
	for _, page := range []docstore.Page{
		{Window: one, Rows: []docstore.Incoming{row("1", `{"v":1}`), row("2", `{}`)}},
		{Window: one, Rows: []docstore.Incoming{row("3", `{}`), row("2", `{}`)}}, // a page that is repeated
		{Window: two, Rows: []docstore.Incoming{row("1", `{"v":2}`), row("2", `{}`), row("4", `{}`)}},
		{Window: two, Rows: []docstore.Incoming{row("1", `{"v":2}`)}}, // nothing new
	} {
		page.Scheme = refunds
		f.keepPage(page)
	}
	f.step("3", path(docstore.Saved)...)
	pushed := docstore.WindowCounts{Counts: map[docstore.State]int{docstore.Fetched: 1}}
	first := docstore.WindowCounts{Window: one, Fetched: 3, Counts: map[docstore.State]int{docstore.Fetched: 2, docstore.Saved: 1}}
	second := docstore.WindowCounts{Window: two, Fetched: 1, Counts: map[docstore.State]int{docstore.Fetched: 1}}
	for _, c := range []struct {
		from, to time.Time
		want     []docstore.WindowCounts
	}{
		{want: []docstore.WindowCounts{pushed, first, second}},
		{from: one.To, want: []docstore.WindowCounts{second}},
		{from: at.Add(-time.Hour), to: two.From, want: []docstore.WindowCounts{first}},
		{from: two.To},
	} {
		got, err := f.Windows(ctx, refunds, c.from, c.to)
		f.must(err)
		f.equal("windows", got, c.want)
	}
	faults, err := f.Faults(ctx, refunds)
	f.must(err)
	f.equal("faults", len(faults), 0)
}
