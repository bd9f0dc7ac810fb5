package docstoretest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// cancelled is a row that the scheme would skip.
func cancelled(key, content string) docstore.Incoming {
	r := row(key, content)
	r.Skip = "closed"
	return r
}

func (f fixture) cancel(keeps bool, keys ...string) int {
	f.Helper()
	n, err := f.Cancel(f.Context(), docstore.Cancellation{Scheme: refunds, Goal: docstore.Audited, Keeps: keeps, Keys: keys})
	f.must(err)
	return n
}

// billed is a document that the target has.
func (f fixture) billed(key string) {
	f.Helper()
	f.keep(row(key, `{"v":1}`))
	f.step(key, docstore.Mapped, docstore.Saving)
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref(key), State: docstore.Audited, TargetID: "4711", Target: "T" + key}))
}

// stands compares where a document is and where it would go back to.
func (f fixture) stands(key string, want ...string) {
	f.Helper()
	d := f.get(key)
	f.equal(key, []string{string(d.State), d.Reason, string(d.Was), string(d.Content), string(d.Newer)}, want)
}

const (
	afterTheTarget = "the source cancelled it after the target had it: closed"
	takenBack      = "the source took its cancellation back"
)

// cancelledAfterDelivery: it is taken up, and looked at again when the source has it
// again, before it goes back to where it was.
func cancelledAfterDelivery(_ *testing.T, f fixture) {
	f.billed("1")
	f.keep(cancelled("1", `{"v":2}`))
	f.stands("1", "audited", "", "", `{"v":1}`, `{"v":2}`)
	f.equal("cancelled", f.get("1").Cancelled(), true)
	f.equal("renewed", f.renew(docstore.Audited), 0)
	f.equal("others", f.cancel(false, "2"), 0)
	f.equal("cancelled", f.cancel(false), 1)
	f.equal("once", f.cancel(false), 0)
	f.stands("1", "cancelled", afterTheTarget, "audited", `{"v":1}`, `{"v":2}`)
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("1"), State: docstore.Failed, Reason: "see to it"}))
	f.keep(cancelled("1", `{"v":3}`))
	f.stands("1", "failed", "see to it", "audited", `{"v":1}`, `{"v":3}`)
	f.keep(row("1", `{"v":1}`))
	f.stands("1", "cancelled", takenBack, "audited", `{"v":1}`, "")
	events := f.events("1")
	f.equal("diary", events[len(events)-1].Reason, takenBack)
	f.step("1", docstore.Audited)
	f.keep(cancelled("1", `{"v":3}`))
	f.cancel(false)
	f.step("1", docstore.Failed)
	f.keep(row("1", `{"v":4}`))
	f.stands("1", "cancelled", takenBack, "audited", `{"v":1}`, `{"v":4}`)
	f.step("1", docstore.Audited)
	f.equal("the change is carried", f.renew(docstore.Audited), 1)
	f.counted()
}

// cancelledAfterRenewal: what the target has is not skipped silently once it is
// taken up anew, and goes on when the source takes it back.
func cancelledAfterRenewal(_ *testing.T, f fixture) {
	for _, next := range []string{`{"v":2}`, `{"v":4}`} {
		f.billed(next)
		f.keep(row(next, `{"v":2}`))
		f.equal("renewed", f.renew(docstore.Audited), 1)
		f.keep(cancelled(next, `{"v":3}`))
		f.stands(next, "cancelled", afterTheTarget, "fetched", `{"v":2}`, `{"v":3}`)
		f.step(next, docstore.Failed)
		f.keep(row(next, next))
		d := f.get(next)
		f.equal("taken back", []string{string(d.State), string(d.Content), string(d.Newer), string(d.Was)}, []string{"fetched", next, "", ""})
	}
	f.counted()
}

// cancelledInFlight: a call that is under way arrives first; one that is not made
// yet is not.
func cancelledInFlight(_ *testing.T, f fixture) {
	for _, state := range []docstore.State{docstore.Mapped, docstore.Waiting, docstore.Failed} {
		key := string(state)
		f.billed(key)
		f.keep(row(key, `{"v":2}`))
		f.renew(docstore.Audited)
		f.step(key, docstore.Mapped, docstore.Saving)
		f.keep(cancelled(key, `{"v":3}`))
		f.equal("under way", f.get(key).State, docstore.Saving)
		f.step(key, state)
		f.stands(key, "cancelled", afterTheTarget, "fetched", `{"v":2}`, `{"v":3}`)
		f.is(f.Mark(f.Context(), docstore.Progress{Ref: ref(key), State: docstore.Saving}), docstore.ErrStale)
		f.keep(row(key, `{"v":1}`)) // a call may be under way: it stays, and who makes the next one sees it
		f.stands(key, "cancelled", afterTheTarget, "fetched", `{"v":2}`, `{"v":1}`)
		f.is(f.Mark(f.Context(), docstore.Progress{Ref: ref(key), State: docstore.Deleting, Cancelled: true}), docstore.ErrStale)
		f.step(key, docstore.Fetched)
		f.stands(key, "fetched", "", "", `{"v":1}`, "")
	}
	f.counted()
}

// takenBackAtTheTarget: what the source sends after that is a change, also if it is
// what was sent first; it is carried where the scheme carries changes.
func takenBackAtTheTarget(_ *testing.T, f fixture) {
	for _, keeps := range []bool{true, false} {
		key := fmt.Sprint(keeps)
		f.billed(key)
		f.keep(cancelled(key, `{"v":2}`))
		f.cancel(keeps)
		f.step(key, docstore.Deleting)
		f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref(key), State: docstore.Compensated, Cancelled: true, Gone: true, Reason: "deleted"}))
		f.stands(key, "compensated", "deleted", "", `{"v":2}`, "")
		f.equal("target", f.get(key).TargetID, "")
		f.keep(cancelled(key, `{"v":3}`))
		f.stands(key, "compensated", "deleted", "", `{"v":3}`, "")
		f.keep(row(key, `{"v":1}`))
		if keeps {
			f.equal("raised", f.cancel(keeps), 1)
			f.stands(key, "failed", "the source has it again, whose bill was deleted at the target because it was cancelled: retry saves it as a new one, or skip it",
				"", `{"v":1}`, "")
			f.must(f.Reopen(f.Context(), ref(key), "Li", "again"))
		} else {
			f.equal("carried", f.renew(docstore.Audited), 1)
		}
		f.stands(key, "fetched", "", "", `{"v":1}`, "")
	}
	f.counted()
}

// cancellationDecided: skipped, it was agreed to; retried, the target is asked again.
func cancellationDecided(_ *testing.T, f fixture) {
	f.billed("1")
	f.keep(cancelled("1", `{"v":2}`))
	f.cancel(false)
	f.is(f.Skip(f.Context(), ref("1"), "Li", "too early"), docstore.ErrStale)
	f.step("1", docstore.Failed)
	f.must(f.Reopen(f.Context(), ref("1"), "Li", "deleted there"))
	d := f.get("1")
	f.equal("retried", []string{string(d.State), string(d.Was), string(d.Newer)}, []string{"cancelled", "audited", `{"v":2}`})
	f.step("1", docstore.Failed)
	f.must(f.Skip(f.Context(), ref("1"), "Li", "deleted there"))
	f.stands("1", "skipped", "deleted there", "", `{"v":2}`, "")
	f.keep(cancelled("1", `{"v":3}`))
	f.equal("still cancelled", f.get("1").State, docstore.Skipped)
	f.keep(row("1", `{"v":1}`))
	f.equal("there again", f.get("1").State, docstore.Fetched)
	f.counted()
}

// revoked: a person says that the source has it no more; what the source sends
// after that, also as it was, says otherwise.
func revoked(_ *testing.T, f fixture) {
	for _, state := range docstore.States() {
		key := string(state)
		f.keepPage(docstore.Page{Scheme: refunds, Stored: state == docstore.Stored, Rows: []docstore.Incoming{row(key, `{"v":1}`)}})
		f.step(key, path(state)...)
		err := f.Revoke(f.Context(), ref(key), "Li", "deleted in the shop")
		if !docstore.CanRevoke(state) {
			f.is(err, docstore.ErrStale)
			continue
		}
		f.must(err)
		f.equal("told by", slices.ContainsFunc(f.events(key), func(e docstore.Event) bool {
			return e.By == "Li" && e.Reason == "cancelled by hand: deleted in the shop"
		}), true)
		d, want := f.get(key), state
		if !state.Delivered() {
			want = docstore.Skipped
		}
		f.equal(key, []string{string(d.State), fmt.Sprint(d.Cancelled())}, []string{string(want), fmt.Sprint(state.Delivered())})
		f.is(f.Revoke(f.Context(), ref(key), "Li", "once more"), docstore.ErrStale)
		f.keep(row(key, `{"v":1}`))
		f.equal("the source has "+key, f.get(key).Cancelled(), false)
	}
	f.is(f.Revoke(f.Context(), ref("missing"), "Li", "gone"), docstore.ErrNotFound)
	f.keep(member("m1", "g", `{"v":1}`))
	f.must(f.Merge(f.Context(), f.mergeOf("m", "m1")))
	f.is(f.Revoke(f.Context(), ref("m"), "Li", "gone"), docstore.ErrTaken)
	f.counted()
}

// nothingLeftBehind: whatever the source says, and whenever, what it cancelled does
// not stay at the target unsaid, and what it has does not stay away from it unsaid.
func nothingLeftBehind(t *testing.T, f fixture) {
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		l := &life{fixture: f, key: fmt.Sprint(n), keeps: rapid.Bool().Draw(r, "keeps")}
		f.keep(row(l.key, `{"v":0}`))
		for range rapid.IntRange(1, 25).Draw(r, "steps") {
			l.happens(rapid.IntRange(0, 9).Draw(r, "what"))
		}
		for range 12 {
			l.works()
		}
		l.judged(r)
	})
	f.counted()
}

// life is a document, what the source says of it and whether the target has it.
type life struct {
	fixture

	key   string
	keeps bool
	gone  bool // cancelled at the source
	at    int  // the source's content
	bill  bool
}

func (l *life) happens(what int) {
	switch {
	case what < 2:
		l.at, l.gone = what, false
		l.keep(row(l.key, fmt.Sprintf(`{"v":%d}`, l.at)))
	case what < 4:
		l.gone = true
		l.keep(cancelled(l.key, fmt.Sprintf(`{"v":%d}`, what)))
	default:
		l.works()
	}
}

// works takes the next step as the activities do. A call leaves where the document
// is until its outcome is noted.
func (l *life) works() {
	d := l.get(l.key)
	switch d.State {
	case docstore.Fetched:
		l.to(docstore.Progress{State: docstore.Mapped, Hash: d.Hash})
	case docstore.Mapped:
		l.to(docstore.Progress{State: docstore.Saving, Hash: d.Hash})
	case docstore.Saving:
		l.bill = true
		l.to(docstore.Progress{State: docstore.Audited, TargetID: "1", Target: l.key})
	case docstore.Cancelled:
		l.back(d, docstore.Deleting)
	case docstore.Deleting:
		l.deletes(d)
	case docstore.Audited, docstore.Compensated:
		if !l.keeps {
			l.renew(docstore.Audited, l.key)
		}
		l.cancel(l.keeps, l.key)
	}
}

// back goes on with what is cancelled, or to where it was.
func (l *life) back(d docstore.Document, next docstore.State) {
	if !d.Cancelled() {
		next = d.Was
	}
	l.to(docstore.Progress{State: next, Was: docstore.Fetched})
}

func (l *life) deletes(d docstore.Document) {
	if !d.Cancelled() {
		l.to(docstore.Progress{State: docstore.Fetched})
		return
	}
	l.bill = false
	l.to(docstore.Progress{State: docstore.Compensated, Cancelled: true, Gone: true})
}

func (l *life) to(p docstore.Progress) {
	p.Ref = ref(l.key)
	if err := l.Mark(l.Context(), p); err != nil && !errors.Is(err, docstore.ErrStale) {
		l.Fatal(err)
	}
}

func (l *life) judged(r *rapid.T) {
	d := l.get(l.key)
	newest := string(d.Content)
	if d.Newer != nil {
		newest = string(d.Newer)
	}
	switch {
	case l.gone && l.bill, l.gone && d.State != docstore.Compensated && d.State != docstore.Skipped:
		r.Fatalf("cancelled at the source, it is %s, at the target: %v", d.State, l.bill)
	case !l.gone && !l.bill && d.State != docstore.Failed:
		r.Fatalf("the source has it, the target not, and it is %s", d.State)
	case !l.gone && newest != fmt.Sprintf(`{"v":%d}`, l.at):
		r.Fatalf("the source has %d, and the newest is %s", l.at, newest)
	}
}
