package orders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// Apply makes a scheme's schedules what its file says, and tells of each; that of
// its runs comes first. A new one of runs starts a run at once; since is where
// that first run begins to read.
func (o Orders) Apply(ctx context.Context, s *schemes.Scheme, since time.Time) ([]Applied, error) {
	plan, err := o.Plan(ctx, []*schemes.Scheme{s}, nil)
	if err != nil {
		return nil, err
	}
	for _, step := range plan {
		if err := o.Do(ctx, step, s, since); err != nil {
			return nil, err
		}
	}
	return plan, nil
}

// Do carries out one step of a plan. The scheme is that of the step; nil when it
// is gone.
func (o Orders) Do(ctx context.Context, step Applied, s *schemes.Scheme, since time.Time) error {
	switch step.Action {
	case Unscheduled:
		return nil
	case Removed, Gone:
		return o.remove(ctx, step.Schedule)
	}
	table := timetable(s, since)
	at := slices.IndexFunc(table, func(e entry) bool { return e.id == step.Schedule })
	if at < 0 {
		return fmt.Errorf("scheme %s has no schedule %s", step.Scheme, step.Schedule)
	}
	return o.put(ctx, table[at])
}

// put creates a schedule, or changes the one there is: also one that is as it
// should be, for since is perhaps another.
func (o Orders) put(ctx context.Context, e entry) error {
	_, err := o.Temporal.ScheduleClient().Create(ctx, e.options())
	if errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return o.change(ctx, e)
	}
	if err != nil {
		return fmt.Errorf("create the schedule %s: %w", e.id, err)
	}
	return nil
}

func (o Orders) change(ctx context.Context, e entry) error {
	err := o.Temporal.ScheduleClient().GetHandle(ctx, e.id).Update(ctx, client.ScheduleUpdateOptions{
		DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
			schedule, spec := in.Description.Schedule, specOf(e.id, e.times) // its pause and its note stay
			schedule.Spec, schedule.Action = &spec, e.action()
			schedule.Policy = &client.SchedulePolicies{Overlap: overlap, CatchupWindow: catchUp}
			return &client.ScheduleUpdate{Schedule: &schedule}, nil
		},
	})
	if err != nil {
		return fmt.Errorf("change the schedule %s: %w", e.id, err)
	}
	return nil
}

// remove takes away a schedule that no scheme asks for any more. What it has
// started goes on to its end.
func (o Orders) remove(ctx context.Context, id string) error {
	err := o.Temporal.ScheduleClient().GetHandle(ctx, id).Delete(ctx)
	var none *serviceerror.NotFound
	if err != nil && !errors.As(err, &none) {
		return fmt.Errorf("remove the schedule %s: %w", id, err)
	}
	return nil
}

// Trigger starts the run of a schedule now, on top of its times. A run that is
// under way makes it do nothing.
func (o Orders) Trigger(ctx context.Context, scheme string) error {
	there, err := o.TriggerSchedule(ctx, workflows.ScheduleID(scheme))
	if err == nil && !there {
		return o.StartSync(ctx, scheme, time.Time{})
	}
	return err
}

// TriggerSchedule starts now what a schedule starts at its times, unless that is
// under way; false when there is no such schedule.
func (o Orders) TriggerSchedule(ctx context.Context, id string) (there bool, err error) {
	err = o.Temporal.ScheduleClient().GetHandle(ctx, id).Trigger(ctx, client.ScheduleTriggerOptions{Overlap: overlap})
	var none *serviceerror.NotFound
	if errors.As(err, &none) {
		return false, nil
	}
	if err != nil {
		return true, fmt.Errorf("trigger the schedule %s: %w", id, err)
	}
	return true, nil
}
