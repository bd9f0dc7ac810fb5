package cli

import (
	"context"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/messages"
	"github.com/erpbridge/erpbridge/workflows"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

func (a *app) backfillStatus() *cobra.Command {
	return &cobra.Command{
		Use: "status [SCHEME]", Short: a.say.Text("backfill.status.short"), Long: a.say.Text("backfill.status.long"),
		Args: a.between(0, 1),
		RunE: func(c *cobra.Command, names []string) error {
			return a.tellBackfills(c.Context(), names, (*app).askBackfills)
		},
	}
}

func (a *app) backfillCancel() *cobra.Command {
	return &cobra.Command{
		Use: "cancel SCHEME", Short: a.say.Text("backfill.cancel.short"), Long: a.say.Text("backfill.cancel.long"),
		Args: a.between(1, 1),
		RunE: func(c *cobra.Command, names []string) error {
			return a.tellBackfills(c.Context(), names, (*app).cancelBackfills)
		},
	}
}

// tellBackfills does something with the backfills of the schemes, and tells of them.
func (a *app) tellBackfills(ctx context.Context, names []string, do func(*app, context.Context, orders.Orders, *schemes.Scheme) ([]backfillStanding, error)) error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	chosen, err := a.chosen(lib, names)
	if err != nil {
		return err
	}
	list := backfillList{Backfills: []backfillStanding{}}
	return a.withOrders(ctx, func(o orders.Orders) error {
		for _, s := range chosen {
			found, err := do(a, ctx, o, s)
			if err != nil {
				return a.fail("temporal.failed", "Error", err)
			}
			list.Backfills = append(list.Backfills, found...)
		}
		return a.print(list)
	})
}

func (a *app) askBackfills(ctx context.Context, o orders.Orders, s *schemes.Scheme) ([]backfillStanding, error) {
	all, err := o.Backfills(ctx, s.Name)
	if err != nil {
		return nil, err
	}
	told := make([]backfillStanding, len(all))
	for i, b := range all {
		told[i] = askBackfill(ctx, o, s.Name, b)
	}
	return told, nil
}

// askBackfill: one that cannot answer, for want of a worker, is listed without.
func askBackfill(ctx context.Context, o orders.Orders, scheme string, b orders.Backfilling) backfillStanding {
	ask, stop := context.WithTimeout(ctx, 3*time.Second)
	defer stop()
	st := standingOf(scheme, b, b.Status)
	p, err := o.BackfillProgress(ask, b)
	if err != nil {
		st.Problem = err.Error()
		return st
	}
	st.Progress, st.Problem = &p, p.Trouble
	return st
}

// cancelled is the word for a backfill that has been told to end.
const cancelled = "Cancelling"

func (a *app) cancelBackfills(ctx context.Context, o orders.Orders, s *schemes.Scheme) ([]backfillStanding, error) {
	all, err := o.Backfills(ctx, s.Name)
	var told []backfillStanding
	for _, b := range all {
		if err != nil || !b.Running() {
			continue
		}
		err = o.Cancel(ctx, b)
		told = append(told, standingOf(s.Name, b, cancelled))
	}
	return told, err
}

// backfillList is how backfills stand.
type backfillList struct {
	Backfills []backfillStanding `json:"backfills"`
}

type backfillStanding struct {
	Scheme     string              `json:"scheme"`
	WorkflowID string              `json:"workflow_id"`
	Status     string              `json:"status"` // Running, Completed, Canceled, Failed, Terminated, TimedOut; Cancelling
	Started    time.Time           `json:"started"`
	Closed     time.Time           `json:"closed,omitzero"`
	Progress   *workflows.Progress `json:"progress,omitempty"`
	Problem    string              `json:"problem,omitempty"`
}

func standingOf(scheme string, b orders.Backfilling, status string) backfillStanding {
	st := backfillStanding{Scheme: scheme, WorkflowID: b.WorkflowID, Status: status, Started: b.Started.In(zone())}
	if !b.Closed.IsZero() {
		st.Closed = b.Closed.In(zone())
	}
	return st
}

func (l backfillList) text(p *page) {
	if len(l.Backfills) == 0 {
		p.line("backfill.none")
		return
	}
	rows := make([][]string, len(l.Backfills))
	for i, b := range l.Backfills {
		rows[i] = b.row(p.say)
	}
	p.table([]string{
		"column.workflow", "column.state", "column.began", "column.windows", "column.rows",
		"column.new", "column.changed", "column.begun", "column.reason",
	}, rows, 4, 5, 6, 7, 8)
}

func (b backfillStanding) row(say *messages.Printer) []string {
	row := []string{b.WorkflowID, b.state(say), shown(b.Started)}
	if p := b.Progress; p != nil {
		row = append(row, strconv.Itoa(p.Window)+"/"+strconv.Itoa(p.Windows))
		for _, n := range []int{p.Rows, p.New, p.Changed, p.Started} {
			row = append(row, strconv.Itoa(n))
		}
	} else {
		row = append(row, "-", "-", "-", "-", "-")
	}
	return append(row, say.Reason(b.Problem))
}

func (b backfillStanding) state(say *messages.Printer) string {
	if b.Progress != nil && b.Progress.Paused && b.Closed.IsZero() {
		return say.Text("backfill.state.paused")
	}
	id, ok := map[string]string{
		"Running": "backfill.state.running", "Completed": "backfill.state.completed", "Canceled": "backfill.state.canceled",
		"Failed": "backfill.state.failed", "Terminated": "backfill.state.terminated", "TimedOut": "backfill.state.timedout",
		cancelled: "backfill.state.cancelling",
	}[b.Status]
	if !ok {
		return b.Status
	}
	return say.Text(id)
}
