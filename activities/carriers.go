package activities

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

// carriers tell whether a document is carried by another workflow than the one
// that asks: two runs of a scheme may meet, or a run and a workflow that a
// document has of its own.
type carriers struct {
	orders   Orders
	me       string
	underWay map[string]bool // by workflow id, as it was when it was first asked
}

func (a *Activities) carriers(ctx context.Context) carriers {
	me, _ := workflowOf(ctx)
	return carriers{orders: a.Orders, me: me, underWay: map[string]bool{}}
}

// elsewhere: the workflow that took the document's last step is another one, and
// has not ended.
func (c carriers) elsewhere(ctx context.Context, doc docstore.Document) (bool, error) {
	if doc.WorkflowID == "" || doc.WorkflowID == c.me {
		return false, nil
	}
	if under, known := c.underWay[doc.WorkflowID]; known {
		return under, nil
	}
	under, err := c.orders.UnderWay(ctx, doc.WorkflowID)
	if err == nil {
		c.underWay[doc.WorkflowID] = under
	}
	return under, err
}
