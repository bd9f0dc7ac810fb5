package kingdee

import (
	"context"
	"errors"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// refusedAsOne is a refusal that may be about any bill of a call, and to which none
// of them owes that it is there: what goes wrong before bills are looked at is told
// of the first, and of no other. Sent alone, each gets an answer of its own.
func (c *Client) refusedAsOne(ctx context.Context, k call, form string, st *status, bills []connectors.Entry) error {
	if len(bills) == 1 || !st.ofNobody(bills[0].Number) {
		return nil
	}
	e := c.refused(k, st, st.Errors)
	if !errors.Is(e, connectors.ErrRejected) || !c.noneThere(ctx, form, bills) {
		return nil
	}
	e.Kind = connectors.ErrRejected
	return e
}

// movedNobody is the same of a call that moves bills: made again, what it did is done.
func (c *Client) movedNobody(k call, st *status, bills []connectors.Receipt) error {
	if len(bills) == 1 || !st.ofNobody(or(bills[0].Number, bills[0].ID)) {
		return nil
	}
	if e := c.refused(k, st, st.Errors); errors.Is(e, connectors.ErrRejected) {
		return e
	}
	return nil
}

// ofNobody: nothing was done, and all that is said is said of the first bill without
// its number.
func (st *status) ofNobody(first string) bool {
	if st.IsSuccess || len(st.SuccessEntitys) > 0 || len(st.Errors) == 0 {
		return false
	}
	return !slices.ContainsFunc(st.Errors, func(p problem) bool { return p.DIndex != 0 || has(p.Message, first) })
}

// noneThere: no bill of a call has been saved, or saving it once more does nothing.
// Where that cannot be asked, each is looked for by itself.
func (c *Client) noneThere(ctx context.Context, form string, bills []connectors.Entry) bool {
	var numbers []string
	for _, e := range bills {
		switch {
		case e.ID != "":
		case e.Number == "":
			return false
		default:
			numbers = append(numbers, e.Number)
		}
	}
	if len(numbers) == 0 {
		return true
	}
	found, err := c.find(ctx, form, keys(form).number, numbers)
	return err == nil && len(found) == 0
}
