package docstoretest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func keptComesBack(_ *testing.T, f fixture) {
	const content = `{"z":1, "amount":10.10,"name":"张三 <a&b> \u0000 ' \" \\ 😀"}`
	before := time.Now().Add(-time.Second)
	kept := f.keep(row("1", content))
	f.equal("kept", kept, docstore.Kept{New: 1, Fresh: []string{"1"}, Added: []string{"1"}})
	d := f.get("1")
	f.equal("content", string(d.Content), content)
	f.equal("head", []string{d.Scheme, d.Key, d.Number, string(d.State), d.Revision, d.Reason},
		[]string{refunds, "1", "N1", "fetched", "r1", ""})
	if d.Hash == "" || d.FetchedAt.Before(before) || !d.FetchedAt.Equal(d.UpdatedAt) {
		f.Errorf("hash %q, fetched %v, updated %v", d.Hash, d.FetchedAt, d.UpdatedAt)
	}
	f.counted()
}

func repeatChangesNothing(_ *testing.T, f fixture) {
	f.keep(row("1", `{"a":1}`))
	before := f.get("1")
	f.equal("kept", f.keep(row("1", `{"a":1}`)), docstore.Kept{Unchanged: 1})
	f.equal("document", f.get("1"), before)
	f.counted()
}

func orderIsNoChange(_ *testing.T, f fixture) {
	f.keep(row("1", `{"a":1,"b":{"c":1.0,"d":2}}`))
	f.equal("kept", f.keep(row("1", `{"b":{"d":2, "c":1.0}, "a":1}`)), docstore.Kept{Unchanged: 1})
	f.equal("kept", f.keep(row("1", `{"b":{"d":2, "c":1.00}, "a":1}`)).Changed, 1)
}

func changeReplaces(_ *testing.T, f fixture) {
	want := map[docstore.State]docstore.State{
		docstore.Fetched: docstore.Fetched, docstore.Mapped: docstore.Fetched, docstore.Waiting: docstore.Waiting,
		docstore.Skipped: docstore.Fetched, docstore.Failed: docstore.Fetched,
	}
	for from, to := range want {
		key := string(from)
		f.keep(row(key, `{"v":1}`))
		f.step(key, path(from)...)
		f.equal("kept", f.keep(row(key, `{"v":2}`)), docstore.Kept{Changed: 1, Fresh: []string{key}})
		d := f.get(key)
		f.equal("after "+key, []string{string(d.State), string(d.Content), string(d.Newer)}, []string{string(to), `{"v":2}`, ""})
		skip := row(key, `{"v":3}`)
		skip.Skip = "closed"
		f.keep(skip)
		d = f.get(key)
		f.equal("skipped "+key, []string{string(d.State), d.Reason, d.WaitsFor}, []string{"skipped", "closed", ""})
	}
	f.counted()
}

func changeBeside(_ *testing.T, f fixture) {
	sent := []docstore.State{
		docstore.Recalled, docstore.Saving, docstore.Unknown, docstore.Saved, docstore.Submitted,
		docstore.Refused, docstore.Allotting, docstore.Handing, docstore.Audited, docstore.Compensated,
	}
	for _, state := range sent {
		key := string(state)
		f.keep(row(key, `{"v":1}`))
		f.step(key, path(state)...)
		before := len(f.events(key))
		f.equal("kept", f.keep(row(key, `{"v":2}`)), docstore.Kept{Changed: 1, Fresh: []string{key}})
		f.equal("kept again", f.keep(row(key, `{"v":2}`)), docstore.Kept{Unchanged: 1})
		d := f.get(key)
		f.equal("after "+key, []string{string(d.State), string(d.Content), string(d.Newer)}, []string{key, `{"v":1}`, `{"v":2}`})
		f.equal("events", len(f.events(key)), before+1)
		f.keep(row(key, `{"v":3}`))
		f.equal("newest", string(f.get(key).Newer), `{"v":3}`)
	}
	f.counted()
}

// changeDuringRefusal: content that came while a call was made is carried once
// that was refused, as what comes a moment later is, and what is cancelled meanwhile is not sent.
func changeDuringRefusal(_ *testing.T, f fixture) {
	for _, state := range []docstore.State{docstore.Mapped, docstore.Waiting, docstore.Failed} {
		key := string(state)
		f.keep(row(key, `{"v":1}`), row("held "+key, `{"v":1}`))
		f.step(key, path(docstore.Saving)...)
		f.step("held "+key, path(docstore.Saving)...)
		held := row("held "+key, `{"v":2}`)
		held.Skip = "cancelled"
		f.keep(row(key, `{"v":2}`), held)
		f.step(key, state)
		f.step("held "+key, state)
		d, other := f.get(key), f.get(held.Key)
		f.equal("after "+key, []string{string(d.State), string(d.Content), string(d.Newer)}, []string{"fetched", `{"v":2}`, ""})
		f.equal("cancelled", []string{string(other.State), other.Reason, string(other.Content), string(other.Newer)}, []string{"skipped", "cancelled", `{"v":2}`, ""})
		events := f.events(key)
		f.equal("diary", events[len(events)-1].Reason, "the source changed it while it was being sent; it is carried as it is now")
		f.equal("once more", f.keep(row(key, `{"v":2}`)).Unchanged, 1)
		f.counted()
	}
}

// changeAfterRefusal: content that came while a call was made is older than what
// comes once that was refused.
func changeAfterRefusal(_ *testing.T, f fixture) {
	for _, state := range []docstore.State{docstore.Mapped, docstore.Waiting, docstore.Failed} {
		key := string(state)
		f.keep(row(key, `{"v":1}`))
		f.step(key, path(docstore.Saving)...)
		f.keep(row(key, `{"v":2}`))
		f.step(key, state)
		f.counted()
		f.keep(row(key, `{"v":3}`))
		d := f.get(key)
		f.equal("after "+key, []string{string(d.Content), string(d.Newer)}, []string{`{"v":3}`, ""})
		f.counted()
	}
}

func goesBack(_ *testing.T, f fixture) {
	f.keep(row("1", `{"v":1}`))
	f.step("1", path(docstore.Audited)...)
	f.keep(row("1", `{"v":2}`))
	f.equal("kept", f.keep(row("1", `{"v":1}`)), docstore.Kept{Unchanged: 1})
	d := f.get("1")
	f.equal("after", []string{string(d.Content), string(d.Newer)}, []string{`{"v":1}`, ""})
	f.counted()
	f.equal("changes again", f.keep(row("1", `{"v":2}`)).Changed, 1)
	f.counted()
}

func finalAtOnce(_ *testing.T, f fixture) {
	skip := row("1", `{}`)
	skip.Skip = "the shop is not ours"
	f.keepPage(docstore.Page{Scheme: refunds, Stored: true, Rows: []docstore.Incoming{skip, row("2", `{}`)}})
	one, two := f.get("1"), f.get("2")
	f.equal("states", []docstore.State{one.State, two.State}, []docstore.State{docstore.Skipped, docstore.Stored})
	f.equal("reason", one.Reason, skip.Skip)
	f.equal("diary", f.events("1")[0].Reason, skip.Skip)
	f.keepPage(docstore.Page{Scheme: refunds, Stored: true, Rows: []docstore.Incoming{row("2", `{"v":2}`)}})
	f.equal("stored again", f.get("2").State, docstore.Stored)
	f.counted()
}

func lastStands(_ *testing.T, f fixture) {
	f.equal("kept", f.keep(row("1", `{"v":1}`), row("1", `{"v":2}`)),
		docstore.Kept{New: 1, Unchanged: 1, Fresh: []string{"1"}, Added: []string{"1"}})
	f.equal("content", string(f.get("1").Content), `{"v":2}`)
	f.counted()
}

func badRow(_ *testing.T, f fixture) {
	bad := map[string]docstore.Incoming{
		"is not JSON":              row("2", `{"a":`),
		"more than one JSON value": row("2", `{} {}`),
		"its key is empty":         row("", `{}`),
		"its key has":              row(strings.Repeat("x", 600), `{}`),
		"is not text":              row("a\x00b", `{}`),
	}
	for want, r := range bad {
		_, err := f.Keep(f.Context(), docstore.Page{Scheme: refunds, Rows: []docstore.Incoming{row("1", `{}`), r}})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "row 2") {
			f.Errorf("error %v, want row 2 and %q", err, want)
		}
	}
	_, err := f.Get(f.Context(), ref("1"))
	f.is(err, docstore.ErrNotFound)
}

// idempotent keeps the same rows once in order, and shuffled and repeated in
// pages of any length.
func idempotent(t *testing.T, f fixture) {
	ctx, trial := t.Context(), 0
	rapid.Check(t, func(rt *rapid.T) {
		trial++
		straight, mixed := fmt.Sprintf("straight%d", trial), fmt.Sprintf("mixed%d", trial)
		all := rapid.SliceOfNDistinct(rapid.Custom(arbitraryRow), 1, 8,
			func(in docstore.Incoming) string { return in.Key }).Draw(rt, "rows")
		order := rapid.Permutation(append(slices.Clone(all), all...)).Draw(rt, "order")
		f.keepPage(docstore.Page{Scheme: straight, Rows: all})
		for chunk := range slices.Chunk(order, rapid.IntRange(1, 7).Draw(rt, "page")) {
			f.keepPage(docstore.Page{Scheme: mixed, Rows: chunk})
		}
		if a, b := f.essence(straight), f.essence(mixed); !slices.Equal(a, b) {
			rt.Fatalf("in order: %q\nshuffled: %q", a, b)
		}
		f.countedIn(ctx, mixed)
	})
}

func arbitraryRow(rt *rapid.T) docstore.Incoming {
	content, err := json.Marshal(map[string]any{"text": rapid.String().Draw(rt, "text"), "n": rapid.Int().Draw(rt, "n")})
	if err != nil {
		rt.Fatal(err)
	}
	in := docstore.Incoming{Key: rapid.StringMatching(`[a-z中]{1,3}`).Draw(rt, "key"), Content: content}
	if rapid.Bool().Draw(rt, "skip") {
		in.Skip = "by the scheme"
	}
	return in
}

// essence is what does not depend on when a document was kept.
func (f fixture) essence(scheme string) []string {
	f.Helper()
	all, err := f.List(f.Context(), docstore.Filter{Scheme: scheme, Limit: 1000})
	f.must(err)
	var essence []string
	for _, d := range all {
		essence = append(essence, fmt.Sprint(d.Key, d.State, d.Reason, d.Hash, string(d.Content), string(d.Newer)))
	}
	return essence
}

func watermark(_ *testing.T, f fixture) {
	ctx := f.Context()
	first := time.Date(2024, 5, 1, 8, 0, 0, 123456789, time.FixedZone("CST", 8*3600))
	second := first.Add(time.Hour)
	_, known, err := f.Watermark(ctx, refunds)
	f.must(err)
	f.equal("known", known, false)
	moves := []struct {
		from, to time.Time
		want     bool
	}{
		{first, second, false}, // there is none yet
		{time.Time{}, first, true},
		{time.Time{}, second, false}, // there is one now
		{second, second, false},
		{first, second, true},
	}
	for i, move := range moves {
		kept := f.keepPage(docstore.Page{
			Scheme: refunds, Rows: []docstore.Incoming{row(fmt.Sprint(i), `{}`)},
			Advance: &docstore.Advance{From: move.from, To: move.to},
		})
		f.equal(fmt.Sprint("advanced ", i), []any{kept.Advanced, kept.New}, []any{move.want, 1})
	}
	at, _, err := f.Watermark(ctx, refunds)
	f.must(err)
	f.equal("watermark", at, second.UTC().Truncate(time.Microsecond))
	f.must(f.SetWatermark(ctx, refunds, first))
	at, _, err = f.Watermark(ctx, refunds)
	f.must(err)
	f.equal("watermark set back", at, first.UTC().Truncate(time.Microsecond))
}

func timesInUTC(_ *testing.T, f fixture) {
	f.keep(row("1", `{}`))
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Failed, Reason: "no"}))
	d, e := f.get("1"), f.events("1")[0]
	for _, at := range []time.Time{d.FetchedAt, d.UpdatedAt, e.At} {
		if at.Location() != time.UTC || time.Since(at).Abs() > time.Hour {
			f.Errorf("time %v", at)
		}
	}
}

// shuffled is for concurrent writers: each has an order of its own, which is how
// deadlocks are provoked.
func shuffled[T any](all []T) []T {
	mixed := slices.Clone(all)
	rand.Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
	return mixed
}
