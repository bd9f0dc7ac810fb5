package reconcile_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// What a comparison came to is told once, until it comes to something else; and
// what could not be told is told the next time.
func TestTheSameIsToldOnce(t *testing.T) {
	t.Parallel()
	s := &stage{T: t}
	library, err := schemes.Embedded()
	s.ok(err)
	store, teller := s.shelf(), &teller{}
	acts := &reconcile.Activities{Schemes: activities.NewSchemes(library, store), Store: store, Alerts: teller, Now: time.Now}
	at := time.Date(2026, 11, 1, 6, 0, 0, 0, time.UTC)
	for i, day := range []struct {
		missing, problem string
		over             int64
		fails            int
		want             reconcile.Status
	}{
		{}, // agrees, as ever
		{missing: "1", want: reconcile.Differs},
		{missing: "1"},           // that is known
		{missing: "2", fails: 1}, // nobody heard it
		{missing: "2", want: reconcile.Differs},
		{missing: "2", over: 5, want: reconcile.Differs}, // over another amount
		{problem: "the source is away", want: reconcile.Unmade},
		{problem: "the source is still away"},
		{want: reconcile.Restored},
		{},
	} {
		r := docstore.Reconciliation{Scheme: refunds, Run: at.String(), At: at, Problem: day.problem}
		kept := reconcile.Kept{Kinds: map[reconcile.Kind]int{}}
		if day.missing != "" {
			amount := decimal.NewFromInt(day.over)
			kept.Differences = []reconcile.Difference{{Kind: reconcile.Missing, Key: day.missing, Source: &amount}}
			kept.Kinds[reconcile.Missing], r.Differences = 1, 1
		}
		r.Result, err = json.Marshal(kept)
		s.ok(err)
		s.ok(store.KeepReconciliation(t.Context(), r))
		before := len(teller.told)
		teller.fails = day.fails
		status, err := acts.TellComparison(t.Context(), refunds)
		if status != day.want || (err != nil) != (day.fails > 0) {
			t.Errorf("day %d: %q, %v, want %q", i, status, err, day.want)
		}
		if news := teller.told[before:]; day.want == "" && len(news) > 0 || day.want != "" && !slices.Equal(news, []reconcile.Status{day.want}) {
			t.Errorf("day %d: told %v", i, news)
		}
		at = at.AddDate(0, 0, 1)
	}
}
