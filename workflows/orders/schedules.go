package orders

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
)

// Apply makes a scheme's schedule what its file says. A new schedule starts a
// run at once; since is where that first run begins to read.
func (o Orders) Apply(ctx context.Context, s *schemes.Scheme, since time.Time) (Applied, error) {
	spec, when := spec(s.Schedule)
	if when == "" {
		return Applied{Scheme: s.Name, Action: Unscheduled}, o.Remove(ctx, s.Name)
	}
	_, err := o.Temporal.ScheduleClient().Create(ctx, options(s, spec, since))
	if errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return o.change(ctx, s, spec, when, since)
	}
	if err != nil {
		return Applied{}, fmt.Errorf("create the schedule of scheme %s: %w", s.Name, err)
	}
	return Applied{Scheme: s.Name, Action: Created, When: when}, nil
}

func options(s *schemes.Scheme, spec client.ScheduleSpec, since time.Time) client.ScheduleOptions {
	return client.ScheduleOptions{
		ID: workflows.ScheduleID(s.Name), Spec: spec, Action: action(s, since),
		// A run that is late must not be joined by a second one: the next window
		// starts at the watermark and covers what was skipped.
		Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_SKIP, CatchupWindow: catchUp,
		TriggerImmediately: true, Note: s.Title,
		TypedSearchAttributes: temporal.NewSearchAttributes(workflows.SchemeAttribute.ValueSet(s.Name)),
	}
}

func action(s *schemes.Scheme, since time.Time) *client.ScheduleWorkflowAction {
	return &client.ScheduleWorkflowAction{
		ID: workflows.SyncID(s.Name), Workflow: workflows.SyncName, TaskQueue: workflows.TaskQueue,
		Args:                  []any{workflows.SyncInput{Scheme: s.Name, Since: since}},
		TypedSearchAttributes: temporal.NewSearchAttributes(workflows.SchemeAttribute.ValueSet(s.Name)),
		StaticSummary:         s.Title,
		StaticDetails:         whenOf(s.Schedule), // for people, and for plans: Temporal gives no crontab back
	}
}

func (o Orders) change(ctx context.Context, s *schemes.Scheme, spec client.ScheduleSpec, when string, since time.Time) (Applied, error) {
	h := o.Temporal.ScheduleClient().GetHandle(ctx, workflows.ScheduleID(s.Name))
	err := h.Update(ctx, client.ScheduleUpdateOptions{
		DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
			schedule := in.Description.Schedule // its pause and its note stay
			schedule.Spec, schedule.Action = &spec, action(s, since)
			return &client.ScheduleUpdate{Schedule: &schedule}, nil
		},
	})
	if err != nil {
		return Applied{}, fmt.Errorf("change the schedule of scheme %s: %w", s.Name, err)
	}
	return Applied{Scheme: s.Name, Action: Changed, When: when}, nil
}

// Remove takes away the schedule of a scheme whose file has none any more, or is
// gone itself. A run that is under way goes on to its end.
func (o Orders) Remove(ctx context.Context, scheme string) error {
	err := o.Temporal.ScheduleClient().GetHandle(ctx, workflows.ScheduleID(scheme)).Delete(ctx)
	var none *serviceerror.NotFound
	if err != nil && !errors.As(err, &none) {
		return fmt.Errorf("remove the schedule of scheme %s: %w", scheme, err)
	}
	return nil
}

// spec turns a scheme's schedule into Temporal's. Cron lines are read in
// Asia/Shanghai, as those who write them live there.
func spec(s schemes.Schedule) (client.ScheduleSpec, string) {
	switch {
	case s.Every > 0:
		every := []client.ScheduleIntervalSpec{{Every: s.Every}}
		return client.ScheduleSpec{Intervals: every}, whenOf(s)
	case len(s.Cron) > 0:
		return client.ScheduleSpec{CronExpressions: s.Cron, TimeZoneName: "Asia/Shanghai"}, whenOf(s)
	default:
		return client.ScheduleSpec{}, ""
	}
}

// whenOf is a schedule in one line; "" when there is none.
func whenOf(s schemes.Schedule) string {
	if s.Every > 0 {
		return s.Every.String()
	}
	return strings.Join(s.Cron, "; ")
}

// Trigger starts the run of a schedule now, on top of its times. A run that is
// under way makes it do nothing.
func (o Orders) Trigger(ctx context.Context, scheme string) error {
	err := o.Temporal.ScheduleClient().GetHandle(ctx, workflows.ScheduleID(scheme)).
		Trigger(ctx, client.ScheduleTriggerOptions{Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_SKIP})
	var none *serviceerror.NotFound
	if errors.As(err, &none) {
		return o.StartSync(ctx, scheme, time.Time{})
	}
	if err != nil {
		return fmt.Errorf("trigger the schedule of scheme %s: %w", scheme, err)
	}
	return nil
}
