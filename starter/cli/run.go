package cli

import (
	"context"
	"net/url"
	"time"

	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/workflows"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// runFlags are how a run is asked for.
type runFlags struct {
	since string
	wait  bool
}

func (a *app) run() *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use: "run NAME", Short: a.say.Text("run.short"), Long: a.say.Text("run.long"),
		Example: "  starter run jushuitan-refund-to-kingdee-return --since 2026-11-01 --wait", Args: a.between(1, 1),
		RunE: func(c *cobra.Command, args []string) error { return a.runRun(c.Context(), args[0], f) },
	}
	c.Flags().StringVar(&f.since, "since", "", a.say.Text("flag.since"))
	c.Flags().BoolVar(&f.wait, "wait", false, a.say.Text("flag.wait"))
	return c
}

func (a *app) runRun(ctx context.Context, name string, f runFlags) error {
	from, err := a.since(f.since)
	if err != nil {
		return err
	}
	lib, err := a.library()
	if err != nil {
		return err
	}
	if _, err := a.scheme(lib, name); err != nil {
		return err
	}
	if err := a.warnSince(ctx, name, from); err != nil {
		return err
	}
	return a.withOrders(ctx, func(o orders.Orders) error { return a.startRun(ctx, o, name, from, f.wait) })
}

// warnSince: only the first run of a scheme begins where it is told; every
// other one begins where the last one ended.
func (a *app) warnSince(ctx context.Context, name string, from time.Time) error {
	if from.IsZero() {
		return nil
	}
	return a.withStore(ctx, func(s store) error {
		mark, read, err := s.Watermark(ctx, name)
		if err != nil {
			return a.fail("store.failed", "Error", err)
		}
		if read {
			a.note("run.since.late", "Scheme", name, "Watermark", shown(mark))
		}
		return nil
	})
}

func (a *app) startRun(ctx context.Context, o orders.Orders, name string, from time.Time, wait bool) error {
	run, action, err := a.startOrJoin(ctx, o, name, from)
	if err != nil {
		return err
	}
	set, err := a.settings()
	if err != nil {
		return err
	}
	started := runResult{
		Scheme: name, Action: action, WorkflowID: run.GetID(), RunID: run.GetRunID(),
		Web: webPath(set.TemporalNamespace, run.GetID()),
	}
	if !wait {
		return a.print(started)
	}
	return a.await(ctx, o, run, started)
}

// The actions of run.
const (
	runStarted = "started"
	runJoined  = "joined"
)

// startOrJoin joins a run that is under way, also one that the schedule
// started: its id has the time appended, so starting would not find it.
func (a *app) startOrJoin(ctx context.Context, o orders.Orders, name string, from time.Time) (client.WorkflowRun, string, error) {
	running, err := o.Running(ctx, name)
	if err != nil {
		return nil, "", a.fail("temporal.failed", "Error", err)
	}
	if len(running) > 0 {
		return o.Temporal.GetWorkflow(ctx, running[0], ""), runJoined, nil
	}
	run, err := o.Run(ctx, workflows.SyncInput{Scheme: name, Since: from})
	if err != nil {
		return nil, "", a.fail("temporal.failed", "Error", err)
	}
	return run, runStarted, nil
}

// webPath is where the Temporal Web UI shows a workflow, below its own address.
func webPath(namespace, id string) string {
	return "/namespaces/" + url.PathEscape(namespace) + "/workflows/" + url.PathEscape(id)
}

// runResult is a run that was asked for, and how it ended when it was waited for.
type runResult struct {
	Scheme     string              `json:"scheme"`
	Action     string              `json:"action"` // started, joined
	WorkflowID string              `json:"workflow_id"`
	RunID      string              `json:"run_id"`
	Web        string              `json:"web_path"`
	Result     *workflows.Progress `json:"result,omitempty"`
}

func (r runResult) text(p *page) {
	if r.Result != nil {
		p.summary(*r.Result)
		return
	}
	if r.Action == runJoined {
		p.line("run.joined", "Scheme", r.Scheme, "WorkflowID", r.WorkflowID)
	} else {
		p.line("run.started", "Scheme", r.Scheme, "WorkflowID", r.WorkflowID)
	}
	p.line("run.web", "Path", r.Web)
}
