package orders

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	commonpb "go.temporal.io/api/common/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/converter"

	"github.com/erpbridge/erpbridge/workflows"
)

// scheduled lists the schedules there are, of whatever scheme.
func (o Orders) scheduled(ctx context.Context) ([]Applied, error) {
	all, err := o.Temporal.ScheduleClient().List(ctx, client.ScheduleListOptions{})
	var found []Applied
	for err == nil && all.HasNext() {
		var entry *client.ScheduleListEntry
		if entry, err = all.Next(); err != nil {
			break
		}
		if one, ours := named(entry.ID); ours {
			found = append(found, one)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("list the schedules: %w", err)
	}
	slices.SortFunc(found, func(a, b Applied) int { return strings.Compare(a.Schedule, b.Schedule) })
	return found, nil
}

// named reads the id of a schedule. Names of schemes have no colon.
func named(id string) (Applied, bool) {
	a := Applied{Schedule: id}
	for kind, prefix := range map[string]string{
		KindRun: workflows.ScheduleID(""), KindReconcile: workflows.ReconcileID(""), KindRemedy: strings.TrimSuffix(workflows.RemedyID("", ""), ":"),
	} {
		if rest, ok := strings.CutPrefix(id, prefix); ok {
			a.Kind = kind
			a.Scheme, a.Name, _ = strings.Cut(rest, ":")
			return a, true
		}
	}
	return a, false
}

// of lists the ids of a scheme's schedules. What was made a moment ago is perhaps
// not listed yet; that of its runs always is.
func (o Orders) of(ctx context.Context, scheme string) ([]string, error) {
	ids := []string{workflows.ScheduleID(scheme)}
	all, err := o.scheduled(ctx)
	for _, one := range all {
		if one.Scheme == scheme && one.Kind != KindRun {
			ids = append(ids, one.Schedule)
		}
	}
	return ids, err
}

// each does something to every schedule of a scheme. A scheme without has only
// runs to stop.
func (o Orders) each(ctx context.Context, scheme, doing string, do func(client.ScheduleHandle) error) error {
	schedules, err := o.of(ctx, scheme)
	if err != nil {
		return err
	}
	var none *serviceerror.NotFound
	for _, id := range schedules {
		if err := do(o.Temporal.ScheduleClient().GetHandle(ctx, id)); err != nil && !errors.As(err, &none) {
			return fmt.Errorf("%s the schedule %s: %w", doing, id, err)
		}
	}
	return nil
}

// same says whether a schedule is as it was asked for, whoever changed it. When a
// first run begins to read is no difference: it is over.
func (e entry) same(is client.Schedule) bool {
	run, ok := is.Action.(*client.ScheduleWorkflowAction)
	if !ok || is.Spec == nil || is.Policy == nil {
		return false
	}
	want := e.action()
	return sameTimes(*is.Spec, specOf(e.id, e.times)) && is.Policy.Overlap == overlap && is.Policy.CatchupWindow == catchUp &&
		run.ID == want.ID && run.Workflow == want.Workflow && run.TaskQueue == want.TaskQueue &&
		run.Priority.PriorityKey == want.Priority.PriorityKey && e.sameInput(run.Args) && detailsOf(is) == want.StaticDetails
}

func (e entry) sameInput(args []any) bool {
	if len(args) != 1 {
		return false
	}
	payload, ok := args[0].(*commonpb.Payload)
	if !ok {
		return false
	}
	came := reflect.New(reflect.TypeOf(e.input))
	if err := converter.GetDefaultDataConverter().FromPayload(payload, came.Interface()); err != nil {
		return false // it is not what we would have written
	}
	if run, ok := came.Interface().(*workflows.SyncInput); ok {
		return run.Scheme == e.scheme
	}
	return reflect.DeepEqual(came.Elem().Interface(), e.input)
}

// detailsOf says when a schedule was last asked to run.
func detailsOf(is client.Schedule) string {
	if run, ok := is.Action.(*client.ScheduleWorkflowAction); ok && run.StaticDetails != "" {
		return run.StaticDetails
	}
	if is.Spec != nil && len(is.Spec.Intervals) == 1 { // made before the details were noted
		return is.Spec.Intervals[0].Every.String()
	}
	return ""
}
