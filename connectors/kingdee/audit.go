package kingdee

import (
	"context"

	"github.com/erpbridge/erpbridge/connectors"
)

// step is a call that moves bills from one state to another.
type step struct {
	method  string
	with    uses
	becomes connectors.TargetState
	// done says of a bill whether it is where the step leads; found is false for
	// a bill that does not exist.
	done func(r connectors.Receipt, found bool) bool
}

// Submit hands bills in for approval. One that is submitted or audited already
// is done.
func (c *Client) Submit(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.move(ctx, k, receipts, step{"Submit", inSubmit, connectors.Submitted, func(r connectors.Receipt, _ bool) bool {
		return r.Status == connectors.Submitted || r.Status == connectors.Audited
	}})
}

// Audit approves bills. One that is audited already is done.
func (c *Client) Audit(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.move(ctx, k, receipts, step{"Audit", inAudit, connectors.Audited, func(r connectors.Receipt, _ bool) bool {
		return r.Status == connectors.Audited
	}})
}

// UnAudit takes approval back. A bill that may be changed already is done.
func (c *Client) UnAudit(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.move(ctx, k, receipts, step{"UnAudit", inAudit, connectors.Draft, func(r connectors.Receipt, _ bool) bool {
		return r.Status == connectors.Draft
	}})
}

// Delete removes bills. One that does not exist is done.
func (c *Client) Delete(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	return c.move(ctx, k, receipts, step{"Delete", inDelete, "", func(_ connectors.Receipt, found bool) bool {
		return !found
	}})
}

// move makes one call for all bills, and one query more when some were refused
// or not mentioned: whether a refusal means "already there" depends on words in
// the user's language, the bill's state does not.
func (c *Client) move(ctx context.Context, k connectors.Call, receipts []connectors.Receipt, s step) ([]connectors.Outcome, error) {
	if len(receipts) == 0 {
		return nil, nil
	}
	form, err := c.form(k)
	if err != nil {
		return nil, err
	}
	request, named, err := c.moveCall(k, form, receipts, s)
	if err != nil {
		return nil, err
	}
	body, err := c.do(ctx, request)
	if err != nil {
		return nil, err
	}
	r, ok := findResult(body)
	if !ok {
		return nil, c.unexpected(request, body)
	}
	if err := c.refusedAltogether(request, r.Result.ResponseStatus); err != nil {
		return nil, err
	}
	if err := c.movedNobody(request, r.Result.ResponseStatus, receipts); err != nil {
		return nil, err
	}
	outcomes := c.moved(request, s, r.Result.ResponseStatus, receipts)
	c.settle(ctx, request, form, named, s, outcomes)
	return outcomes, nil
}

func (c *Client) moveCall(k connectors.Call, form string, receipts []connectors.Receipt, s step) (call, naming, error) {
	request := call{method: s.method, writes: true}
	named, err := c.name(request, receipts)
	if err != nil {
		return call{}, named, err
	}
	options, err := c.outerFields(request, k.Options, s.with)
	if err != nil {
		return call{}, named, err
	}
	data := append(connectors.Object{named.member()}, options...)
	request, err = c.withData(request, form, data)
	return request, named, err
}
