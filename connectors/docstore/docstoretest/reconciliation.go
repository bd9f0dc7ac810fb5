package docstoretest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// comparison is what one came to, so many hours after the first.
func comparison(run string, hours int) docstore.Reconciliation {
	at := time.Date(2026, 11, 1, hours, 0, 0, 0, time.UTC)
	return docstore.Reconciliation{
		Scheme: refunds, Run: run, From: at.AddDate(0, 0, -2), To: at.Add(-time.Hour), At: at,
		Documents: 10, Differences: 2, Unexplained: 1, Result: json.RawMessage(`{"kinds":{"missing":2}}`),
	}
}

// comparisons are kept as they are, the newest is the last, and parts of one go
// with it.
func comparisons(_ *testing.T, f fixture) {
	ctx := f.Context()
	_, there, err := f.LastReconciliation(ctx, refunds)
	f.must(err)
	f.equal("before the first", there, false)
	part := docstore.ReconciliationPart{Scheme: refunds, Run: "r1", Part: 1, Result: json.RawMessage(`{"a":1}`), Seen: []byte{0, 255, 1}}
	f.must(f.KeepReconciliationPart(ctx, part))
	first := part
	first.Part, first.Seen = 0, []byte{}
	f.must(f.KeepReconciliationPart(ctx, first))
	part.Result = json.RawMessage(`{"a":2}`)
	f.must(f.KeepReconciliationPart(ctx, part))
	for before, want := range map[int]int{0: 0, 1: 1, 2: 2} {
		parts, err := f.ReconciliationParts(ctx, refunds, "r1", before)
		f.must(err)
		f.equal("parts before", len(parts), want)
		if before == 2 {
			f.equal("a part that was kept again", parts[1], part)
		}
	}
	older, newest := comparison("r1", 1), comparison("r2", 5)
	newest.Problem, newest.Result = "the source is away\x00", nil
	f.must(f.KeepReconciliation(ctx, newest))
	f.must(f.KeepReconciliation(ctx, older))
	f.must(f.KeepReconciliation(ctx, newest))
	last, _, err := f.LastReconciliation(ctx, refunds)
	f.must(err)
	newest.Problem = strings.TrimSuffix(newest.Problem, "\x00")
	f.equal("the last", last, newest)
	parts, err := f.ReconciliationParts(ctx, refunds, "r1", 9)
	f.must(err)
	f.equal("parts of what has ended", len(parts), 0)
}

// comparisons of long ago are forgotten, and no others.
func comparisonsForgotten(_ *testing.T, f fixture) {
	ctx := f.Context()
	other := comparison("other", 0)
	other.Scheme = "others"
	f.must(f.KeepReconciliation(ctx, other))
	for i := range docstore.KeptReconciliations + 2 {
		f.must(f.KeepReconciliation(ctx, comparison(fmt.Sprint("r", i), i)))
	}
	f.must(f.KeepReconciliation(ctx, comparison("late", 0))) // older than all that are kept
	last, _, err := f.LastReconciliation(ctx, refunds)
	f.must(err)
	f.equal("the last", last.Run, fmt.Sprint("r", docstore.KeptReconciliations+1))
	_, there, err := f.LastReconciliation(ctx, "others")
	f.must(err)
	f.equal("another scheme's", there, true)
}

// told is what was last told, of each subject.
func told(_ *testing.T, f fixture) {
	ctx := f.Context()
	for _, want := range []string{"", "3 differ", "none differ"} {
		if want != "" {
			f.must(f.SetTold(ctx, "reconcile:refunds", want))
		}
		got, err := f.Told(ctx, "reconcile:refunds")
		f.must(err)
		f.equal("told", got, want)
	}
	got, err := f.Told(ctx, "reconcile:others")
	f.must(err)
	f.equal("told of another", got, "")
}
