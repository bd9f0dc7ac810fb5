package docstoretest

import (
	"errors"
	"fmt"
	"runtime"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// nothingBegins: a step that begins a call is refused, one that notes what was
// answered is not.
func nothingBegins(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.keep(rows(2)...)
	f.step("00000", docstore.Mapped)
	f.step("00001", docstore.Mapped)
	f.must(f.Mark(ctx, docstore.Progress{Ref: ref("00001"), State: docstore.Saving, Called: true}))
	f.must(f.SetPause(ctx, refunds, docstore.Pause{By: "Li", Account: "kingdee/MAIN"}))
	before := f.get("00000")
	refused, err := f.MarkAll(ctx, []docstore.Progress{
		{Ref: ref("00000"), State: docstore.Saving, Called: true}, {Ref: ref("00001"), State: docstore.Saved},
	})
	f.must(err)
	f.is(refused[0], docstore.ErrPaused)
	f.must(refused[1])
	f.equal("what was not begun", f.get("00000"), before)
	f.is(f.BeginReading(ctx, docstore.Reading{ID: "1", Scheme: refunds, What: "a page"}), docstore.ErrPaused)
	f.must(f.BeginReading(ctx, docstore.Reading{ID: "1", Scheme: "another", What: "a page"}))
	p, _, err := f.Paused(ctx, refunds)
	f.must(err)
	f.equal("account", p.Account, "kingdee/MAIN")
	f.must(f.ClearPause(ctx, refunds))
	f.must(f.Mark(ctx, docstore.Progress{Ref: ref("00000"), State: docstore.Saving, Called: true}))
}

func underWay(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.keep(rows(2)...)
	f.step("00000", docstore.Mapped)
	f.must(f.Mark(ctx, docstore.Progress{Ref: ref("00000"), State: docstore.Saving, Called: true}))
	f.must(f.BeginReading(ctx, docstore.Reading{ID: "1", Scheme: refunds, What: "a page"}))
	f.must(f.BeginReading(ctx, docstore.Reading{ID: "1", Scheme: refunds, What: "a page"}))
	f.underWay("00000", "a page")
	if f.get("00000").Calling.IsZero() {
		f.Error("the document does not say that a call is made for it")
	}
	f.step("00000", docstore.Saved)
	f.must(f.EndReading(ctx, "1"))
	f.must(f.EndReading(ctx, "1"))
	f.underWay()
	f.must(f.Mark(ctx, docstore.Progress{Ref: ref("00000"), State: docstore.Saved, Called: true}))
	f.must(f.BeginReading(ctx, docstore.Reading{ID: "2", Scheme: refunds, What: "a page"}))
	f.must(f.SetPause(ctx, refunds, docstore.Pause{By: "Li"}))
	f.underWay("00000", "a page")
	stuck := f.get("00000").Attempts
	// Who comes too late anyway does not know that they have ended.
	f.is(f.Mark(ctx, docstore.Progress{Ref: ref("00000"), State: docstore.Saved, Attempt: stuck + 1, Called: true}), docstore.ErrStale)
	f.underWay("00000", "a page")
	// Their workers have died, and others try again.
	f.is(f.Mark(ctx, docstore.Progress{Ref: ref("00000"), State: docstore.Saved, Called: true}), docstore.ErrPaused)
	f.is(f.BeginReading(ctx, docstore.Reading{ID: "2", Scheme: refunds, What: "a page"}), docstore.ErrPaused)
	f.underWay()
	f.is(f.Mark(ctx, docstore.Progress{Ref: ref("00000"), State: docstore.Submitted, Attempt: stuck}), docstore.ErrStale)
}

func (f fixture) underWay(want ...string) {
	f.Helper()
	var got []string
	for _, c := range f.begun() {
		got = append(got, c.Key+c.What)
	}
	f.equal("under way", fmt.Sprint(got), fmt.Sprint(want))
}

// pauseWhileBeginning: what was begun by others is under way as soon as the pause
// is noted, and nothing is added to it afterwards.
func pauseWhileBeginning(_ *testing.T, f fixture) {
	all := rows(25 * writers)
	f.keep(all...)
	for _, r := range all {
		f.step(r.Key, docstore.Mapped)
	}
	var beginning errgroup.Group
	for writer := range writers {
		beginning.Go(func() error { return f.begin(all[25*writer : 25*writer+25]) })
	}
	for len(f.begun()) < 2*writers {
		runtime.Gosched()
	}
	f.must(f.SetPause(f.Context(), refunds, docstore.Pause{By: "Li"}))
	begun := f.begun()
	f.must(beginning.Wait())
	f.equal("under way afterwards", len(f.begun()), len(begun))
}

// begin begins a call for one document after the other until it may not.
func (f fixture) begin(rows []docstore.Incoming) error {
	for _, r := range rows {
		err := f.Mark(f.Context(), docstore.Progress{Ref: ref(r.Key), State: docstore.Saving, Called: true})
		if errors.Is(err, docstore.ErrPaused) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (f fixture) begun() []docstore.UnderWay {
	f.Helper()
	calls, err := f.UnderWay(f.Context(), refunds)
	f.must(err)
	return calls
}
