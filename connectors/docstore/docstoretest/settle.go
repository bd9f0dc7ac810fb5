package docstoretest

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func settle(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.keep(rows(3)...)
	for _, key := range []string{"00000", "00001"} {
		f.must(f.Mark(ctx, docstore.Progress{Ref: ref(key), State: docstore.Mapped, Target: "TK" + key}))
		f.step(key, docstore.Saving, docstore.Unknown)
	}
	f.must(f.Settle(ctx, ref("00000"), docstore.Settled{State: docstore.Saved, Target: "TK9", TargetID: "77", By: "Li", Reason: "seen there"}))
	f.must(f.Settle(ctx, ref("00001"), docstore.Settled{State: docstore.Mapped, By: "Li", Reason: "not there"}))
	arrived, absent := f.get("00000"), f.get("00001")
	f.equal("arrived", []string{string(arrived.State), arrived.Target, arrived.TargetID, arrived.Reason}, []string{"saved", "TK9", "77", "seen there"})
	f.equal("not there", []string{string(absent.State), absent.Target, absent.TargetID}, []string{"mapped", "TK00001", ""})
	events := f.events("00000")
	f.equal("who", events[len(events)-1].By, "Li")
	f.is(f.Settle(ctx, ref("00000"), docstore.Settled{State: docstore.Mapped}), docstore.ErrStale)
	f.is(f.Settle(ctx, ref("00002"), docstore.Settled{State: docstore.Saved}), docstore.ErrStale)
	f.is(f.Settle(ctx, ref("none"), docstore.Settled{State: docstore.Saved}), docstore.ErrNotFound)
	f.counted()
}

// settledTooLate: what the source said while nobody knew the outcome is heeded.
func settledTooLate(_ *testing.T, f fixture) {
	for key, newer := range map[string]docstore.Incoming{"1": cancelled("1", `{"v":2}`), "2": row("2", `{"v":2}`), "3": cancelled("3", `{"v":2}`)} {
		f.keep(row(key, `{"v":1}`))
		f.step(key, docstore.Mapped, docstore.Saving, docstore.Unknown)
		f.keep(newer)
	}
	f.must(f.Settle(f.Context(), ref("1"), docstore.Settled{State: docstore.Mapped, By: "Li"}))
	f.must(f.Settle(f.Context(), ref("2"), docstore.Settled{State: docstore.Mapped, By: "Li"}))
	f.must(f.Settle(f.Context(), ref("3"), docstore.Settled{State: docstore.Saved, Target: "T3", By: "Li"}))
	f.stands("1", "skipped", "closed", "", `{"v":2}`, "")
	f.stands("2", "fetched", "", "", `{"v":2}`, "")
	f.stands("3", "saved", "", "", `{"v":1}`, `{"v":2}`)
	f.counted()
}

func remark(_ *testing.T, f fixture) {
	f.keep(rows(1)...)
	before := f.get("00000")
	f.must(f.Remark(f.Context(), ref("00000"), "Li", "looked at again"))
	f.equal("document", f.get("00000"), before)
	events := f.events("00000")
	f.equal("diary", []string{events[0].By, events[0].Reason, string(events[0].State)}, []string{"Li", "looked at again", "fetched"})
	f.is(f.Remark(f.Context(), ref("none"), "Li", ""), docstore.ErrNotFound)
}
