package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

func (a *app) apply() *cobra.Command {
	var since string
	c := &cobra.Command{
		Use: "apply [NAME…]", Short: a.say.Text("apply.short"), Long: a.say.Text("apply.long"),
		Example: "  starter apply\n  starter apply jushuitan-refund-to-kingdee-return --since 2026-11-01",
		RunE:    func(c *cobra.Command, names []string) error { return a.runApply(c.Context(), names, since) },
	}
	c.Flags().StringVar(&since, "since", "", a.say.Text("flag.since"))
	return c
}

func (a *app) runApply(ctx context.Context, names []string, since string) error {
	from, err := a.since(since)
	if err != nil {
		return err
	}
	lib, err := a.library()
	if err != nil {
		return err
	}
	chosen, err := a.chosen(lib, names)
	if err != nil {
		return err
	}
	done := appliedList{Applied: []applied{}}
	if len(names) == 0 { // who names a scheme wants it
		chosen, done.LeftOut = a.able(lib, chosen)
	}
	return a.withOrders(ctx, func(o orders.Orders) error { return a.applyAll(ctx, o, chosen, from, done) })
}

// applyAll goes on after a scheme that could not be applied: the others are
// none the worse for it.
func (a *app) applyAll(ctx context.Context, o orders.Orders, chosen []*schemes.Scheme, from time.Time, done appliedList) error {
	failed := 0
	for _, s := range chosen {
		did, err := o.Apply(ctx, s, from)
		if err != nil {
			a.note("apply.failed", "Scheme", s.Name, "Error", err)
			failed++
			continue
		}
		did.When = when(s.Schedule)
		done.Applied = append(done.Applied, applied{Applied: did, Schedule: workflows.ScheduleID(s.Name)})
	}
	if err := a.print(done); err != nil || failed == 0 {
		return err
	}
	return a.fail("apply.incomplete", "Count", failed)
}

// appliedList is what became of the schedules.
type appliedList struct {
	Applied []applied `json:"applied"`
	LeftOut []leftOut `json:"left_out,omitempty"`
}

type applied struct {
	orders.Applied
	Schedule string `json:"schedule"` // its id at Temporal
}

func (l appliedList) text(p *page) {
	for _, s := range l.Applied {
		switch s.Action {
		case "created":
			p.line("apply.created", "Scheme", s.Scheme, "When", p.schedule(s.When))
		case "changed":
			p.line("apply.changed", "Scheme", s.Scheme, "When", p.schedule(s.When))
		default:
			p.line("apply.unscheduled", "Scheme", s.Scheme)
		}
	}
	for _, s := range l.LeftOut {
		p.line("apply.leftout", "Scheme", s.Scheme, "Reason", s.Reason)
	}
}
