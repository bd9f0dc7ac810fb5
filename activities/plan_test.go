package activities_test

import (
	"slices"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func TestPlanOfAFirstRun(t *testing.T) {
	t.Parallel()
	s := setup(t)
	now := time.Now().Truncate(time.Second)
	s.acts.Now = func() time.Time { return now }
	since := now.Add(-10 * 24 * time.Hour)
	p, err := s.acts.PlanSync(s.Context(), activities.PlanInput{Scheme: refunds, Since: since})
	s.ok(err)
	def, err := s.library.Get(refunds)
	s.ok(err)
	if p.Scheme != refunds || p.Title != def.Title || p.Revision != def.Revision || !p.Delivers || p.Concurrency != 20 || p.Paused {
		t.Errorf("the plan is %+v", p)
	}
	if !slices.Equal(p.Collections, []string{customers, orderData}) {
		t.Errorf("its lookups read %v", p.Collections)
	}
	if len(p.Windows) != 2 || !p.Windows[0].From.Equal(since) || !p.Windows[1].To.Equal(now) || !p.Watermark.IsZero() {
		t.Errorf("from %s it reads %v", p.Watermark, p.Windows)
	}
	if _, err := s.store.KeptScheme(s.Context(), refunds, p.Revision); err != nil {
		t.Errorf("the revision is not kept: %v", err)
	}
}

func TestPlanOfALaterRun(t *testing.T) {
	t.Parallel()
	s := setup(t)
	mark := time.Now().Add(-time.Hour).Truncate(time.Second)
	s.ok(s.store.SetWatermark(s.Context(), customers, mark))
	s.ok(s.store.SetPause(s.Context(), customers, docstore.Pause{By: "li", At: mark}))
	p, err := s.acts.PlanSync(s.Context(), activities.PlanInput{Scheme: customers, Since: mark.Add(-time.Hour)})
	s.ok(err)
	if p.Delivers || !p.Paused || !p.Watermark.Equal(mark) || len(p.Collections) > 0 {
		t.Errorf("the plan is %+v", p)
	}
	def, err := s.library.Get(customers)
	s.ok(err)
	if len(p.Windows) != 1 || !p.Windows[0].From.Equal(mark.Add(-def.Source.Window.Overlap)) {
		t.Errorf("it reads %v", p.Windows)
	}
}

func TestPlanErrors(t *testing.T) {
	t.Parallel()
	s := setup(t)
	for name, acts := range map[string]*activities.Activities{"refund": s.acts, refunds: s.with("JUSHUITAN_MAIN_APP_KEY", "")} {
		_, err := acts.PlanSync(s.Context(), activities.PlanInput{Scheme: name})
		if app := s.retried(err); app.Type() != activities.TypeConfig || !app.NonRetryable() {
			t.Errorf("%s: %s, never again %v", name, app.Type(), app.NonRetryable())
		}
	}
}

func TestUnfilled(t *testing.T) {
	t.Parallel()
	s := setup(t)
	both := []string{customers, orderData}
	for _, want := range [][]string{{customers, orderData}, {customers}, nil} {
		got, err := s.acts.Unfilled(s.Context(), both)
		s.ok(err)
		if !slices.Equal(got, want) {
			t.Errorf("unfilled are %v, want %v", got, want)
		}
		if len(want) > 0 {
			s.ok(s.store.SetWatermark(s.Context(), want[len(want)-1], time.Now()))
		}
	}
}

// A thousand documents that wait for one collection ask for one run.
func TestAskToRunSparesTheSource(t *testing.T) {
	t.Parallel()
	s := setup(t)
	now := time.Now().Truncate(time.Second)
	s.acts.Now = func() time.Time { return now }
	for _, c := range []struct {
		read time.Time
		asks bool
	}{
		{asks: true}, // never read
		{read: now},
		{read: now.Add(-19 * time.Second)},
		{read: now.Add(-20 * time.Second), asks: true},
		{read: now.Add(-time.Hour), asks: true},
	} {
		s.orders.started = nil
		if !c.read.IsZero() {
			s.ok(s.store.SetWatermark(s.Context(), customers, c.read))
		}
		s.ok(s.acts.AskToRun(s.Context(), customers, time.Time{}))
		if asked := slices.Equal(s.orders.started, []string{customers}); asked != c.asks || !asked && len(s.orders.started) > 0 {
			t.Errorf("read %s ago, it asked for %v", now.Sub(c.read), s.orders.started)
		}
	}
}
