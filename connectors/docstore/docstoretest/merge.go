package docstoretest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// member is a row of a group.
func member(key, group, content string) docstore.Incoming {
	r := row(key, content)
	r.MemberOf = group
	return r
}

// mergeOf makes one document of members as they are now.
func (f fixture) mergeOf(key string, members ...string) docstore.Merge {
	f.Helper()
	m := docstore.Merge{Scheme: refunds, Revision: "r2", Documents: []docstore.Incoming{row(key, `{"lines":[]}`)}}
	for _, k := range members {
		m.Members = append(m.Members, docstore.Member{Key: k, Hash: f.get(k).Hash})
	}
	return m
}

func merge(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"v"}))
	f.keep(member("1", "g", `{"v":1}`), member("2", "g", `{"v":2}`), member("3", "h", `{"v":3}`))
	f.equal("member of", f.get("1").MemberOf, "g")
	m := f.mergeOf("1+2", "1", "2")
	m.Documents = append(m.Documents, row("1+2/2", `{"v":1}`))
	f.must(f.Merge(f.Context(), m))
	for _, key := range []string{"1", "2"} {
		d := f.get(key)
		f.equal(key, []string{string(d.State), d.PartOf, d.Reason}, []string{"merged", "1+2", "part of document 1+2, 1+2/2"})
	}
	f.equal("made with", f.get("1+2/2").PartOf, "1+2")
	made := f.get("1+2")
	f.equal("made", []any{made.State, made.Parts, made.Revision, made.MemberOf, made.Number}, []any{docstore.Fetched, 2, "r2", "", "N1+2"})
	f.equal("the other group", f.get("3").State, docstore.Fetched)
	f.must(f.Declare(f.Context(), refunds, []string{"lines", "w"})) // indexes what is there
	for number, want := range map[string][]string{"N1": {"1"}, "N1+2": {}} {
		f.equal("what the source sent is found, what was made of it is not: "+number, f.find(map[string]string{"number": number}), want)
	}
	f.equal("by a field", f.find(map[string]string{"v": "1"}), []string{"1"})
	f.counted()
}

func staleMerge(_ *testing.T, f fixture) {
	f.keep(member("1", "g", `{"v":1}`), member("2", "g", `{"v":2}`), member("3", "g", `{"v":3}`))
	m := f.mergeOf("m", "1", "2")
	f.keep(member("2", "g", `{"v":20}`))
	f.is(f.Merge(f.Context(), m), docstore.ErrStale)
	taken := f.mergeOf("3", "1", "2")
	f.is(f.Merge(f.Context(), taken), docstore.ErrTaken)
	gone := f.mergeOf("m", "1")
	gone.Members = append(gone.Members, docstore.Member{Key: "9"})
	f.is(f.Merge(f.Context(), gone), docstore.ErrNotFound)
	for _, key := range []string{"1", "2", "3"} {
		f.equal("state", f.get(key).State, docstore.Fetched)
	}
	_, err := f.Get(f.Context(), ref("m"))
	f.is(err, docstore.ErrNotFound)
	again := f.mergeOf("m", "1", "2")
	f.must(f.Merge(f.Context(), again))
	f.is(f.Merge(f.Context(), again), docstore.ErrStale) // a repeat does nothing twice
	f.counted()
}

// partChanges: new content of a part is neither lost nor merged once more, and
// a source that goes back makes it a part again.
func partChanges(_ *testing.T, f fixture) {
	f.keep(member("1", "g", `{"v":1}`))
	f.must(f.Merge(f.Context(), f.mergeOf("m", "1")))
	f.equal("a repeat", f.keep(member("1", "g", `{"v":1}`)), docstore.Kept{Unchanged: 1})
	f.equal("still", f.get("1").State, docstore.Merged)
	for i, content := range []string{`{"v":2}`, `{"v":3}`} {
		f.equal("kept", f.keep(member("1", "other", content)).Changed, 1)
		d := f.get("1")
		f.equal("held", []string{string(d.State), string(d.Content), string(d.Newer), d.PartOf}, []string{"failed", `{"v":1}`, content, "m"})
		if !strings.Contains(d.Reason, "part of document m, ") {
			f.Errorf("the reason is %q", d.Reason)
		}
		f.equal("told", len(f.events("1")), i+1)
	}
	skip := member("1", "g", `{"v":4}`)
	skip.Skip = "cancelled"
	f.keep(skip)
	if d := f.get("1"); d.State != docstore.Failed || !strings.HasSuffix(d.Reason, "it would now be skipped: cancelled") {
		f.Errorf("cancelled: %s, %q", d.State, d.Reason)
	}
	f.counted()
	f.keep(member("1", "g", `{"v":1}`))
	d := f.get("1")
	f.equal("back", []string{string(d.State), d.Reason, string(d.Newer)}, []string{"merged", "part of document m", ""})
	f.counted()
}

// partRetried: a person who has seen to it may have the row carried once more;
// one who skips it is told of the next change all the same.
func partRetried(_ *testing.T, f fixture) {
	f.keep(member("1", "g", `{"v":1}`), member("2", "g", `{"v":1}`))
	f.must(f.Merge(f.Context(), f.mergeOf("m", "1", "2")))
	f.delivered("m")
	f.keep(member("1", "h", `{"v":2}`), member("2", "h", `{"v":2}`))
	f.must(f.Reopen(f.Context(), ref("1"), "Li", "m was deleted"))
	d := f.get("1")
	f.equal("retried", []string{string(d.State), string(d.Content), d.PartOf, d.MemberOf}, []string{"fetched", `{"v":2}`, "", "h"})
	f.must(f.Skip(f.Context(), ref("2"), "Li", "corrected by hand"))
	f.keep(member("2", "h", `{"v":3}`))
	f.equal("skipped, and changed again", f.get("2").State, docstore.Failed)
	f.counted()
}

// dissolves: what was made of rows that have changed since is made anew, unless
// the target has it.
func dissolves(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"v"}))
	f.keep(member("1", "g", `{"v":1}`), member("2", "g", `{"v":2}`), member("3", "g", `{"v":3}`), member("4", "g", `{"v":4}`))
	f.must(f.Merge(f.Context(), f.mergeOf("m", "1", "2", "3", "4")))
	f.step("m", docstore.Failed)
	f.must(f.Reopen(f.Context(), ref("m"), "Li", "the material is there"))
	f.equal("nothing changed", []docstore.State{f.get("m").State, f.get("1").State}, []docstore.State{docstore.Fetched, docstore.Merged})
	f.step("m", docstore.Failed)
	cancelled := member("2", "g", `{"v":20}`)
	cancelled.Skip = "cancelled"
	f.keep(member("1", "h", `{"v":10}`), cancelled, member("4", "g", `{"v":40}`))
	f.must(f.Skip(f.Context(), ref("4"), "Li", "booked by hand"))
	f.must(f.Reopen(f.Context(), ref("m"), "Li", "corrected at the source"))
	var got []string
	for _, key := range []string{"1", "2", "3", "4", "m"} {
		d := f.get(key)
		got = append(got, strings.Join([]string{string(d.State), string(d.Content), d.MemberOf, d.PartOf + string(d.Newer), d.Reason}, " "))
	}
	f.equal("taken apart", got, []string{
		`fetched {"v":10} h  `, `skipped {"v":20} g  cancelled`, `fetched {"v":3} g  `, `skipped {"v":40} g  booked by hand`,
		`merged {"lines":[]}   it is taken apart, for a row it was made of has changed: its rows are merged anew`,
	})
	f.is(f.Reopen(f.Context(), ref("m"), "Li", "once more"), docstore.ErrStale)
	f.equal("found by what it is now", f.find(map[string]string{"v": "10"}), []string{"1"})
	f.counted()
	anew := f.mergeOf("m", "1", "3")
	anew.Documents[0].Content = json.RawMessage(`{"lines":[1,3]}`)
	f.must(f.Merge(f.Context(), anew))
	made := f.get("m")
	f.equal("made anew", []any{made.State, string(made.Content), made.Parts, made.Reason}, []any{docstore.Fetched, `{"lines":[1,3]}`, 2, ""})
	f.is(f.Merge(f.Context(), anew), docstore.ErrStale)
	f.keep(member("5", "g", `{"v":5}`))
	f.is(f.Merge(f.Context(), f.mergeOf("m", "5")), docstore.ErrTaken)
	f.must(f.Merge(f.Context(), f.mergeOf("n", "5")))
	f.delivered("n")
	f.step("n", docstore.Failed)
	f.keep(member("5", "h", `{"v":11}`))
	f.must(f.Reopen(f.Context(), ref("n"), "Li", "again"))
	f.equal("the target has it", []docstore.State{f.get("n").State, f.get("5").State}, []docstore.State{docstore.Fetched, docstore.Failed})
	f.counted()
}

// delivered brings a document to the target.
func (f fixture) delivered(key string) {
	f.Helper()
	f.step(key, docstore.Mapped, docstore.Saving)
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref(key), State: docstore.Saved, TargetID: "77"}))
}

// dissolvesAll: the documents of one merge are taken apart together or not at
// all, whichever of them is retried, or one of their rows.
func dissolvesAll(_ *testing.T, f fixture) {
	rounds := []struct {
		retried string
		want    []string
	}{
		{"m", []string{"fetched", "fetched", "merged", "merged", "merged"}},
		{"m/2", []string{"fetched", "fetched", "merged", "merged", "merged"}},
		{"1", []string{"fetched", "fetched", "merged", "merged", "merged"}},
		{"delivered", []string{"failed", "merged", "fetched", "failed", "saved"}},
	}
	for i, round := range rounds {
		f.keep(member("1", "g", fmt.Sprintf(`{"v":%d}`, i)), member("2", "g", `{"v":1}`))
		m := f.mergeOf("m", "1", "2")
		m.Documents = append(m.Documents, row("m/2", `{"v":1}`), row("m/3", `{"v":1}`))
		f.must(f.Merge(f.Context(), m))
		f.step("m", docstore.Failed)
		f.step("m/2", docstore.Failed)
		if round.retried == "delivered" {
			f.delivered("m/3")
			round.retried = "m"
		}
		f.keep(member("1", "g", fmt.Sprintf(`{"v":%d}`, 100+i)))
		f.must(f.Reopen(f.Context(), ref(round.retried), "Li", "corrected"))
		var got []string
		for _, key := range []string{"1", "2", "m", "m/2", "m/3"} {
			got = append(got, string(f.get(key).State))
		}
		f.equal("with "+round.retried, got, round.want)
		f.counted()
	}
}

// manyParts: what a row says of the documents it is part of stays short, or
// PostgreSQL could not index it.
func manyParts(_ *testing.T, f fixture) {
	f.keep(member("1", "g", `{"v":1}`), member("2", "g", `{"v":1}`))
	m := f.mergeOf("m", "1", "2")
	for i := range 2000 {
		m.Documents = append(m.Documents, row(fmt.Sprintf("m-%x-%d", i*i*7919, i), `{}`))
	}
	f.must(f.Merge(f.Context(), m))
	if d := f.get("1"); len(d.Reason) > 200 || d.PartOf != "m" {
		f.Errorf("it is part of %.80s, for %.200s", d.PartOf, d.Reason)
	}
}

// waitingRegrouped: a document that waits and is to become part of another now
// waits no more: only fetched ones are merged.
func waitingRegrouped(_ *testing.T, f fixture) {
	f.keep(row("1", `{"v":1}`))
	f.step("1", docstore.Waiting)
	f.keep(member("1", "g", `{"v":2}`))
	d := f.get("1")
	f.equal("with its group", []string{string(d.State), d.MemberOf, string(d.Content)}, []string{"fetched", "g", `{"v":2}`})
	f.counted()
}

func groups(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.keep(row("0", `{}`), member("1", "g", `{}`), member("2", "h", `{}`), member("3", "g", `{}`), member("4", "i", `{}`))
	skip := member("5", "j", `{}`)
	skip.Skip = "cancelled"
	f.keep(skip)
	f.step("4", docstore.Failed)
	var seen []string
	for after := ""; ; after = seen[len(seen)-1] {
		page, err := f.Groups(ctx, refunds, after, 1)
		f.must(err)
		if len(page) == 0 {
			break
		}
		seen = append(seen, page...)
	}
	f.equal("groups", seen, []string{"g", "h"})
	list := func(filter docstore.Filter) []string {
		filter.Scheme = refunds
		found, err := f.List(ctx, filter)
		f.must(err)
		return keys(found)
	}
	f.equal("members", list(docstore.Filter{Group: "g"}), []string{"1", "3"})
	f.equal("members continued", list(docstore.Filter{Group: "g", After: "1"}), []string{"3"})
	f.equal("whole", list(docstore.Filter{Whole: true, States: []docstore.State{docstore.Fetched, docstore.Failed}}), []string{"0", "4"})
	f.keep(member("1", "h", `{}`))
	f.equal("grouped otherwise by another revision", list(docstore.Filter{Group: "h"}), []string{"1", "2"})
}

func concurrentMerges(_ *testing.T, f fixture) {
	f.keep(member("1", "g", `{}`), member("2", "g", `{}`), member("3", "g", `{}`))
	m := f.mergeOf("m", "1", "2", "3")
	var made atomic.Int64
	f.concurrently(func(int) error {
		mine := m
		mine.Members = shuffled(m.Members)
		err := f.Merge(f.Context(), mine)
		if err == nil {
			made.Add(1)
		}
		if errors.Is(err, docstore.ErrStale) {
			return nil
		}
		return err
	})
	f.equal("made", made.Load(), int64(1))
	f.counted()
}

func handedOver(_ *testing.T, f fixture) {
	by := func(document string) docstore.Incoming {
		r := row("1", fmt.Sprintf(`{"by":%q}`, document))
		r.HandedBy = document
		return r
	}
	f.keep(by("a:1"))
	f.equal("handed by", f.get("1").HandedBy, "a:1")
	f.equal("again", f.keep(by("a:1")), docstore.Kept{Unchanged: 1})
	for _, other := range []docstore.Incoming{by("a:2"), row("1", `{}`)} {
		_, err := f.Keep(f.Context(), docstore.Page{Scheme: refunds, Rows: []docstore.Incoming{other}})
		f.is(err, docstore.ErrTaken)
	}
	f.equal("content", string(f.get("1").Content), `{"by":"a:1"}`)
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Mapped, Written: json.RawMessage(`{"n":1}`)}))
	f.step("1", docstore.Failed)
	f.equal("written", string(f.get("1").Written), `{"n":1}`)
}
