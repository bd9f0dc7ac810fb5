package orders

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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

// Applied says what was done with a scheme's schedule, or is to be done.
type Applied struct {
	Scheme string `json:"scheme"`
	Action string `json:"action"` // created, changed, unchanged, unscheduled, removed, gone
	When   string `json:"when,omitempty"`
	Was    string `json:"was,omitempty"` // when it ran before; empty also when nobody knows
}

// Plan says what applying the schemes would do. Schedules of schemes that are
// not among the known are found, too; with none known nobody looks for them.
func (o Orders) Plan(ctx context.Context, chosen []*schemes.Scheme, known []string) ([]Applied, error) {
	var plan []Applied
	for _, s := range chosen {
		is, there, err := o.schedule(ctx, s.Name)
		if err != nil {
			return nil, err
		}
		plan = append(plan, planned(s, is, there))
	}
	if len(known) == 0 {
		return plan, nil
	}
	gone, err := o.gone(ctx, known)
	return append(plan, gone...), err
}

func planned(s *schemes.Scheme, is string, there bool) Applied {
	p := Applied{Scheme: s.Name, When: whenOf(s.Schedule), Was: is}
	switch {
	case p.When == "" && there:
		p.Action = Removed
	case p.When == "":
		p.Action = Unscheduled
	case !there:
		p.Action = Created
	case is == p.When:
		p.Action = Unchanged
	default:
		p.Action = Changed
	}
	return p
}

// schedule says when a scheme's schedule runs, if it has one.
func (o Orders) schedule(ctx context.Context, scheme string) (when string, there bool, err error) {
	d, err := o.Temporal.ScheduleClient().GetHandle(ctx, workflows.ScheduleID(scheme)).Describe(ctx)
	var none *serviceerror.NotFound
	if errors.As(err, &none) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("ask about the schedule of scheme %s: %w", scheme, err)
	}
	if run, ok := d.Schedule.Action.(*client.ScheduleWorkflowAction); ok {
		when = run.StaticDetails
	}
	if every := d.Schedule.Spec.Intervals; when == "" && len(every) == 1 { // made before the details were noted
		when = every[0].Every.String()
	}
	return when, true, nil
}

// gone are the schedules of schemes that nobody knows any more.
func (o Orders) gone(ctx context.Context, known []string) ([]Applied, error) {
	all, err := o.Temporal.ScheduleClient().List(ctx, client.ScheduleListOptions{})
	var gone []Applied
	for err == nil && all.HasNext() {
		var entry *client.ScheduleListEntry
		if entry, err = all.Next(); err != nil {
			break
		}
		name, ours := strings.CutPrefix(entry.ID, workflows.ScheduleID(""))
		if ours && !slices.Contains(known, name) {
			gone = append(gone, Applied{Scheme: name, Action: Gone})
		}
	}
	if err != nil {
		return nil, fmt.Errorf("list the schedules: %w", err)
	}
	slices.SortFunc(gone, func(a, b Applied) int { return strings.Compare(a.Scheme, b.Scheme) })
	return gone, nil
}
