package connectorstest_test

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors"
)

const tooEarly = "writes: what was overtaken is not sent"

// fenced asks whether a call may still be sent: behind the login, or, with the
// flaw, before it.
func (c *client) fenced(ctx context.Context, api string, early bool) error {
	if api == "/login" || api == "/read" || api == "/find" || early != (c.flaw == tooEarly) {
		return nil
	}
	if err := connectors.Pass(ctx); err != nil {
		e := c.refuse(connectors.ErrUnavailable, api, "nothing was sent: "+err.Error())
		e.Err = err
		return e
	}
	return nil
}

// Amends says that no entry replaces another by its id.
func (c *client) Amends(connectors.Call) bool { return false }

// Recall makes documents drafts again.
func (c *client) Recall(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.UnAudit(ctx, k, receipts)
}
