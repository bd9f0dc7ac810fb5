package docstoretest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func stepIsWritten(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.keep(row("1", `{}`))
	before := f.get("1")
	f.step("1", docstore.Mapped)
	f.must(f.Mark(ctx, docstore.Progress{
		Ref: ref("1"), State: docstore.Saving, Reason: "trying", Revision: "r2", Called: true,
		Sent: json.RawMessage(`{"n":1.10}`), WorkflowID: "w", RunID: "run",
	}))
	f.must(f.Mark(ctx, docstore.Progress{
		Ref: ref("1"), State: docstore.Saved, Called: true,
		Answer: json.RawMessage(`{"ok":true}`), TargetID: "77", Target: "TK1",
	}))
	f.step("1", docstore.Audited) // empty fields leave what is stored
	got := f.get("1")
	if got.UpdatedAt.Before(before.UpdatedAt) {
		f.Errorf("updated %v, before %v", got.UpdatedAt, before.UpdatedAt)
	}
	want := before
	want.State, want.Revision, want.Attempts = docstore.Audited, "r2", 2
	want.Sent, want.Answer = json.RawMessage(`{"n":1.10}`), json.RawMessage(`{"ok":true}`)
	want.TargetID, want.Target, want.WorkflowID, want.RunID = "77", "TK1", "w", "run"
	want.UpdatedAt = got.UpdatedAt
	f.equal("document", got, want)
	f.equal("routine is not told", len(f.events("1")), 0)
	f.counted()
}

// goneIsForgotten: what the target has no more, it does not call anything.
func goneIsForgotten(_ *testing.T, f fixture) {
	f.keep(row("1", `{}`))
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Mapped, TargetID: "77", Target: "TK1"}))
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Mapped, Gone: true}))
	d := f.get("1")
	f.equal("forgotten", []string{d.TargetID, d.Target}, []string{"", "TK1"})
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Mapped, Gone: true, TargetID: "78"}))
	f.equal("another", f.get("1").TargetID, "78")
}

func everyPair(_ *testing.T, f fixture) {
	for _, from := range docstore.States() {
		for _, to := range docstore.States() {
			f.pair(from, to)
		}
	}
	f.counted()
}

func (f fixture) pair(from, to docstore.State) {
	f.Helper()
	key := fmt.Sprintf("%s-%s", from, to)
	f.keepPage(docstore.Page{
		Scheme: refunds, Stored: from == docstore.Stored, Rows: []docstore.Incoming{row(key, `{}`)},
	})
	f.step(key, path(from)...)
	err := f.Mark(f.Context(), docstore.Progress{Ref: ref(key), State: to})
	if docstore.CanFollow(from, to) {
		f.must(err)
		f.equal("state", f.get(key).State, to)
		return
	}
	f.is(err, docstore.ErrStale)
	if !strings.Contains(err.Error(), string(from)+",") || !strings.Contains(err.Error(), string(to)+" ") {
		f.Errorf("%v names not both %s and %s", err, from, to)
	}
	f.equal("state", f.get(key).State, from)
}

func staleStep(_ *testing.T, f fixture) {
	f.keep(row("1", `{"v":1}`))
	old := f.get("1")
	f.keep(row("1", `{"v":2}`))
	before := f.get("1")
	err := f.Mark(f.Context(), docstore.Progress{
		Ref: ref("1"), State: docstore.Mapped, Hash: old.Hash, Called: true, Reason: "made from old content",
	})
	f.is(err, docstore.ErrStale)
	f.equal("document", f.get("1"), before)
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Mapped, Hash: before.Hash}))
	f.keep(row("1", `{"v":3}`)) // mapped from what is old now
	f.is(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Saving}), docstore.ErrStale)
	f.is(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: "lost"}), docstore.ErrStale)
}

// overtakenStep: the outcome of a call counts only until another has been begun.
func overtakenStep(_ *testing.T, f fixture) {
	f.keep(row("1", `{}`))
	f.step("1", docstore.Mapped)
	for range 2 {
		f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Mapped}))
		f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Saving, Called: true}))
		f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Saving, Attempt: f.get("1").Attempts}))
	}
	before := f.get("1")
	f.is(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Mapped, Attempt: 1}), docstore.ErrStale)
	f.equal("document", f.get("1"), before)
	refused, err := f.MarkAll(f.Context(), []docstore.Progress{
		{Ref: ref("1"), State: docstore.Saving, Called: true}, {Ref: ref("1"), State: docstore.Saved, Attempt: 2},
	})
	f.must(err)
	f.is(refused[1], docstore.ErrStale)
}

func batch(_ *testing.T, f fixture) {
	f.keep(rows(3)...)
	f.keepPage(docstore.Page{Scheme: "other", Rows: rows(1)})
	other := docstore.Ref{Scheme: "other", Key: "00000"}
	refused, err := f.MarkAll(f.Context(), []docstore.Progress{
		{Ref: ref("00001"), State: docstore.Mapped},
		{Ref: ref("00000"), State: docstore.Audited},
		{Ref: other, State: docstore.Mapped},
		{Ref: ref("00001"), State: docstore.Saving, Called: true, Sent: json.RawMessage(`{"a":1}`)},
		{Ref: ref("missing"), State: docstore.Mapped},
		{Ref: ref("00001"), State: docstore.Unknown, Called: true, Reason: "cut off"},
	})
	f.must(err)
	for i, want := range []error{nil, docstore.ErrStale, nil, nil, docstore.ErrNotFound, nil} {
		f.is(refused[i], want)
	}
	d := f.get("00001")
	f.equal("several steps", []any{d.State, d.Reason, d.Attempts, string(d.Sent)}, []any{docstore.Unknown, "cut off", 2, `{"a":1}`})
	f.equal("refused", f.get("00000").State, docstore.Fetched)
	f.counted()
	f.countedIn(f.Context(), "other")
	none, err := f.MarkAll(f.Context(), nil)
	f.must(err)
	f.equal("no steps", len(none), 0)
}

func waitingToldOnce(_ *testing.T, f fixture) {
	f.keep(row("1", `{}`))
	for _, reason := range []string{"no customer 7", "no customer 7", "no material 8", "no customer 7"} {
		f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Waiting, Reason: reason, WaitsFor: "customers"}))
		f.equal("waits for", f.get("1").WaitsFor, "customers")
		f.step("1", docstore.Mapped)
		f.equal("waits no more", f.get("1").WaitsFor, "")
	}
	var told []string
	for _, e := range f.events("1") {
		told = append(told, string(e.State)+" "+e.Reason)
	}
	f.equal("diary", told, []string{"waiting no customer 7", "waiting no material 8", "waiting no customer 7"})
	for range 2 { // an activity that is tried again
		f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Failed, Reason: "refused", Answer: json.RawMessage(`{"e":1}`)}))
	}
	f.equal("failed once", len(f.events("1")), 4)
	f.equal("answer", string(f.events("1")[3].Answer), `{"e":1}`)
}

func notJSON(_ *testing.T, f fixture) {
	f.keep(row("1", `{}`))
	f.must(f.Mark(f.Context(), docstore.Progress{
		Ref: ref("1"), State: docstore.Failed, Reason: "cut\x00 in the mid\xe5\xbc", Answer: json.RawMessage(`{"cut`),
	}))
	d := f.get("1")
	f.equal("reason", d.Reason, "cut in the mid�")
	f.equal("answer", string(d.Answer), `"{\"cut"`)
	if _, err := json.Marshal(d); err != nil {
		f.Error(err)
	}
}

func reopen(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.must(f.Declare(ctx, refunds, []string{"v"}))
	for _, state := range docstore.States() {
		key := string(state)
		f.keepPage(docstore.Page{Scheme: refunds, Stored: state == docstore.Stored, Rows: []docstore.Incoming{row(key, `{}`)}})
		f.step(key, path(state)...)
		err := f.Reopen(ctx, ref(key), "Li", "customer was created")
		if !docstore.CanReopen(state) {
			f.is(err, docstore.ErrStale)
			continue
		}
		f.must(err)
		d, events := f.get(key), f.events(key)
		f.equal("reopened", []string{string(d.State), d.Reason, d.WaitsFor}, []string{"fetched", "", ""})
		last := events[len(events)-1]
		f.equal("diary", []string{string(last.State), last.By, last.Reason}, []string{"fetched", "Li", "customer was created"})
	}
	f.keep(row("1", `{"v":1}`))
	f.step("1", path(docstore.Compensated)...)
	f.keep(row("1", `{"v":2}`))
	f.must(f.Reopen(ctx, ref("1"), "Li", "again"))
	d := f.get("1")
	f.equal("adopted", []string{string(d.Content), string(d.Newer)}, []string{`{"v":2}`, ""})
	f.equal("indexed", f.find(map[string]string{"v": "2"}), []string{"1"})
	f.equal("no longer indexed", f.find(map[string]string{"v": "1"}), []string{})
	f.equal("repeat of what was adopted", f.keep(row("1", `{"v":2}`)).Unchanged, 1)
	f.counted()
}

func skip(_ *testing.T, f fixture) {
	ctx := f.Context()
	for _, state := range docstore.States() {
		key := string(state)
		f.keepPage(docstore.Page{Scheme: refunds, Stored: state == docstore.Stored, Rows: []docstore.Incoming{row(key, `{}`)}})
		f.step(key, path(state)...)
		err := f.Skip(ctx, ref(key), "Li", "a test order")
		if !docstore.CanSkip(state) {
			f.is(err, docstore.ErrStale)
			continue
		}
		f.must(err)
		d, events := f.get(key), f.events(key)
		f.equal("skipped", []string{string(d.State), d.Reason}, []string{"skipped", "a test order"})
		f.equal("diary", events[len(events)-1].By, "Li")
	}
	f.counted()
}
