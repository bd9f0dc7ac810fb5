package docstoretest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// since returns the keys of what changed after a position, and the next one.
func (f fixture) since(after int64) ([]string, int64) {
	f.Helper()
	to := f.position(refunds)
	found, err := f.Changes(f.Context(), docstore.Changes{Collection: refunds, After: after, To: to, Limit: 10_000})
	f.must(err)
	all := make([]string, len(found))
	for i, c := range found {
		all[i] = c.Key
	}
	return all, to
}

func changesHavePositions(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.must(f.Follow(ctx, refunds))
	skipped := row("2", `{"v":1}`)
	skipped.Skip = "closed"
	unreadable := docstore.Incoming{Key: "unreadable-1", Content: []byte(`{}`), Fail: "it has no id"}
	again := func(key string) func() {
		return func() { f.must(f.Reopen(ctx, ref(key), "Li", "")) }
	}
	steps := []struct {
		what string
		do   func()
		want []string
	}{
		{"nothing", func() {}, []string{}},
		{"new rows", func() { f.keep(row("1", `{"v":1}`), skipped, unreadable, row("0", `{}`)) }, []string{"0", "1"}},
		{"a repeat", func() { f.keep(row("1", `{"v":1}`)) }, []string{}},
		{"a change", func() { f.keep(row("1", `{"v":2}`), row("0", `{}`)) }, []string{"1"}},
		{"steps", func() { f.step("1", path(docstore.Audited)...) }, []string{}},
		{"a change of what was sent", func() { f.keep(row("1", `{"v":3}`)) }, []string{}},
		{"that is taken back", func() { f.keep(row("1", `{"v":2}`)) }, []string{}},
		{"a row of another scheme", func() {
			f.keepPage(docstore.Page{Scheme: "other", Rows: []docstore.Incoming{row("1", `{}`)}})
		}, []string{}},
		{"renewed", func() { f.keep(row("1", `{"v":4}`)); f.renew(docstore.Audited) }, []string{"1"}},
		{"a person takes over what is newer", func() {
			f.step("1", path(docstore.Compensated)...)
			f.keep(row("1", `{"v":5}`))
			again("1")()
		}, []string{"1"}},
		{"a person carries what was skipped", again("2"), []string{"2"}},
		{"a worker skips", func() { f.step("2", docstore.Skipped) }, []string{}},
		{"a person skips and takes it back", func() { f.must(f.Skip(ctx, ref("1"), "Li", "")); again("1")() }, []string{"1"}},
	}
	last := int64(0)
	for _, step := range steps {
		step.do()
		got, to := f.since(last)
		f.equal(step.what, got, step.want)
		last = to
	}
}

func followLater(_ *testing.T, f fixture) {
	skipped := row("skipped", `{}`)
	skipped.Skip = "closed"
	f.keep(append(rows(1200), skipped)...) // more than are noted at a time
	for range 2 {
		f.must(f.Follow(f.Context(), "other", refunds))
	}
	got, last := f.since(0)
	f.equal("all", len(got), 1200)
	f.must(f.Follow(f.Context(), refunds))
	got, _ = f.since(last)
	f.equal("followed again", got, []string{})
}

func changesInPages(_ *testing.T, f fixture) {
	f.must(f.Follow(f.Context(), refunds))
	for i := range 4 {
		f.keep(rows(10 * (i + 1))[10*i:]...)
		if i%2 > 0 {
			f.position(refunds)
		}
	}
	f.keep(row("00003", `{"changed":true}`))
	to := f.position(refunds)
	var got []string
	q := docstore.Changes{Collection: refunds, To: to, Limit: 7}
	for {
		page, err := f.Changes(f.Context(), q)
		f.must(err)
		if len(page) == 0 {
			break
		}
		for _, c := range page {
			if c.Position < q.After || c.Position > to || c.Position == q.After && c.Key <= q.AfterKey {
				f.Errorf("%s at %d after %s at %d, up to %d", c.Key, c.Position, q.AfterKey, q.After, to)
			}
			q.After, q.AfterKey, got = c.Position, c.Key, append(got, c.Key+" "+string(c.Content))
		}
	}
	f.equal("each once", len(got), 40)
	f.equal("the last change last", got[len(got)-1], `00003 {"changed":true}`)
	first, err := f.Changes(f.Context(), docstore.Changes{Collection: refunds, To: 1, Limit: 100})
	f.must(err)
	f.equal("up to the first position", len(first), 19)
	f.equal("a document is found with its number", first[0].Number, "N00000")
}

func onePositionForAll(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.must(f.Follow(ctx, refunds, "other"))
	f.equal("of nothing", f.position(refunds, "other"), int64(0))
	f.keep(row("1", `{}`))
	f.keepPage(docstore.Page{Scheme: "other", Rows: []docstore.Incoming{row("1", `{}`)}})
	first := f.position(refunds)
	none, err := f.Changes(ctx, docstore.Changes{Collection: "other", To: 1000})
	f.must(err)
	f.equal("the other has none yet", len(none), 0)
	second := f.position(refunds, "other")
	if first <= 0 || second <= first {
		f.Errorf("first %d, then %d", first, second)
	}
	f.equal("nothing new", f.position("other", refunds), second)
	theirs, err := f.Changes(ctx, docstore.Changes{Collection: "other", After: first, To: second})
	f.must(err)
	f.equal("after the first", len(theirs), 1)
}

func notFollowed(_ *testing.T, f fixture) {
	f.keep(row("1", `{}`))
	f.must(f.Follow(f.Context(), "other"))
	_, positionErr := f.Position(f.Context(), "other", refunds)
	_, changesErr := f.Changes(f.Context(), docstore.Changes{Collection: refunds, To: 1})
	for _, err := range []error{positionErr, changesErr} {
		if err == nil || !strings.Contains(err.Error(), `"refunds" is not followed`) {
			f.Errorf("error %v", err)
		}
	}
}

func followWhileKeeping(_ *testing.T, f fixture) {
	f.concurrently(func(writer int) error {
		if writer%4 == 0 {
			return f.Follow(f.Context(), refunds)
		}
		for n := range 10 {
			page := []docstore.Incoming{row(fmt.Sprintf("%d-%d", writer, n), `{}`), row("shared", fmt.Sprint(rand.Int()))}
			if _, err := f.Keep(f.Context(), docstore.Page{Scheme: refunds, Rows: page}); err != nil {
				return err
			}
		}
		return nil
	})
	r := reader{fixture: f, seen: map[string]string{}}
	f.must(r.round())
	r.complete()
}

func watermarkPosition(_ *testing.T, f fixture) {
	ctx := f.Context()
	first := time.Date(2024, 5, 1, 8, 0, 0, 0, time.UTC)
	second := first.Add(time.Hour)
	for i, a := range []docstore.Advance{
		{To: first, Position: "17"},
		{From: first, To: second, Position: "18"},
		{From: first, To: second.Add(time.Hour), Position: "19"}, // not where it was read
	} {
		kept := f.keepPage(docstore.Page{Scheme: refunds, Advance: &a})
		f.equal(fmt.Sprint("advanced ", i), kept.Advanced, i < 2)
	}
	want := func(what string, want docstore.Watermark) {
		got, read, err := f.Watermarked(ctx, refunds)
		f.must(err)
		f.equal(what, []any{got, read}, []any{want, true})
	}
	want("moved", docstore.Watermark{At: second, Position: "18"})
	f.must(f.SetWatermark(ctx, refunds, second))
	want("set by a person", docstore.Watermark{At: second})
	f.keepPage(docstore.Page{Scheme: refunds, Advance: &docstore.Advance{From: second, To: second, Position: "20"}})
	f.keepPage(docstore.Page{Scheme: refunds, Advance: &docstore.Advance{From: second, To: first}})
	want("moved by who knows none", docstore.Watermark{At: first})
	_, read, err := f.Watermarked(ctx, "other")
	f.must(err)
	f.equal("never read", read, false)
}
