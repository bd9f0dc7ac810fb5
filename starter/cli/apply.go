package cli

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// applyFlags say how schemes are applied.
type applyFlags struct {
	since    string
	yes, dry bool
}

func (a *app) apply() *cobra.Command {
	var f applyFlags
	c := &cobra.Command{
		Use: "apply [NAME…]", Short: a.say.Text("apply.short"), Long: a.say.Text("apply.long"),
		Example: "  starter apply --dry-run\n  starter apply jushuitan-refund-to-kingdee-return --since 2026-11-01 --yes",
		RunE:    func(c *cobra.Command, names []string) error { return a.runApply(c.Context(), names, f) },
	}
	c.Flags().StringVar(&f.since, "since", "", a.say.Text("flag.since"))
	c.Flags().BoolVar(&f.yes, "yes", false, a.say.Text("flag.yes"))
	c.Flags().BoolVar(&f.dry, "dry-run", false, a.say.Text("flag.dry"))
	return c
}

// applying is an apply under way.
type applying struct {
	app    *app
	chosen []*schemes.Scheme
	known  []string // empty: only those chosen are looked at
	since  time.Time
	flags  applyFlags
	list   appliedList
}

func (a *app) runApply(ctx context.Context, names []string, f applyFlags) error {
	from, err := a.since(f.since)
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
	w := &applying{app: a, chosen: chosen, since: from, flags: f}
	if len(names) == 0 { // who names a scheme wants it
		w.chosen, w.list.LeftOut = a.able(lib, chosen)
		w.known = lib.Names()
	}
	return a.withOrders(ctx, func(o orders.Orders) error { return w.run(ctx, o) })
}

// run makes the plan, and then does what it says if it may.
func (w *applying) run(ctx context.Context, o orders.Orders) error {
	plan, err := o.Plan(ctx, w.chosen, w.known)
	if err != nil {
		return w.app.fail("temporal.failed", "Error", err)
	}
	w.list.Applied = w.listed(plan)
	if may, err := w.confirmed(); !may || err != nil {
		return err
	}
	return w.do(ctx, o)
}

// listed is a plan with schedules as the schemes write them.
func (w *applying) listed(plan []orders.Applied) []applied {
	list := make([]applied, len(plan))
	for i, p := range plan {
		p.When, p.Was = readable(p.When), readable(p.Was)
		list[i] = applied{Applied: p}
		if p.Back > 0 {
			list[i].Window = brief(p.Back)
		}
	}
	return list
}

func readable(when string) string {
	if d, err := time.ParseDuration(when); err == nil {
		return brief(d)
	}
	return when
}

// do goes on after a schedule that could not be applied: the others are none the
// worse for it.
func (w *applying) do(ctx context.Context, o orders.Orders) error {
	w.list.Done = true
	planned := w.list.Applied
	w.list.Applied = []applied{}
	failed := 0
	for _, p := range planned {
		if err := w.one(ctx, o, p); err != nil {
			w.app.note("apply.failed", "Scheme", p.Scheme, "Error", err)
			failed++
			continue
		}
		w.list.Applied = append(w.list.Applied, p)
	}
	if err := w.app.print(w.list); err != nil || failed == 0 {
		return err
	}
	return w.app.fail("apply.incomplete", "Count", failed)
}

func (w *applying) one(ctx context.Context, o orders.Orders, p applied) error {
	at := slices.IndexFunc(w.chosen, func(s *schemes.Scheme) bool { return s.Name == p.Scheme })
	if at < 0 {
		return o.Do(ctx, p.Applied, nil, w.since)
	}
	return o.Do(ctx, p.Applied, w.chosen[at], w.since)
}
