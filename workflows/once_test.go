package workflows_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows"
)

// edges is a source whose rows are in two windows, and a target that is done with
// them only when those of the third window come.
type edges struct {
	next  chan struct{}
	mu    sync.Mutex
	taken map[string]int // pages that a document was in
}

func (e *edges) PlanPast(context.Context, activities.PastInput) (activities.Plan, error) {
	windows := make([]connectors.Window, 3)
	for i := range windows {
		windows[i] = connectors.Window{From: time.Unix(int64(i), 0), To: time.Unix(int64(i)+1, 0)}
	}
	return activities.Plan{Scheme: "a", Past: true, Delivers: true, Bulk: 1, Windows: windows}, nil
}

func (e *edges) Unfilled(context.Context, []string) ([]string, error) { return nil, nil }

func (e *edges) FetchPage(_ context.Context, in activities.FetchInput) (activities.Fetched, error) {
	var page activities.Fetched
	for i := range 200 {
		page.Keys = append(page.Keys, fmt.Sprint(in.Window.From.Unix()/2, "-", i))
	}
	page.Rows, page.New = len(page.Keys), len(page.Keys)
	return page, nil
}

func (e *edges) NextOf(_ context.Context, in activities.NextOfInput) (activities.Next, error) {
	var next activities.Next
	for _, key := range in.Keys {
		next.Documents = append(next.Documents, activities.Delivery{Key: key})
	}
	return next, nil
}

func (e *edges) CarryPage(ctx context.Context, in activities.PageInput) (activities.Paged, error) {
	e.mu.Lock()
	again := e.taken[in.Documents[0].Key] > 0
	for _, d := range in.Documents {
		e.taken[d.Key]++
	}
	e.mu.Unlock()
	switch {
	case again:
	case in.Documents[0].Key == "1-0":
		close(e.next)
	default:
		<-e.next
	}
	return activities.Paged{Ended: map[docstore.State]int{docstore.Audited: len(in.Documents)}}, nil
}

func (e *edges) WakeWaiting(context.Context, string) (int, error) { return 0, nil }

// A row at the edge of two windows is read twice. Its document is on its way once.
func TestADocumentIsInOnePageAtATime(t *testing.T) {
	t.Parallel()
	e := &edges{next: make(chan struct{}), taken: map[string]int{}}
	env := patient()
	env.RegisterActivityWithOptions(e, activity.RegisterOptions{})
	env.ExecuteWorkflow(workflows.Backfill, workflows.BackfillInput{PastInput: activities.PastInput{Scheme: "a"}})
	var p workflows.Progress
	if err := env.GetWorkflowResult(&p); err != nil {
		t.Fatal(err)
	}
	for key, pages := range e.taken {
		if pages != 1 {
			t.Fatalf("%s was in %d pages at once", key, pages)
		}
	}
	if len(e.taken) != 400 || p.Started != 400 || p.Elsewhere != 200 || p.Ended["audited"] != 400 {
		t.Errorf("%d documents were carried: %+v", len(e.taken), p)
	}
}
