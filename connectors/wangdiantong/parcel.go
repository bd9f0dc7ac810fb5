package wangdiantong

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// parcel is the orders of one push: of one shop, and each order once.
type parcel struct {
	orders []order
}

// pack puts orders into as few pushes as may be. Two entries of one order go one
// after the other, in their order.
func pack(orders []order) []parcel {
	var parcels []parcel
	last := map[[2]string]int{} // the parcel that is being filled, by shop and switch
	for _, o := range orders {
		to := [2]string{o.shop, o.mode}
		if i, open := last[to]; open && parcels[i].takes(o) {
			parcels[i].orders = append(parcels[i].orders, o)
			continue
		}
		last[to] = len(parcels)
		parcels = append(parcels, parcel{orders: []order{o}})
	}
	return parcels
}

func (p parcel) takes(o order) bool {
	same := 0
	for _, other := range p.orders {
		if other.tid == o.tid {
			return false
		}
		if o.buyer != "" && other.buyer == o.buyer {
			same++
		}
	}
	return len(p.orders) < maxOrders && same < maxBuyer
}

func (p parcel) call() call {
	bodies := make([][]byte, len(p.orders))
	for i, o := range p.orders {
		bodies[i] = o.body
	}
	list := "[" + string(bytes.Join(bodies, []byte(","))) + "]"
	params := map[string]string{"shop_no": p.orders[0].shop, "trade_list": list}
	if mode := p.orders[0].mode; mode != "" {
		params["switch"] = mode
	}
	return call{api: push, params: params, writes: true}
}

// split takes apart the orders that 旺店通 names and the others.
func (p parcel) split(refusals []refusal) (named, rest parcel) {
	for _, o := range p.orders {
		if slices.ContainsFunc(refusals, func(r refusal) bool { return r.TID == o.tid }) {
			named.orders = append(named.orders, o)
		} else {
			rest.orders = append(rest.orders, o)
		}
	}
	return named, rest
}

// done: a push that went through. Its counts are of all its orders.
func (p parcel) done(outcomes []connectors.Outcome, got reply) {
	answer := record(map[string]any{
		"code": 0, "orders": len(p.orders), "new_count": got.fields["new_count"], "chg_count": got.fields["chg_count"],
	})
	for _, o := range p.orders {
		outcomes[o.place] = connectors.Outcome{Receipt: connectors.Receipt{Number: o.tid}, Answer: answer}
	}
}

func (p parcel) fail(outcomes []connectors.Outcome, err error) {
	for _, o := range p.orders {
		outcomes[o.place] = connectors.Outcome{Receipt: connectors.Receipt{Number: o.tid}, Err: err}
	}
}

func (p parcel) refuse(outcomes []connectors.Outcome, e *connectors.Error, got reply) {
	p.fail(outcomes, e)
	for _, o := range p.orders {
		outcomes[o.place].Answer = record(map[string]any{"code": got.code, "message": e.Message})
	}
}

// record is what is kept of an answer.
func record(said map[string]any) json.RawMessage {
	raw, err := json.Marshal(said)
	if err != nil { // texts, numbers and what was JSON before are always JSON
		return nil
	}
	return raw
}
