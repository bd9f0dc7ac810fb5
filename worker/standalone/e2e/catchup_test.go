package e2e

import (
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// dueAt gives a schedule these times and no others.
func (s *stage) dueAt(id string, times []time.Time) {
	s.t.Helper()
	var calendars []client.ScheduleCalendarSpec
	for _, at := range times {
		at = at.UTC()
		only := func(n int) []client.ScheduleRange { return []client.ScheduleRange{{Start: n}} }
		calendars = append(calendars, client.ScheduleCalendarSpec{
			Second: only(at.Second()), Minute: only(at.Minute()), Hour: only(at.Hour()),
			DayOfMonth: only(at.Day()), Month: only(int(at.Month())), Year: only(at.Year()),
		})
	}
	s.byHand(id, func(is *client.Schedule) { is.Spec = &client.ScheduleSpec{Calendars: calendars, TimeZoneName: "UTC"} })
}

// thrice are three times, the first of them so long from now.
func thrice(first time.Duration) []time.Time {
	at := time.Now().Add(first).Truncate(time.Second)
	return []time.Time{at, at.Add(2 * time.Second), at.Add(4 * time.Second)}
}

// passes lets a time go by: it is what a downtime is made of.
func (s *stage) passes(at time.Time) {
	s.t.Helper()
	timer := time.NewTimer(time.Until(at))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.ctx.Done():
		s.t.Fatal("it takes too long")
	}
}

// begunOnce waits until a schedule has accounted for three times, and returns what it
// began for them: one workflow, as of the first; the others would have met it.
func (s *stage) begunOnce(t *testing.T, id string, before client.ScheduleInfo, first time.Time) (workflowID, runID string) {
	t.Helper()
	var now client.ScheduleInfo
	s.until("all times of "+id+" are accounted for", func() bool {
		now = s.info(id)
		return now.NumActions-before.NumActions+now.NumActionsSkippedOverlap-before.NumActionsSkippedOverlap+now.NumActionsMissedCatchupWindow >= 3
	})
	last := now.RecentActions[len(now.RecentActions)-1]
	if now.NumActions-before.NumActions != 1 || now.NumActionsMissedCatchupWindow != 0 || !last.ScheduleTime.Equal(first) {
		t.Fatalf("%s began %d, the last for %s, want one for %s; %d came too late", id,
			now.NumActions-before.NumActions, last.ScheduleTime, first, now.NumActionsMissedCatchupWindow)
	}
	return last.StartWorkflowResult.WorkflowID, last.StartWorkflowResult.FirstExecutionRunID
}

// planOf is what a run decided to read: the first thing that it does.
func (s *stage) planOf(workflowID, runID string) activities.Plan {
	s.t.Helper()
	s.ok(s.client.GetWorkflow(s.ctx, workflowID, runID).Get(s.ctx, nil))
	events := s.client.GetWorkflowHistory(s.ctx, workflowID, runID, false, enumspb.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		event, err := events.Next()
		s.ok(err)
		if done := event.GetActivityTaskCompletedEventAttributes(); done != nil {
			var plan activities.Plan
			s.ok(converter.GetDefaultDataConverter().FromPayloads(done.GetResult(), &plan))
			return plan
		}
	}
	s.t.Fatalf("%s made no plan", workflowID)
	return activities.Plan{}
}

// Of the times that went by while Temporal was away, one is made up for: by a run
// that reads from where the last one ended, and a sweep over all that was missed.
func TestADowntimeIsMadeUpForOnce(t *testing.T) {
	t.Parallel()
	s := setupLasting(t, 20, "")
	s.worker()
	const back = 7 * 24 * time.Hour
	scheme := s.scheduled(refunds, []schemes.Remedy{{Name: "nightly", Schedule: schemes.Schedule{Every: 24 * time.Hour}, Window: back}}, nil)
	_, err := s.orders.Apply(s.ctx, scheme, time.Time{})
	s.ok(err)
	runs, sweeps := workflows.ScheduleID(refunds), workflows.RemedyID(refunds, "nightly")
	var due []time.Time
	var beforeRuns, beforeSweeps client.ScheduleInfo
	var mark time.Time
	for margin := 25 * time.Second; ; margin *= 2 { // until the server stops before the first time
		s.until("what was begun has ended", func() bool {
			return s.fetched(refunds) && s.inFlight() == 0 && len(s.info(runs).RunningWorkflows)+len(s.info(sweeps).RunningWorkflows) == 0
		})
		due = thrice(margin)
		s.dueAt(runs, due)
		s.dueAt(sweeps, due)
		beforeRuns, beforeSweeps = s.info(runs), s.info(sweeps)
		mark, _, err = s.store.Watermark(s.ctx, refunds)
		s.ok(err)
		s.server.Stop()
		if time.Now().Before(due[0]) {
			break
		}
		s.begin()
	}
	s.passes(due[2].Add(15 * time.Second)) // further than Temporal looks back where nobody says how far
	s.begin()
	plan := s.planOf(s.begunOnce(t, runs, beforeRuns, due[0]))
	if from := mark.Add(-scheme.Source.Window.Overlap); !plan.Watermark.Equal(mark) || !plan.Windows[0].From.Equal(from) || plan.Windows[0].To.Before(due[2]) {
		t.Errorf("after %s it read %+v", mark, plan.Windows)
	}
	swept := s.planOf(s.begunOnce(t, sweeps, beforeSweeps, due[0]))
	if last := swept.Windows[len(swept.Windows)-1]; !swept.Windows[0].From.Equal(due[0].Add(-back)) || last.To.Before(due[2]) {
		t.Errorf("it swept %s to %s", swept.Windows[0].From, last.To)
	}
	if now, _, err := s.store.Watermark(s.ctx, refunds); err != nil || now.Before(due[2]) {
		t.Errorf("it has been read up to %s (%v)", now, err)
	}
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
	s.onceEach()
}

// While a run is under way its schedule begins no other, and waits for no place for
// one; the time after it begins one again.
func TestARunUnderWayIsNotJoinedByAnother(t *testing.T) {
	t.Parallel()
	s := setup(t, 4, "")
	s.worker()
	s.carryAll()
	_, err := s.orders.Apply(s.ctx, s.scheduled(refunds, nil, nil), time.Time{})
	s.ok(err)
	id := workflows.ScheduleID(refunds)
	s.until("its first run has ended", func() bool { i := s.info(id); return i.NumActions == 1 && len(i.RunningWorkflows) == 0 })
	s.ok(s.store.SetPause(s.ctx, refunds, docstore.Pause{By: "zhao", At: time.Now()})) // only there: its runs stand, its schedule goes on
	before := s.info(id)
	due := thrice(30 * time.Second) // a time that is over when Temporal hears of it is never due
	s.dueAt(id, due)
	run, _ := s.begunOnce(t, id, before, due[0])
	s.ok(s.store.ClearPause(s.ctx, refunds))
	s.ok(s.orders.Resume(s.ctx, refunds, "zhao"))
	s.ok(s.client.GetWorkflow(s.ctx, run, "").Get(s.ctx, nil))
	s.until("it is known to have ended", func() bool { return len(s.info(id).RunningWorkflows) == 0 })
	before = s.info(id)
	var next time.Time
	s.until("the next time begins one", func() bool {
		if time.Since(next) > 30*time.Second {
			next = thrice(10 * time.Second)[0]
			s.dueAt(id, []time.Time{next})
		}
		return s.info(id).NumActions > before.NumActions
	})
}
