package orders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// What becomes of a schedule.
const (
	Created     = "created"
	Changed     = "changed"
	Unchanged   = "unchanged"
	Unscheduled = "unscheduled" // the scheme has no schedule, and had none
	Removed     = "removed"     // it had one
	Gone        = "gone"        // removed, because there is no such scheme any more
)

// Applied says what was done with a schedule of a scheme, or is to be done.
type Applied struct {
	Scheme   string        `json:"scheme"`
	Schedule string        `json:"schedule"`       // its id at Temporal
	Kind     string        `json:"kind"`           // run, remedy, reconcile
	Name     string        `json:"name,omitempty"` // of several sweeps
	Action   string        `json:"action"`         // created, changed, unchanged, unscheduled, removed, gone
	When     string        `json:"when,omitempty"`
	Was      string        `json:"was,omitempty"` // when it ran before; empty also when nobody knows
	Back     time.Duration `json:"-"`             // how far it reads back; 0: from the watermark
}

// Plan says what applying the schemes would do. Schedules of schemes that are
// not among the known are found, too; with none known nobody looks for them.
func (o Orders) Plan(ctx context.Context, chosen []*schemes.Scheme, known []string) ([]Applied, error) {
	var plan []Applied
	for _, s := range chosen {
		steps, err := o.planned(ctx, s)
		if err != nil {
			return nil, err
		}
		plan = append(plan, steps...)
	}
	stray, err := o.stray(ctx, chosen, known)
	return append(plan, stray...), err
}

func (o Orders) planned(ctx context.Context, s *schemes.Scheme) ([]Applied, error) {
	var plan []Applied
	if whenOf(s.Schedule) == "" {
		step, err := o.unscheduled(ctx, s.Name)
		if err != nil {
			return nil, err
		}
		plan = append(plan, step)
	}
	for _, e := range timetable(s, time.Time{}) {
		is, err := o.describe(ctx, e.id)
		if err != nil {
			return nil, err
		}
		plan = append(plan, e.planned(is))
	}
	return plan, nil
}

// unscheduled: a scheme whose runs have no schedule, and perhaps had one.
func (o Orders) unscheduled(ctx context.Context, scheme string) (Applied, error) {
	step := Applied{Scheme: scheme, Schedule: workflows.ScheduleID(scheme), Kind: KindRun, Action: Unscheduled}
	is, err := o.describe(ctx, step.Schedule)
	if is != nil {
		step.Action, step.Was = Removed, detailsOf(is.Schedule)
	}
	return step, err
}

func (e entry) planned(is *client.ScheduleDescription) Applied {
	p := Applied{Scheme: e.scheme, Schedule: e.id, Kind: e.kind, Name: e.name, When: whenOf(e.times), Back: e.back}
	switch {
	case is == nil:
		p.Action = Created
		return p
	case e.same(is.Schedule):
		p.Action = Unchanged
	default:
		p.Action = Changed
	}
	if p.Was = detailsOf(is.Schedule); p.Action == Changed && p.Was == p.When {
		p.Was = "" // something else about it is different, or somebody changed it at Temporal
	}
	return p
}

// describe is a schedule as Temporal has it; nil: it has none.
func (o Orders) describe(ctx context.Context, id string) (*client.ScheduleDescription, error) {
	d, err := o.Temporal.ScheduleClient().GetHandle(ctx, id).Describe(ctx)
	var none *serviceerror.NotFound
	if errors.As(err, &none) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("ask about the schedule %s: %w", id, err)
	}
	return d, nil
}

// stray are schedules that no scheme asks for: of the chosen, and of schemes that
// nobody knows any more.
func (o Orders) stray(ctx context.Context, chosen []*schemes.Scheme, known []string) ([]Applied, error) {
	wanted := map[string]bool{}
	for _, s := range chosen {
		wanted[workflows.ScheduleID(s.Name)] = true // planned, whether there is one or not
		for _, e := range timetable(s, time.Time{}) {
			wanted[e.id] = true
		}
	}
	all, err := o.scheduled(ctx)
	var stray []Applied
	for _, step := range all {
		step.Action = Gone
		if slices.ContainsFunc(chosen, func(s *schemes.Scheme) bool { return s.Name == step.Scheme }) {
			step.Action = Removed
		}
		if wanted[step.Schedule] || step.Action == Gone && (len(known) == 0 || slices.Contains(known, step.Scheme)) {
			continue
		}
		stray = append(stray, step)
	}
	return stray, err
}
