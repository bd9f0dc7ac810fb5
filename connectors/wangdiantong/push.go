package wangdiantong

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// What 旺店通 advises for one push.
const (
	maxOrders = 50
	maxBuyer  = 30 // orders of one buyer_nick
	maxLines  = 200
)

// MaxBatch is 50 orders for a push.
func (c *Client) MaxBatch(k connectors.Call) int {
	if k.API == push {
		return maxOrders
	}
	return 1
}

// Repeats says that an order may be pushed again as it was: 旺店通 updates it by its
// tid, and changes nothing when nothing has changed.
func (c *Client) Repeats(k connectors.Call) bool { return k.API == push }

// Upserts says that an order is known by its tid alone.
func (c *Client) Upserts(k connectors.Call) bool { return c.Repeats(k) }

// Save pushes orders: one call for those of one shop, and further ones only when
// some of them were refused (see settle). An order is refused by itself, with
// 旺店通's words; the moves of status that 旺店通 does not make are such refusals.
func (c *Client) Save(ctx context.Context, k connectors.Call, entries []connectors.Entry) ([]connectors.Outcome, error) {
	if err := c.pushable(k, len(entries)); err != nil {
		return nil, err
	}
	outcomes := make([]connectors.Outcome, len(entries))
	orders := c.orders(k, entries, outcomes)
	if failed := c.send(ctx, pack(orders), outcomes); failed != nil && allOf(outcomes, failed) {
		return nil, failed
	}
	return outcomes, nil
}

// orders are the entries that can be pushed; the others have their outcome.
func (c *Client) orders(k connectors.Call, entries []connectors.Entry, outcomes []connectors.Outcome) []order {
	shape := newShaper()
	var orders []order
	for i, e := range entries {
		o, err := c.order(shape, k, e)
		if err != nil {
			outcomes[i] = connectors.Outcome{Receipt: connectors.Receipt{Number: e.Number}, Err: err}
			continue
		}
		o.place = i
		orders = append(orders, o)
	}
	return orders
}

// allOf: nobody was told anything but the failure of the call.
func allOf(outcomes []connectors.Outcome, failed error) bool {
	return !slices.ContainsFunc(outcomes, func(o connectors.Outcome) bool { return o.Err != failed }) //nolint:errorlint // the very same error
}

func (c *Client) pushable(k connectors.Call, entries int) error {
	if k.API != push {
		e := c.wire.refuse(connectors.ErrNotFound, k.API, "there is no such API to write to")
		e.Advice = "use " + push
		return e
	}
	if entries > maxOrders {
		return c.wire.refuse(connectors.ErrRejected, push, fmt.Sprintf("%d orders in one call; it takes at most %d", entries, maxOrders))
	}
	return nil
}

// send pushes parcels in their order until a call fails as a whole; what was not
// pushed then is left for later, so that no order overtakes itself. It returns that
// failure; each order concerned has it, or what follows from it, as its outcome.
func (c *Client) send(ctx context.Context, parcels []parcel, outcomes []connectors.Outcome) error {
	var failed error
	for _, p := range parcels {
		if failed != nil {
			p.fail(outcomes, c.held(failed))
			continue
		}
		failed = c.settle(ctx, p, outcomes)
	}
	return failed
}

// settle pushes orders and gives each its outcome. 旺店通 answers a push as a whole,
// and does not say whether it keeps the good orders of one that it refuses. So the
// orders that it names are refused, and the others are pushed again; when it names
// none, each half is pushed by itself, down to the order that is meant.
func (c *Client) settle(ctx context.Context, p parcel, outcomes []connectors.Outcome) error {
	if len(p.orders) == 0 {
		return nil
	}
	got, err := c.wire.do(ctx, p.call())
	if err != nil {
		p.fail(outcomes, err)
		return err
	}
	named, rest := p.split(got.refusals())
	c.refuseNamed(named, got, outcomes)
	switch {
	case got.ok():
		rest.done(outcomes, got)
		return nil
	case len(named.orders) > 0:
		return c.settle(ctx, rest, outcomes)
	default:
		return c.settleUnnamed(ctx, p, got, outcomes)
	}
}

func (c *Client) settleUnnamed(ctx context.Context, p parcel, got reply, outcomes []connectors.Outcome) error {
	e := c.wire.verdict(push, got)
	switch {
	case !errors.Is(e, connectors.ErrRejected):
		p.fail(outcomes, e)
		return e
	case len(p.orders) == 1 || got.aboutShop():
		p.refuse(outcomes, e, got)
		return nil
	}
	half := len(p.orders) / 2
	return c.send(ctx, []parcel{{p.orders[:half]}, {p.orders[half:]}}, outcomes)
}

// held is what becomes of orders behind a call that failed: nothing was sent.
func (c *Client) held(failed error) error {
	e := c.wire.refuse(connectors.ErrUnavailable, push, "not pushed yet, because the push before it failed: "+failed.Error())
	e.Err = failed
	var cause *connectors.Error
	if errors.As(failed, &cause) && !errors.Is(cause, connectors.ErrUnknown) {
		e.Kind, e.RetryAfter, e.Advice = cause.Kind, cause.RetryAfter, cause.Advice
	}
	return e
}
