package kingdee

import (
	"cmp"
	"context"
	"errors"

	"github.com/erpbridge/erpbridge/connectors"
)

// Recall makes bills changeable (重新审核): audited ones are un-audited, those
// that are being audited are withdrawn (CancelAssign). One query says which is
// which, then at most one call of each is made.
func (c *Client) Recall(ctx context.Context, k connectors.Call, receipts []connectors.Receipt) ([]connectors.Outcome, error) {
	if len(receipts) == 0 {
		return nil, nil
	}
	form, err := c.form(k)
	if err != nil {
		return nil, err
	}
	named, err := c.name(call{method: unAudit}, receipts)
	if err != nil {
		return nil, err
	}
	found, err := c.find(ctx, form, named.by(form), named.values)
	if err != nil {
		return nil, c.notAsked(err)
	}
	outcomes := make([]connectors.Outcome, len(receipts))
	for i, value := range named.values {
		r, there := found[value]
		outcomes[i] = c.recallable(receipts[i], r, there)
	}
	err = cmp.Or(c.takeBack(ctx, k, unAudit, connectors.Audited, outcomes), c.takeBack(ctx, k, cancelAssign, connectors.Submitted, outcomes))
	if len(receipts) > 1 && errors.Is(err, connectors.ErrRejected) {
		return nil, err // it may be about any of them; made again, what was taken back is done
	}
	return outcomes, nil
}

const (
	unAudit      = "UnAudit"
	cancelAssign = "CancelAssign"
)

// notAsked: a query whose answer was lost has changed nothing.
func (c *Client) notAsked(err error) error {
	if !errors.Is(err, connectors.ErrUnknown) {
		return err
	}
	e := c.fail(call{method: "ExecuteBillQuery"}, connectors.ErrUnavailable, "how far the bill is could not be asked for: "+err.Error())
	e.Err = err
	return e
}

func (c *Client) recallable(asked, found connectors.Receipt, there bool) connectors.Outcome {
	if !there {
		return connectors.Outcome{Receipt: asked, Err: c.fail(call{method: unAudit}, connectors.ErrNotFound, "there is no such bill")}
	}
	return connectors.Outcome{Receipt: found}
}

// takeBack makes one call for the bills that are in a state, and writes their
// outcomes over those they had. The error is that of the call, which they have, too.
func (c *Client) takeBack(ctx context.Context, k connectors.Call, method string, from connectors.TargetState, outcomes []connectors.Outcome) error {
	var at []int
	var receipts []connectors.Receipt
	for i, o := range outcomes {
		if o.Err == nil && o.Receipt.Status == from {
			at, receipts = append(at, i), append(receipts, connectors.Receipt{ID: o.Receipt.ID})
		}
	}
	done, err := c.move(ctx, k, receipts, step{method, recalls(method), connectors.Draft, func(r connectors.Receipt, _ bool) bool {
		return r.Status == connectors.Draft
	}})
	for i, place := range at {
		if err != nil {
			outcomes[place].Err = err
			continue
		}
		number := outcomes[place].Receipt.Number
		outcomes[place] = done[i]
		outcomes[place].Receipt.Number = or(done[i].Receipt.Number, number)
	}
	return err
}

// recalls says which options go with a call.
func recalls(method string) uses {
	if method == unAudit {
		return inAudit
	}
	return inDelete // the four that all of these calls have
}

// Amends is true of bills. Base data in use is not un-audited to be changed, and
// it may have been allotted as it is.
func (c *Client) Amends(k connectors.Call) bool {
	form := textOption(k.Options, "FormId")
	return (equal(k.API, apiSave) || equal(k.API, apiBatchSave)) && keys(form).number == "FBillNo"
}
