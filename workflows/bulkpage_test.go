package workflows_test

import (
	"context"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows"
)

// reread is a source that brings three documents, and is read on, without anything
// new, until they have been carried.
type reread struct {
	pages   int
	carried atomic.Int64
}

const patiencePages = 1000

func (r *reread) PlanSync(context.Context, activities.PlanInput) (activities.Plan, error) {
	now := time.Unix(1_700_000_000, 0)
	return activities.Plan{
		Scheme: "a", Delivers: true, Bulk: 2, Goal: docstore.Saved, Watermark: now,
		Windows: []connectors.Window{{From: now, To: now.Add(time.Hour)}},
	}, nil
}

func (r *reread) Unfilled(context.Context, []string) ([]string, error) { return nil, nil }

func (r *reread) WakeWaiting(context.Context, string) error { return nil }

func (r *reread) FetchPage(context.Context, activities.FetchInput) (activities.Fetched, error) {
	r.pages++
	page := activities.Fetched{Next: strconv.Itoa(r.pages), Rows: 3}
	if r.pages == 1 {
		page.New, page.Keys = 3, []string{"1", "2", "3"}
	}
	if r.carried.Load() > 0 || r.pages == patiencePages {
		page.Next = ""
	}
	return page, nil
}

func (r *reread) NextOf(_ context.Context, in activities.NextOfInput) (next activities.Next, err error) {
	for _, key := range in.Keys {
		next.Documents = append(next.Documents, activities.Delivery{Key: key})
	}
	return next, nil
}

func (r *reread) NextDocuments(context.Context, activities.NextInput) (activities.Next, error) {
	return activities.Next{}, nil
}

func (r *reread) CarryPage(_ context.Context, in activities.PageInput) (activities.Paged, error) {
	r.carried.Add(int64(len(in.Documents)))
	return activities.Paged{Ended: map[docstore.State]int{docstore.Saved: len(in.Documents)}}, nil
}

// What does not fill a page does not wait for a reading that brings nothing new.
func TestTheRestOfAReadingIsCarriedWhileItGoesOn(t *testing.T) {
	t.Parallel()
	env := patient()
	r := &reread{}
	env.RegisterActivityWithOptions(r, activity.RegisterOptions{})
	env.ExecuteWorkflow(workflows.Sync, workflows.SyncInput{Scheme: "a"})
	var p workflows.Progress
	if err := env.GetWorkflowResult(&p); err != nil {
		t.Fatal(err)
	}
	if p.Ended[string(docstore.Saved)] != 3 || r.carried.Load() != 3 || r.pages == patiencePages {
		t.Errorf("%d carried when %d pages were read: %+v", r.carried.Load(), r.pages, p)
	}
}
