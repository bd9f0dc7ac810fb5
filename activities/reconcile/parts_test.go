package reconcile_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.temporal.io/sdk/testsuite"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore/sqlstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// shelf is a store of its own for a test.
func (s *stage) shelf() *sqlstore.Store {
	s.Helper()
	store, err := sqlstore.Open(s.Context(), "sqlite:"+filepath.Join(s.TempDir(), "store.db"))
	s.ok(err)
	s.Cleanup(func() { s.ok(store.Close()) })
	return store
}

// byDays compares a month as a schedule does: a day at a time, the newest first.
// Each day is compared several times over, as after an interruption.
func (s *stage) byDays(window connectors.Window, times int) reconcile.Kept {
	s.Helper()
	library, err := schemes.Embedded()
	s.ok(err)
	store := s.shelf()
	acts := &reconcile.Activities{
		Schemes: activities.NewSchemes(library, store), Accounts: s.accounts, Store: store, Now: time.Now,
		Lookups: func() mapping.Finder { return s.finder },
	}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(acts)
	var plan reconcile.Plan
	s.run(env, &plan, acts.PlanComparison, reconcile.PlanInput{Scheme: refunds, Window: window})
	for i, stretch := range plan.Stretches {
		for range times {
			s.run(env, nil, acts.CompareStretch, reconcile.StretchInput{Scheme: refunds, Revision: plan.Revision, Part: i, Window: stretch})
		}
	}
	if len(plan.Stretches) != 32 || !plan.Stretches[0].To.Equal(window.To) || !plan.Stretches[31].From.Equal(window.From) {
		s.Errorf("the stretches are %v", plan.Stretches)
	}
	var closed reconcile.Closed
	s.run(env, &closed, acts.CloseComparison, reconcile.CloseInput{Scheme: refunds, Revision: plan.Revision, Window: window})
	last, there, err := store.LastReconciliation(s.Context(), refunds)
	s.ok(err)
	got, err := reconcile.ReadKept(last.Result)
	s.ok(err)
	if !there || closed.Documents != got.Documents || closed.Differences != got.Differ() || last.Differences != got.Differ() {
		s.Errorf("closed %+v, kept %+v", closed, last)
	}
	return got
}

func (s *stage) run(env *testsuite.TestActivityEnvironment, into any, activity any, in any) {
	s.Helper()
	value, err := env.ExecuteActivity(activity, in)
	s.ok(err)
	if into != nil {
		s.ok(value.Get(into))
	}
}

// Day by day comes to what all at once comes to, with bills that somebody has
// changed, and again when days are compared twice.
func TestDayByDayIsAsAllAtOnce(t *testing.T) {
	t.Parallel()
	s := setup(t, 60)
	for i, kind := range []reconcile.Kind{reconcile.Missing, reconcile.Amount, reconcile.Unfinished} {
		s.tamper(s.bills[i*7], kind)
	}
	now := time.Now().Truncate(time.Second)
	window := connectors.Window{From: now.AddDate(0, 0, -32), To: now}
	r := reconcile.Reconciler{Accounts: s.accounts, Lookups: s.finder}
	whole, err := r.Compare(t.Context(), s.scheme, window)
	s.ok(err)
	for times := range 2 {
		got := s.byDays(window, times+1)
		if !maps.Equal(differ(got.Result), differ(whole)) || got.Documents != whole.Documents || got.Found != whole.Found ||
			got.Agree != whole.Agree || got.LeftOut != whole.LeftOut || !got.Amounts.Difference.Equal(whole.Amounts.Difference) || !got.Amounts.Source.Equal(whole.Amounts.Source) {
			t.Errorf("day by day %s\nat once    %s", summary(t, got.Result), summary(t, whole))
		}
	}
}

func summary(t *testing.T, r reconcile.Result) string {
	t.Helper()
	r.Differences = slices.Clone(r.Differences)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// told keeps what it is told; it fails as often as it is to.
type teller struct {
	told  []reconcile.Status
	fails int
}

func (l *teller) Alert(_ context.Context, a reconcile.Alert) error {
	if l.fails > 0 {
		l.fails--
		return fmt.Errorf("tell of scheme %s: away", a.Scheme)
	}
	l.told = append(l.told, a.Status)
	return nil
}

// What two stretches have is compared in the later one, and counted once.
func TestWhatTwoStretchesHaveIsComparedOnce(t *testing.T) {
	t.Parallel()
	s := setup(t, 20)
	now := time.Now().Truncate(time.Second)
	window := connectors.Window{From: now.AddDate(0, 0, -32), To: now}
	r := reconcile.Reconciler{Accounts: s.accounts, Lookups: s.finder}
	whole, err := r.Compare(t.Context(), s.scheme, window)
	s.ok(err)
	library, err := schemes.Embedded()
	s.ok(err)
	store := s.shelf()
	acts := &reconcile.Activities{
		Schemes: activities.NewSchemes(library, store), Accounts: s.accounts, Store: store, Now: time.Now,
		Lookups: func() mapping.Finder { return s.finder },
	}
	var suite testsuite.WorkflowTestSuite
	env := suite.NewTestActivityEnvironment()
	env.RegisterActivity(acts)
	for part := range 3 {
		s.run(env, nil, acts.CompareStretch, reconcile.StretchInput{Scheme: refunds, Part: part, Window: window})
	}
	var closed reconcile.Closed
	s.run(env, &closed, acts.CloseComparison, reconcile.CloseInput{Scheme: refunds, Window: window})
	if closed.Documents != whole.Documents || closed.Differences != len(whole.Differences) {
		t.Errorf("three times %+v, want %s", closed, summary(t, whole))
	}
}
