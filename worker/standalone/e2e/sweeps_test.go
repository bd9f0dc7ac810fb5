package e2e

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/activities/reconcile"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/connectors/simulators"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/worker/alerts"
	"github.com/erpbridge/erpbridge/worker/engine"
	"github.com/erpbridge/erpbridge/workflows"
)

// fired starts what a schedule starts, and waits until it has ended.
func (s *stage) fired(id string, result any) client.WorkflowRun {
	s.t.Helper()
	before := s.info(id)
	there, err := s.orders.TriggerSchedule(s.ctx, id)
	s.ok(err)
	if !there {
		s.t.Fatalf("there is no schedule %s", id)
	}
	var run client.WorkflowRun
	s.until(id+" fires", func() bool {
		now := s.info(id)
		if now.NumActions == before.NumActions || len(now.RecentActions) == 0 {
			return false
		}
		last := now.RecentActions[len(now.RecentActions)-1].StartWorkflowResult
		run = s.client.GetWorkflow(s.ctx, last.WorkflowID, last.FirstExecutionRunID)
		return true
	})
	s.ok(run.Get(s.ctx, result))
	return run
}

// scheduled is a scheme with other sweeps and another comparison than its file's.
func (s *stage) scheduled(name string, remedies []schemes.Remedy, c *schemes.Comparison) *schemes.Scheme {
	s.t.Helper()
	scheme, err := s.library.Get(name)
	s.ok(err)
	other := *scheme
	other.Schedule, other.Remedies, other.Reconcile = schemes.Schedule{Every: 24 * time.Hour}, remedies, c
	return &other
}

// A sweep brings what the runs have passed by, behind what is new, and leaves the
// watermark; a sweep over the same stretch at the same time doubles nothing.
func TestASweepBringsWhatRunsHaveMissed(t *testing.T) {
	t.Parallel()
	s := setup(t, 40, "")
	s.worker()
	mark := time.Now().Truncate(time.Second)
	s.ok(s.store.SetWatermark(s.ctx, refunds, mark))
	daily := schemes.Schedule{Every: 24 * time.Hour}
	_, err := s.orders.Apply(s.ctx, s.scheduled(refunds, []schemes.Remedy{
		{Name: "month", Schedule: daily, Window: 32 * 24 * time.Hour}, {Name: "again", Schedule: daily, Window: 33 * 24 * time.Hour},
	}, nil), time.Time{})
	s.ok(err)
	var both sync.WaitGroup
	both.Go(func() { s.fired(workflows.RemedyID(refunds, "again"), nil) })
	var p workflows.Progress
	run := s.fired(workflows.RemedyID(refunds, "month"), &p)
	both.Wait()
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	s.checkBills(false)
	for _, b := range s.world.Kingdee.Bills(form) {
		if b.Saves != 1 || b.Audits != 1 {
			t.Errorf("bill %s was saved %d and audited %d times", b.Number, b.Saves, b.Audits)
		}
	}
	if p.Rows == 0 || p.Windows < 32 || p.Windows > 33 { // one more, of seconds, for a run that begins late
		t.Errorf("the sweep tells of %+v", p)
	}
	if now, _, err := s.store.Watermark(s.ctx, refunds); err != nil || now.Before(mark) || now.After(mark.Add(time.Hour)) {
		t.Errorf("the watermark is %s, %v", now, err)
	}
	if begun := s.first(run.GetID()).GetWorkflowExecutionStartedEventAttributes(); begun.GetPriority().GetPriorityKey() != 5 {
		t.Errorf("the sweep has priority %d", begun.GetPriority().GetPriorityKey())
	}
	s.pausesWith(t, workflows.RemedyID(refunds, "month"))
}

// pausesWith: a schedule of a scheme is paused and resumed with it.
func (s *stage) pausesWith(t *testing.T, id string) {
	t.Helper()
	paused := func() bool { return s.described(id).Schedule.State.Paused }
	s.ok(s.orders.Pause(s.ctx, refunds, "zhao"))
	if !paused() {
		t.Errorf("%s is not paused with its scheme", id)
	}
	s.ok(s.orders.Resume(s.ctx, refunds, "zhao"))
	if paused() {
		t.Errorf("%s stays paused", id)
	}
}

// A plan sees a sweep that is new, one that was changed by hand at Temporal, and
// one that no scheme asks for.
func TestAPlanSeesEveryScheduleOfAScheme(t *testing.T) {
	t.Parallel()
	s := setup(t, 1, "")
	times := schemes.Schedule{Cron: []string{"*/20 3-5 * * 1-5"}, Jitter: time.Minute}
	all := s.scheduled(refunds, []schemes.Remedy{{Name: "1", Schedule: times, Window: time.Hour}, {Name: "2", Schedule: schemes.Schedule{Every: time.Hour}, Window: time.Hour}},
		&schemes.Comparison{Schedule: times, Window: time.Hour})
	s.plans(t, all, "run created, remedy created, remedy created, reconcile created")
	_, err := s.orders.Apply(s.ctx, all, time.Time{})
	s.ok(err)
	s.plans(t, all, "run unchanged, remedy unchanged, remedy unchanged, reconcile unchanged")
	s.byHand(workflows.RemedyID(refunds, "1"), func(is *client.Schedule) { is.Spec.Calendars[0].Hour[0].Start = 2 })
	s.byHand(workflows.RemedyID(refunds, "2"), func(is *client.Schedule) { is.Spec.Intervals[0].Offset += time.Second })
	s.byHand(workflows.ReconcileID(refunds), func(is *client.Schedule) { is.Policy.CatchupWindow = time.Hour })
	s.plans(t, all, "run unchanged, remedy changed, remedy changed, reconcile changed")
	all.Remedies[0].Window = 2 * time.Hour
	_, err = s.orders.Apply(s.ctx, all, time.Time{})
	s.ok(err)
	s.plans(t, all, "run unchanged, remedy unchanged, remedy unchanged, reconcile unchanged")
	all.Remedies[0].Window, all.Remedies = time.Hour, all.Remedies[:1]
	all.Reconcile = nil
	s.until("what is not asked for any more is listed", func() bool { return strings.Count(s.planned(all), "removed") == 2 })
	s.plans(t, all, "run unchanged, remedy changed, reconcile removed, remedy removed")
	_, err = s.orders.Apply(s.ctx, all, time.Time{})
	s.ok(err)
	s.until("it is gone", func() bool { return s.planned(all) == "run unchanged, remedy unchanged" })
}

func (s *stage) planned(scheme *schemes.Scheme) string {
	s.t.Helper()
	plan, err := s.orders.Plan(s.ctx, []*schemes.Scheme{scheme}, nil)
	s.ok(err)
	var steps []string
	for _, step := range plan {
		steps = append(steps, step.Kind+" "+step.Action)
	}
	return strings.Join(steps, ", ")
}

func (s *stage) plans(t *testing.T, scheme *schemes.Scheme, want string) {
	t.Helper()
	if got := s.planned(scheme); got != want {
		t.Errorf("the plan is %s, want %s", got, want)
	}
}

// byHand changes a schedule as somebody does in the Web UI.
func (s *stage) byHand(id string, change func(*client.Schedule)) {
	s.t.Helper()
	update := client.ScheduleUpdateOptions{DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
		change(&in.Description.Schedule)
		return &client.ScheduleUpdate{Schedule: &in.Description.Schedule}, nil
	}}
	answer(s, func() (any, error) { return nil, s.client.ScheduleClient().GetHandle(s.ctx, id).Update(s.ctx, update) })
}

// watcher is told of comparisons.
type watcher struct {
	mu   sync.Mutex
	told []told
	away bool // it answers nothing but 500, once
}

type told struct {
	Source, Event, Status, Scheme, Problem string
	Documents, Differences                 int
	Kinds                                  map[reconcile.Kind]int
	Text                                   map[string]string
	Examples                               []struct{ Kind, Key string }
}

func (w *watcher) ServeHTTP(out http.ResponseWriter, in *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var t told
	err := json.NewDecoder(in.Body).Decode(&t)
	if err != nil || w.away {
		w.away = false
		http.Error(out, "away", http.StatusInternalServerError)
		return
	}
	w.told = append(w.told, t)
}

func (w *watcher) all() []told {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.told)
}

// watched starts a worker that tells a watcher.
func (s *stage) watched() *watcher {
	s.t.Helper()
	w := &watcher{}
	srv := httptest.NewServer(w)
	s.t.Cleanup(srv.Close)
	alerter, err := alerts.Open(srv.URL, alerts.JSON)
	s.ok(err)
	e, err := engine.New(s.ctx, engine.Parts{
		Library: s.library, Accounts: all.NewAccounts(s.environ), Store: s.store, Temporal: s.client, Log: s.log, Alerts: alerter,
	})
	s.ok(err)
	s.ok(e.Start())
	s.t.Cleanup(e.Stop)
	return w
}

// compared is a comparison of the month, on its schedule.
func (s *stage) compared() workflows.Reconciled {
	s.t.Helper()
	var r workflows.Reconciled
	s.fired(workflows.ReconcileID(refunds), &r)
	return r
}

// What somebody has done to the target is found by the next comparison, and told
// once; when it changes it is told again.
func TestAComparisonTellsOfWhatDiffersOnce(t *testing.T) {
	t.Parallel()
	s := setup(t, 40, "")
	w := s.watched()
	s.carryAll()
	_, err := s.orders.Apply(s.ctx, s.scheduled(refunds, nil, &schemes.Comparison{Schedule: schemes.Schedule{Every: 24 * time.Hour}, Window: 32 * 24 * time.Hour}), time.Time{})
	s.ok(err)
	s.until("everything carried", func() bool { return s.inFlight() == 0 })
	w.away = true
	first := s.compared() // what failed or waits is not there, and the store says why
	if got := w.all(); first.Told != reconcile.Differs || first.Unexplained != 0 || len(got) != 1 || got[0].Differences != first.Differences {
		t.Fatalf("it came to %+v, and told %+v", first, got)
	}
	gone := s.keyOf(simulators.Plain)
	s.deletes(gone)
	second := s.compared()
	got := w.all()
	if len(got) != 2 || second.Differences != first.Differences+1 || second.Unexplained != 1 || got[1].Kinds[reconcile.Missing] == 0 {
		t.Fatalf("it came to %+v, and told %+v", second, got)
	}
	says(t, got[1].Text["zh"], "来源与目标有差异", refunds, "1 张单据库不知原因")
	says(t, got[1].Text["en"], "Source and target differ", "1 for no reason that is known")
	if third := s.compared(); third.Told != "" || len(w.all()) != 2 || third.Closed != second.Closed {
		t.Errorf("nothing has changed: it came to %+v, and told %+v", third, w.all())
	}
	s.showsComparison(t, gone, second)
	s.ok(s.store.SetPause(s.ctx, refunds, docstore.Pause{By: "zhao", At: time.Now()}))
	if paused := s.compared(); !paused.Paused || len(w.all()) != 2 {
		t.Errorf("while the scheme is paused it came to %+v", paused)
	}
}

// showsComparison: the starter shows what the comparison came to.
func (s *stage) showsComparison(t *testing.T, gone string, last workflows.Reconciled) {
	t.Helper()
	shown := s.starter("reconcile " + refunds + " --last --limit 100")
	says(t, shown.stdout, refunds, gone, "missing", "compared at")
	if shown.code != 1 {
		t.Errorf("exit %d", shown.code)
	}
	var one struct {
		Documents   int
		Unexplained int
		Kinds       map[reconcile.Kind]int
		Differences []struct{ Key string }
	}
	if err := json.Unmarshal([]byte(s.starter("reconcile "+refunds+" --last --output json").stdout), &one); err != nil ||
		one.Documents != last.Documents || len(one.Differences) != last.Differences || one.Unexplained != 1 {
		t.Errorf("%v: %+v, want %+v", err, one, last)
	}
	says(t, s.done("status "+refunds).stdout, "compared:", "for no known reason", "comparison", "next ")
	says(t, s.done("status --lang zh "+refunds).stdout, "对账：", "张单据库不知原因", "计划：")
}

// deletes takes a bill away at the target, as a clerk does.
func (s *stage) deletes(number string) {
	s.t.Helper()
	scheme, err := s.library.Get(refunds)
	s.ok(err)
	books, err := connectors.As[connectors.Undoer](all.NewAccounts(s.environ), "kingdee", "MAIN")
	s.ok(err)
	receipt := []connectors.Receipt{{Number: number}}
	undone, err := books.UnAudit(s.ctx, scheme.Target.Call(), receipt)
	s.ok(errors.Join(err, undone[0].Err))
	undone, err = books.Delete(s.ctx, scheme.Target.Call(), receipt)
	s.ok(errors.Join(err, undone[0].Err))
}

// A comparison that cannot be made is told, and so is that it can be again.
func TestAComparisonThatCannotBeMadeIsTold(t *testing.T) {
	t.Parallel()
	s := setup(t, 4, "")
	secret := s.environ["JUSHUITAN_MAIN_APP_SECRET"]
	s.environ["JUSHUITAN_MAIN_APP_SECRET"] = "another"
	w := s.watched()
	_, err := s.orders.Apply(s.ctx, s.scheduled(refunds, nil, &schemes.Comparison{Schedule: schemes.Schedule{Every: 24 * time.Hour}, Window: time.Hour}), time.Time{})
	s.ok(err)
	r := s.compared()
	if got := w.all(); r.Problem == "" || len(got) != 1 || got[0].Status != string(reconcile.Unmade) || strings.Contains(got[0].Problem, secret) {
		t.Errorf("it came to %+v, and told %+v", r, got)
	}
	if o := s.starter("reconcile " + refunds + " --last"); o.code != 1 {
		t.Errorf("exit %d: %s", o.code, o.stdout)
	}
}
