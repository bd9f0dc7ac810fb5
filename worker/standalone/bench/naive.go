package bench

import (
	"encoding/json"
	"errors"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/worker/settings"
)

const (
	naiveQueue    = "naive"
	naiveSync     = "NaiveSync"
	naiveDocument = "NaiveDocument"
)

// naiveInput starts the naive run, or continues it.
type naiveInput struct {
	Window connectors.Window `json:"window"`
	Cursor string            `json:"cursor"`
}

// naivePage is a page, with its documents in the history.
type naivePage struct {
	Documents []naiveRow `json:"documents"`
	Next      string     `json:"next"`
}

// naiveRow is a document as the source sent it.
type naiveRow struct {
	Key     string          `json:"key"`
	Number  string          `json:"number"`
	Content json.RawMessage `json:"content"`
}

// startNaive begins the worker of the naive lane, as it comes, and with a client as it
// comes: ours packs nothing.
func startNaive(p *parts, scheme string) (stop func(), err error) {
	s, err := p.library.Get(scheme)
	if err != nil {
		return nil, err
	}
	c, err := stockClient(p)
	if err != nil {
		return nil, err
	}
	w := worker.New(c, naiveQueue, worker.Options{})
	n := &naive{Steps: s.Target.Steps}
	w.RegisterWorkflowWithOptions(n.Sync, workflow.RegisterOptions{Name: naiveSync})
	w.RegisterWorkflowWithOptions(n.Document, workflow.RegisterOptions{Name: naiveDocument})
	const kept = 64 << 20 // bytes of what lookups found, as the engine keeps
	w.RegisterActivity(&naiveActivities{scheme: s, accounts: p.accounts, lookups: activities.NewLookups(p.store, kept)})
	return func() { w.Stop(); c.Close() }, w.Start()
}

func stockClient(p *parts) (client.Client, error) {
	set, err := settings.Read(p.environ)
	if err != nil {
		return nil, err
	}
	return client.Dial(client.Options{
		HostPort: set.TemporalAddress, Namespace: set.TemporalNamespace, Logger: log.NewStructuredLogger(quiet()),
	})
}

// naive is what one would write first: it carries the documents of a page side by
// side, each in a workflow with an activity for each call, and a page after another.
type naive struct {
	Steps []schemes.Step
}

// Sync reads the window page by page, and has each page carried.
func (n *naive) Sync(ctx workflow.Context, in naiveInput) error {
	var acts *naiveActivities
	for {
		var page naivePage
		if err := workflow.ExecuteActivity(naiveOptions(ctx), acts.Fetch, in).Get(ctx, &page); err != nil {
			return err
		}
		if err := carryAll(ctx, page.Documents); err != nil {
			return err
		}
		if in.Cursor = page.Next; in.Cursor == "" {
			return nil
		}
		if workflow.GetInfo(ctx).GetContinueAsNewSuggested() {
			return workflow.NewContinueAsNewError(ctx, naiveSync, in)
		}
	}
}

func carryAll(ctx workflow.Context, documents []naiveRow) error {
	var children []workflow.Future
	for _, d := range documents {
		child := workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
			WorkflowID: "naive:" + d.Key, WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
		})
		children = append(children, workflow.ExecuteChildWorkflow(child, naiveDocument, d))
	}
	for _, c := range children {
		err := c.Get(ctx, nil)
		var there *temporal.ChildWorkflowExecutionAlreadyStartedError
		if err != nil && !errors.As(err, &there) { // carried with an earlier reading
			return err
		}
	}
	return nil
}

// Document saves, submits and audits, as far as the scheme's steps go.
func (n *naive) Document(ctx workflow.Context, d naiveRow) error {
	var acts *naiveActivities
	ctx = naiveOptions(ctx)
	var r connectors.Receipt
	if err := workflow.ExecuteActivity(ctx, acts.SaveBill, d).Get(ctx, &r); err != nil {
		return err
	}
	if len(n.Steps) == 1 {
		return nil
	}
	if err := workflow.ExecuteActivity(ctx, acts.SubmitBill, r).Get(ctx, nil); err != nil {
		return err
	}
	return workflow.ExecuteActivity(ctx, acts.AuditBill, r).Get(ctx, nil)
}

func naiveOptions(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute})
}
