package workflows

import (
	"slices"

	"go.temporal.io/sdk/workflow"

	"github.com/erpbridge/erpbridge/activities"
)

// carriesOnce is the name of a change to Sync and Backfill: before it, a document that
// was read twice could be in two pages at once.
const carriesOnce = "documents-once"

// once leaves out the documents of a page that another page is carrying: a row is read
// twice at the edge of two windows, or when it changes meanwhile. Whoever met a call
// that is under way would have to take it for one that was interrupted. No version is
// noted of the many that are read once.
func (b *bulk) once(ctx workflow.Context, page []activities.Delivery) []activities.Delivery {
	again := func(d activities.Delivery) bool { return b.carried[d.Key] }
	if !slices.ContainsFunc(page, again) || workflow.GetVersion(ctx, carriesOnce, workflow.DefaultVersion, 1) == workflow.DefaultVersion {
		return page
	}
	left := slices.DeleteFunc(slices.Clone(page), again)
	b.progress.Elsewhere += len(page) - len(left)
	return left
}

// holds notes that a page is under way, or is not any more.
func (b *bulk) holds(page []activities.Delivery, on bool) {
	for _, d := range page {
		if on {
			b.carried[d.Key] = true
		} else {
			delete(b.carried, d.Key)
		}
	}
}
