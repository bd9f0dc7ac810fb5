package orders

import (
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// What a schedule starts.
const (
	KindRun       = "run"
	KindRemedy    = "remedy"
	KindReconcile = "reconcile"
)

// entry is a schedule that a scheme asks for.
type entry struct {
	id, kind, name string
	times          schemes.Schedule
	back           time.Duration // how far what it starts reads back; 0: from the watermark
	workflow       string
	input          any
	patient        bool // what it starts goes behind what is new
	title          string
	scheme         string
}

// timetable lists the schedules of a scheme; that of its runs comes first, if
// there is one.
func timetable(s *schemes.Scheme, since time.Time) []entry {
	of := entry{title: s.Title, scheme: s.Name}
	var all []entry
	if whenOf(s.Schedule) != "" {
		all = append(all, of.run(s, since))
	}
	for _, m := range s.Remedies {
		all = append(all, of.remedy(m))
	}
	if s.Reconcile != nil {
		all = append(all, of.reconcile(*s.Reconcile))
	}
	return all
}

func (e entry) run(s *schemes.Scheme, since time.Time) entry {
	e.id, e.kind, e.times = workflows.ScheduleID(e.scheme), KindRun, s.Schedule
	e.workflow, e.input = workflows.SyncName, workflows.SyncInput{Scheme: e.scheme, Since: since}
	return e
}

func (e entry) remedy(m schemes.Remedy) entry {
	e.id, e.kind, e.name, e.times, e.back = workflows.RemedyID(e.scheme, m.Name), KindRemedy, m.Name, m.Schedule, m.Window
	e.workflow, e.patient = workflows.BackfillName, true
	e.input = workflows.BackfillInput{PastInput: activities.PastInput{Scheme: e.scheme}, Back: m.Window}
	return e
}

func (e entry) reconcile(c schemes.Comparison) entry {
	e.id, e.kind, e.times, e.back = workflows.ReconcileID(e.scheme), KindReconcile, c.Schedule, c.Window
	e.workflow, e.patient = workflows.ReconcileName, true
	e.input = workflows.ReconcileInput{Scheme: e.scheme, Window: c.Window, Lag: c.Lag}
	return e
}

// workflowID is what its workflows are called; Temporal appends the time.
func (e entry) workflowID() string {
	if e.kind == KindRun {
		return workflows.SyncID(e.scheme)
	}
	return e.id
}

func (e entry) options() client.ScheduleOptions {
	spec := specOf(e.id, e.times)
	return client.ScheduleOptions{
		ID: e.id, Spec: spec, Action: e.action(), Overlap: overlap, CatchupWindow: catchUp,
		TriggerImmediately: e.kind == KindRun, Note: e.title, TypedSearchAttributes: e.attributes(),
	}
}

func (e entry) action() *client.ScheduleWorkflowAction {
	a := &client.ScheduleWorkflowAction{
		ID: e.workflowID(), Workflow: e.workflow, TaskQueue: workflows.TaskQueue,
		Args: []any{e.input}, TypedSearchAttributes: e.attributes(),
		StaticSummary: e.title,
		StaticDetails: whenOf(e.times), // for people, and for plans: Temporal gives no crontab back
	}
	if e.patient {
		a.Priority = temporal.Priority{PriorityKey: patient}
	}
	return a
}

func (e entry) attributes() temporal.SearchAttributes {
	return temporal.NewSearchAttributes(workflows.SchemeAttribute.ValueSet(e.scheme))
}

// A run that is late must not be joined by a second one: the next window starts
// at the watermark and covers what was skipped. So does a sweep's, see
// workflows.Backfill.
const overlap = enumspb.SCHEDULE_OVERLAP_POLICY_SKIP

// catchUp is how far back a schedule looks for times that it missed while
// Temporal was away. Of all that it missed one is started, as the others would
// overlap with it; without, what is to be done once a day would wait for a day.
const catchUp = 7 * 24 * time.Hour
