package docstoretest

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// renewEachState: only what the target has as far as the scheme takes it is
// carried again, and what was taken back there.
func renewEachState(_ *testing.T, f fixture) {
	f.must(f.Declare(f.Context(), refunds, []string{"v"}))
	goals := map[docstore.State][]string{
		docstore.Saved:     {"audited", "compensated", "saved", "submitted"},
		docstore.Submitted: {"audited", "compensated", "submitted"},
		docstore.Audited:   {"audited", "compensated"},
	}
	for goal, want := range goals {
		for _, state := range docstore.States() {
			key := string(goal) + " " + string(state)
			f.keepPage(docstore.Page{Scheme: refunds, Stored: state == docstore.Stored, Rows: []docstore.Incoming{row(key, `{"v":1}`)}})
			f.step(key, path(state)...)
			f.keep(row(key, `{"v":2}`))
		}
		f.equal("renewed", f.renew(goal), len(want))
		var got []string
		for _, key := range f.find(map[string]string{"v": "2"}) {
			prefix, state, _ := strings.Cut(key, " ")
			if d := f.get(key); prefix == string(goal) && strings.Contains("saved submitted audited compensated", state) {
				f.equal(key, []string{string(d.State), string(d.Content), string(d.Newer)}, []string{"fetched", `{"v":2}`, ""})
				got = append(got, state)
			}
		}
		f.equal("for goal "+string(goal), got, want)
		f.equal("once more", f.renew(goal), 0)
		for _, state := range []docstore.State{docstore.Saved, docstore.Submitted, docstore.Audited, docstore.Compensated} { // out of the way of the next goal
			f.keep(row(string(goal)+" "+string(state), `{"v":1}`))
		}
	}
	f.counted()
	for _, goal := range []docstore.State{docstore.Saving, docstore.Handing, docstore.Stored, ""} {
		if _, err := f.Renew(f.Context(), refunds, goal, nil); err == nil {
			f.Errorf("goal %q was accepted", goal)
		}
	}
}

func renewKeeps(_ *testing.T, f fixture) {
	f.keep(row("1", `{"v":1}`))
	f.step("1", docstore.Mapped)
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Saving, Called: true, Sent: []byte(`{"s":1}`)}))
	f.must(f.Mark(f.Context(), docstore.Progress{
		Ref: ref("1"), State: docstore.Saved, TargetID: "77", Target: "TK1", Answer: []byte(`{"a":1}`), Written: []byte(`{"w":1}`), Reason: "to be approved by hand",
	}))
	want := f.get("1")
	newer := row("1", `{"v":2}`)
	f.keep(newer)
	f.equal("renewed", f.renew(docstore.Saved), 1)
	got := f.get("1")
	if !got.FetchedAt.After(want.FetchedAt) || got.Hash == want.Hash {
		f.Errorf("fetched %v, before %v, hash %s", got.FetchedAt, want.FetchedAt, got.Hash)
	}
	want.State, want.Reason, want.Content = docstore.Fetched, "", newer.Content
	want.FetchedAt, want.UpdatedAt, want.Hash = got.FetchedAt, got.UpdatedAt, got.Hash
	f.equal("document", got, want)
	events := f.events("1")
	last := events[len(events)-1]
	f.equal("diary", []string{string(last.State), last.Reason}, []string{"fetched", "the source changed it after it was delivered; it is carried again"})
	f.equal("a repeat of what is carried", f.keep(newer).Unchanged, 1)
	f.counted()
}

// renewHeld: the newest content decides.
func renewHeld(_ *testing.T, f fixture) {
	for _, key := range []string{"1", "2"} {
		f.keep(row(key, `{"v":1}`))
		f.step(key, path(docstore.Audited)...)
	}
	skipped, unreadable := row("1", `{"v":2}`), row("2", `{"v":2}`)
	skipped.Skip, unreadable.Fail = "cancelled", "a line was added"
	f.keep(skipped, unreadable)
	f.equal("renewed", f.renew(docstore.Audited)+f.renew(docstore.Audited, "1", "2"), 0)
	f.equal("held", []string{f.get("1").Held, f.get("2").Held}, []string{"cancelled", "a line was added"})
	const beside = "the source changed it after it was sent; the new content is kept beside what was sent; "
	f.equal("told", []string{f.events("1")[0].Reason, f.events("2")[0].Reason},
		[]string{beside + "by the scheme it would now be skipped: cancelled", beside + "it could not be read now: a line was added"})
	f.keep(row("1", `{"v":1}`), row("2", `{"v":3}`))
	f.equal("back, and readable again", []string{f.get("1").Held, f.get("2").Held}, []string{"", ""})
	f.equal("renewed", f.renew(docstore.Audited), 1)
	f.equal("with the newest", string(f.get("2").Content), `{"v":3}`)
	f.keep(skipped)
	f.step("1", docstore.Compensated)
	f.must(f.Reopen(f.Context(), ref("1"), "Li", "send it"))
	f.equal("a person took it over", f.get("1").Held, "")
	f.counted()
}

func renewMembers(_ *testing.T, f fixture) {
	f.keep(row("1", `{"v":1}`), member("2", "g", `{"v":1}`))
	f.must(f.Merge(f.Context(), f.mergeOf("m", "2")))
	f.delivered("1")
	f.delivered("m")
	f.keep(member("1", "g", `{"v":2}`), member("2", "g", `{"v":2}`))
	f.equal("renewed", f.renew(docstore.Saved), 0)
	for key, want := range map[string]docstore.State{"1": docstore.Saved, "2": docstore.Failed, "m": docstore.Saved} {
		f.equal(key, f.get(key).State, want)
	}
	f.counted()
}

func renewKeys(_ *testing.T, f fixture) {
	f.changedAfterDelivery(4)
	f.keepPage(docstore.Page{Scheme: "other", Rows: rows(1)})
	f.equal("named", f.renew(docstore.Saved, "00002", "00000", "missing", "00002"), 2)
	for i, want := range []docstore.State{docstore.Fetched, docstore.Saved, docstore.Fetched, docstore.Saved} {
		f.equal("state", f.get(rows(4)[i].Key).State, want)
	}
	f.counted()
}

func renewMany(_ *testing.T, f fixture) {
	const n = 1203 // more than are renewed at a time, twice
	f.changedAfterDelivery(n)
	var named []string
	for _, r := range rows(n) {
		named = append(named, r.Key)
	}
	f.equal("named", f.renew(docstore.Saved, named[:600]...), 600)
	f.equal("all the others", f.renew(docstore.Saved), n-600)
	f.counted()
}

func (f fixture) changedAfterDelivery(n int) {
	f.Helper()
	f.keep(rows(n)...)
	var steps []docstore.Progress
	newer := rows(n)
	for i := range newer {
		newer[i].Content = []byte(`{"newer":true}`)
		for _, state := range path(docstore.Saved) {
			steps = append(steps, docstore.Progress{Ref: ref(newer[i].Key), State: state})
		}
	}
	refused, err := f.MarkAll(f.Context(), steps)
	f.must(errors.Join(append(refused, err)...))
	f.keep(newer...)
}

// renewWhileKeeping: the source sends ever newer content while the document is
// delivered and renewed; in the end the newest has been carried.
func renewWhileKeeping(_ *testing.T, f fixture) {
	f.keep(row("1", `{"v":0}`))
	var sent atomic.Int64
	f.concurrently(func(writer int) error {
		for range 12 {
			var err error
			switch {
			case writer == 0: // one source, so that one content is the newest
				_, err = f.Keep(f.Context(), docstore.Page{Scheme: refunds, Rows: []docstore.Incoming{row("1", fmt.Sprintf(`{"v":%d}`, sent.Add(1)))}})
			case writer%2 == 0:
				_, err = f.Renew(f.Context(), refunds, docstore.Saved, []string{"1"}[:writer%4/2])
			default:
				err = f.carry("1")
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	f.must(f.carry("1"))
	f.renew(docstore.Saved)
	f.must(f.carry("1"))
	d := f.get("1")
	f.equal("carried", []string{string(d.State), string(d.Content), string(d.Newer)}, []string{"saved", fmt.Sprintf(`{"v":%d}`, sent.Load()), ""})
	f.counted()
}

func renewAtOnce(_ *testing.T, f fixture) {
	for range 5 {
		f.changedAfterDelivery(20)
		var renewed atomic.Int64
		f.concurrently(func(int) error {
			n, err := f.Renew(f.Context(), refunds, docstore.Saved, nil)
			renewed.Add(int64(n))
			return err
		})
		f.equal("each once", renewed.Load(), int64(20))
	}
	f.counted()
}

// carry takes a document to the target, as far as others let it.
func (f fixture) carry(key string) error {
	for _, state := range path(docstore.Saved) {
		err := f.Mark(f.Context(), docstore.Progress{Ref: ref(key), State: state})
		if err != nil && !errors.Is(err, docstore.ErrStale) {
			return err
		}
	}
	return nil
}
