package activities

import (
	"context"
	"fmt"

	"go.temporal.io/sdk/activity"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// reading takes the right to make calls that only read, until end is called. Those
// that write take theirs with the step they note; see claim. docstore.ErrPaused
// when a person has stopped the scheme.
func (a *Activities) reading(ctx context.Context, scheme, what string) (end func(), err error) {
	id := readingID(ctx, scheme, what)
	err = a.Store.BeginReading(ctx, docstore.Reading{ID: id, Scheme: scheme, What: what})
	if err != nil {
		return nil, err
	}
	return func() { a.endReading(ctx, scheme, id) }, nil
}

// endReading: one whose end cannot be noted holds up who pauses the scheme, and
// nobody else, until it is begun again.
func (a *Activities) endReading(ctx context.Context, scheme, id string) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), noting)
	defer stop()
	if err := a.Store.EndReading(ctx, id); err != nil {
		a.Log.WarnContext(ctx, "the end of a call could not be noted", "scheme", scheme, "error", err)
	}
}

// readingID is the same for every try of an activity.
func readingID(ctx context.Context, scheme, what string) string {
	if !activity.IsActivity(ctx) {
		return scheme + " " + what
	}
	info := activity.GetInfo(ctx)
	return fmt.Sprintf("%s %s %s", info.WorkflowExecution.ID, info.WorkflowExecution.RunID, info.ActivityID)
}
