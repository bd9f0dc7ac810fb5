package docstoretest

import (
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func reasons(_ *testing.T, f fixture) {
	f.keep(rows(5)...)
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("00001"), State: docstore.Mapped, Target: "SZ00001"}))
	for i, reason := range []string{"no customer", "no material", "no customer"} {
		f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref(rows(5)[i].Key), State: docstore.Failed, Reason: reason}))
	}
	f.must(f.Mark(f.Context(), docstore.Progress{Ref: ref("00003"), State: docstore.Waiting, Reason: "no customer"}))
	failed := []docstore.ReasonCount{
		{State: docstore.Failed, Reason: "no customer", Count: 2, Example: "00000", Number: "N00000"},
		{State: docstore.Failed, Reason: "no material", Count: 1, Example: "00001", Number: "N00001", Target: "SZ00001"},
	}
	got, err := f.Reasons(f.Context(), refunds, docstore.Failed)
	f.must(err)
	f.equal("failed", got, failed)
	got, err = f.Reasons(f.Context(), refunds)
	f.must(err)
	f.equal("all", got, append(failed, docstore.ReasonCount{State: docstore.Waiting, Reason: "no customer", Count: 1, Example: "00003", Number: "N00003"}))
}

func pauses(_ *testing.T, f fixture) {
	ctx := f.Context()
	_, paused, err := f.Paused(ctx, refunds)
	f.must(err)
	f.equal("paused", paused, false)
	at := time.Date(2024, 5, 1, 8, 0, 0, 0, time.FixedZone("CST", 8*3600))
	f.must(f.SetPause(ctx, refunds, docstore.Pause{By: "Li", At: at}))
	f.must(f.SetPause(ctx, refunds, docstore.Pause{By: "Wang", Reason: "stocktaking", At: at}))
	p, paused, err := f.Paused(ctx, refunds)
	f.must(err)
	f.equal("paused", paused, true)
	f.equal("pause", p, docstore.Pause{By: "Wang", Reason: "stocktaking", At: at.UTC()})
	for range 2 {
		f.must(f.ClearPause(ctx, refunds))
	}
	_, paused, err = f.Paused(ctx, refunds)
	f.must(err)
	f.equal("paused", paused, false)
}

func revisions(_ *testing.T, f fixture) {
	ctx := f.Context()
	used := time.Date(2024, 5, 1, 8, 0, 0, 0, time.UTC)
	first := docstore.Scheme{Name: refunds, Revision: "r1", File: "refunds.yaml", YAML: []byte("name: 退款\n\xff"), UsedAt: used}
	f.must(f.KeepScheme(ctx, first))
	f.must(f.KeepScheme(ctx, docstore.Scheme{Name: refunds, Revision: "r2", File: "refunds.yaml"}))
	again := first
	again.YAML, again.UsedAt = []byte("another"), used.Add(time.Hour)
	f.must(f.KeepScheme(ctx, again))
	first.UsedAt = again.UsedAt
	got, err := f.KeptScheme(ctx, refunds, "r1")
	f.must(err)
	f.equal("revision", got, first)
	last, err := f.KeptScheme(ctx, refunds, "")
	f.must(err)
	f.equal("kept last", last.Revision, "r2")
	_, err = f.KeptScheme(ctx, "another", "")
	f.is(err, docstore.ErrNotFound)
	_, err = f.KeptScheme(ctx, refunds, "r3")
	f.is(err, docstore.ErrNotFound)
}

func notThere(_ *testing.T, f fixture) {
	ctx := f.Context()
	f.must(f.Ping(ctx))
	_, err := f.Get(ctx, ref("1"))
	f.is(err, docstore.ErrNotFound)
	f.is(f.Mark(ctx, docstore.Progress{Ref: ref("1"), State: docstore.Mapped}), docstore.ErrNotFound)
	f.is(f.Reopen(ctx, ref("1"), "Li", ""), docstore.ErrNotFound)
	f.is(f.Skip(ctx, ref("1"), "Li", ""), docstore.ErrNotFound)
	all, err := f.List(ctx, docstore.Filter{})
	f.must(err)
	f.equal("documents", len(all)+len(f.events("1")), 0)
	counts, changed, err := f.Counts(ctx, refunds)
	f.must(err)
	f.equal("counts", len(counts)+changed, 0)
	names, err := f.SchemesWithDocuments(ctx)
	f.must(err)
	f.equal("schemes", len(names), 0)
	f.equal("empty page", f.keep(), docstore.Kept{})
}
