package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/workflows"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// backfillFlags say what is read again.
type backfillFlags struct {
	from, to, by string
	dry          bool
}

func (a *app) backfill() *cobra.Command {
	var f backfillFlags
	c := &cobra.Command{
		Use: "backfill SCHEME --from TIME", Short: a.say.Text("backfill.short"), Long: a.say.Text("backfill.long"),
		Example: "  starter backfill jushuitan-refund-to-kingdee-return --from 2026-10-01 --to 2026-11-01 --dry-run\n" +
			"  starter backfill status\n  starter backfill cancel jushuitan-refund-to-kingdee-return",
		Args: a.between(1, 1),
		RunE: func(c *cobra.Command, args []string) error { return a.runBackfill(c.Context(), args[0], f) },
	}
	c.Flags().StringVar(&f.from, "from", "", a.say.Text("flag.backfill.from"))
	c.Flags().StringVar(&f.to, "to", "", a.say.Text("flag.backfill.to"))
	c.Flags().StringVar(&f.by, "by", byDay, a.say.Text("flag.backfill.by"))
	c.Flags().BoolVar(&f.dry, "dry-run", false, a.say.Text("flag.dry"))
	c.AddCommand(a.backfillStatus(), a.backfillCancel())
	return c
}

// The words for --by; it may also be a duration.
const (
	byDay  = "day"
	byHour = "hour"
)

func (a *app) runBackfill(ctx context.Context, name string, f backfillFlags) error {
	in, err := a.past(name, f)
	if err != nil {
		return err
	}
	lib, err := a.library()
	if err != nil {
		return err
	}
	s, err := a.scheme(lib, name)
	if err != nil {
		return err
	}
	begun, err := a.foresee(s, in)
	if err != nil {
		return err
	}
	if f.dry {
		return a.print(begun)
	}
	return a.withOrders(ctx, func(o orders.Orders) error { return a.startBackfill(ctx, o, in, begun) })
}

// past reads the flags.
func (a *app) past(scheme string, f backfillFlags) (activities.PastInput, error) {
	in := activities.PastInput{Scheme: scheme, To: a.env.Now()}
	if f.from == "" {
		return in, a.usage("usage.backfill")
	}
	var err error
	if in.From, err = a.since(f.from); err != nil {
		return in, err
	}
	if f.to != "" {
		if in.To, err = a.since(f.to); err != nil {
			return in, err
		}
	}
	in.Step, err = a.step(f.by)
	return in, err
}

func (a *app) step(by string) (time.Duration, error) {
	switch by {
	case byDay:
		return 24 * time.Hour, nil
	case byHour:
		return time.Hour, nil
	}
	step, err := time.ParseDuration(by)
	if err != nil || step < time.Minute {
		return 0, a.usage("usage.choice", "Flag", "--by", "Value", by, "Choices", byDay+", "+byHour+", 6h, 90m")
	}
	return step, nil
}

// foresee says what a backfill would read. Without the source's account its
// limits are not known here: whether it can be read so, the worker will say.
func (a *app) foresee(s *schemes.Scheme, in activities.PastInput) (backfillResult, error) {
	r := backfillResult{
		Scheme: s.Name, From: in.From.In(zone()), To: in.To.In(zone()), Step: brief(in.Step),
		WorkflowID: workflows.BackfillID(s.Name, in.From, in.To),
	}
	limits, known := connectors.ReadLimits{MaxWindow: in.Step}, false
	if s.Source.Connector == schemes.Collection {
		limits.MaxWindow = 0
	} else if a.env.Accounts != nil {
		limits, known = a.limits(s, limits)
	}
	past, err := activities.Past(s, limits, in, a.env.Now())
	if err != nil {
		return r, a.fail(noPast(err), "Scheme", s.Name, "Error", err)
	}
	if r.To = past.To.In(zone()); known {
		r.Windows, r.Step = past.Windows(), brief(past.Longest)
	}
	return r, nil
}

func (a *app) limits(s *schemes.Scheme, otherwise connectors.ReadLimits) (connectors.ReadLimits, bool) {
	source, err := connectors.As[connectors.Source](a.env.Accounts, s.Source.Connector, s.Source.Account)
	if err != nil {
		return otherwise, false
	}
	limits, err := source.Limits(s.Source.API)
	return limits, err == nil
}

// noPast is the message for a stretch that cannot be read again.
func noPast(err error) string {
	switch {
	case errors.Is(err, activities.ErrNoWindows):
		return "backfill.windows"
	case errors.Is(err, activities.ErrGroups):
		return "backfill.groups"
	default:
		return "backfill.times"
	}
}

func (a *app) startBackfill(ctx context.Context, o orders.Orders, in activities.PastInput, r backfillResult) error {
	run, err := o.Backfill(ctx, workflows.BackfillInput{PastInput: in})
	if err != nil {
		return a.fail("temporal.failed", "Error", err)
	}
	set, err := a.settings()
	if err != nil {
		return err
	}
	r.RunID, r.Web = run.GetRunID(), webPath(set.TemporalNamespace, run.GetID())
	return a.print(r)
}

// backfillResult is a backfill that was begun, or would be.
type backfillResult struct {
	Scheme     string    `json:"scheme"`
	From       time.Time `json:"from"`
	To         time.Time `json:"to"`
	Step       string    `json:"step"`
	Windows    int       `json:"windows,omitempty"` // 0: only the worker knows
	WorkflowID string    `json:"workflow_id"`
	RunID      string    `json:"run_id,omitempty"` // empty: nothing was begun
	Web        string    `json:"web_path,omitempty"`
}

func (r backfillResult) text(p *page) {
	p.line("backfill.range", "Scheme", r.Scheme, "From", shown(r.From), "To", shown(r.To), "Step", r.Step, "Windows", r.Windows)
	if r.RunID == "" {
		p.line("backfill.dry", "WorkflowID", r.WorkflowID)
		return
	}
	p.line("backfill.begun", "WorkflowID", r.WorkflowID)
	p.line("run.web", "Path", r.Web)
}
