package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.temporal.io/sdk/client"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/starter/messages"
	"github.com/erpbridge/erpbridge/workflows"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

// look is how often a run that is waited for is asked how far it is.
const look = 2 * time.Second

// await says on stderr how a run comes on, until it ends or the person has
// waited enough; the run goes on either way.
func (a *app) await(ctx context.Context, o orders.Orders, run client.WorkflowRun, r runResult) error {
	a.note("run.watching", "WorkflowID", r.WorkflowID, "Path", r.Web)
	end := ending(ctx, run)
	tick := time.NewTicker(look)
	defer tick.Stop()
	before := ""
	for {
		select {
		case e := <-end:
			return a.ended(ctx, e, r)
		case <-tick.C:
			before = a.progress(ctx, o, r.WorkflowID, before)
		}
	}
}

// ended is how a run ended.
type ended struct {
	progress workflows.Progress
	err      error
}

func ending(ctx context.Context, run client.WorkflowRun) <-chan ended {
	end := make(chan ended, 1)
	go func() {
		var e ended
		e.err = run.Get(ctx, &e.progress)
		end <- e
	}()
	return end
}

func (a *app) ended(ctx context.Context, e ended, r runResult) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return a.fail("run.left", "WorkflowID", r.WorkflowID)
	}
	if e.err != nil {
		return a.fail("run.failed", "Scheme", r.Scheme, "WorkflowID", r.WorkflowID, "Error", e.err)
	}
	r.Result = &e.progress
	return a.print(r)
}

// progress writes a line when there is something new to say. A run that cannot
// be asked just now, for instance because no worker is there, is asked again.
func (a *app) progress(ctx context.Context, o orders.Orders, id, before string) string {
	ask, stop := context.WithTimeout(ctx, 5*look)
	defer stop()
	p, err := o.Progress(ask, id)
	now := progressLine(a.say, p)
	if err != nil {
		now = a.say.Text("run.silent")
	}
	if now != before && ctx.Err() == nil {
		_, _ = fmt.Fprintln(a.env.Stderr, now) // as in exit
	}
	return now
}

func progressLine(say *messages.Printer, p workflows.Progress) string {
	line := say.Text("run.progress", "Stage", stageName(say, p.Stage), "Window", p.Window, "Windows", p.Windows,
		"Rows", p.Rows, "New", p.New, "Changed", p.Changed, "Started", p.Started, "Ended", total(p.Ended))
	if p.Paused {
		line += say.Text("run.paused")
	}
	return line
}

func stageName(say *messages.Printer, stage string) string {
	id, ok := map[string]string{
		"plan": "stage.plan", "base data": "stage.base_data", "read": "stage.read",
		"deliver": "stage.deliver", "done": "stage.done",
	}[stage]
	if !ok {
		return stage
	}
	return say.Text(id)
}

func total(counts map[string]int) int {
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return sum
}

// summary is what a run did.
func (p *page) summary(r workflows.Progress) {
	p.line("run.done", "Scheme", r.Scheme, "Rows", r.Rows, "Pages", r.Pages, "New", r.New, "Changed", r.Changed)
	if r.Started+r.Elsewhere == 0 {
		return
	}
	p.line("run.delivered", "Started", r.Started, "Elsewhere", r.Elsewhere, "Ended", endings(p.say, r.Ended))
}

func endings(say *messages.Printer, counts map[string]int) string {
	var parts []string
	for _, state := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%s %d", stateName(say, docstore.State(state)), counts[state]))
	}
	return strings.Join(parts, ", ")
}
