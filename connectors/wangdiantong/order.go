package wangdiantong

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/parameter"
)

// order is an entry as it is pushed.
type order struct {
	place      int // among the entries
	tid, buyer string
	shop, mode string // shop_no and switch of the push it goes with
	body       json.RawMessage
}

// order makes the order of an entry. shop_no and switch belong to the push; a
// scheme gives them with each order, or in the options of its target.
func (c *Client) order(shape shaper, k connectors.Call, e connectors.Entry) (order, error) {
	body := shape.object("", e.Body)
	o := order{
		shop: or(or(textOf(body, "shop_no"), optionOf(k, "shop_no")), c.cfg.ShopNo),
		mode: or(textOf(body, "switch"), optionOf(k, "switch")),
	}
	body = without(body, "shop_no", "switch")
	body, err := c.numbered(body, e)
	if err != nil {
		return o, err
	}
	o.tid, o.buyer = textOf(body, "tid"), textOf(body, "buyer_nick")
	if err := c.possible(o, body, e.Key); err != nil {
		return o, err
	}
	if o.body, err = body.MarshalJSON(); err != nil {
		return o, c.wrong("", fmt.Sprintf("document %s cannot be written as JSON: %v", e.Key, err))
	}
	return o, nil
}

// numbered makes sure that the order is pushed under the number it is known by.
func (c *Client) numbered(body connectors.Object, e connectors.Entry) (connectors.Object, error) {
	tid := textOf(body, "tid")
	switch {
	case tid == "" && e.Number == "":
		return nil, c.wrong("tid", "document "+e.Key+" has no tid, by which 旺店通 knows an order")
	case tid == "":
		return append(connectors.Object{{Name: "tid", Value: e.Number}}, without(body, "tid")...), nil
	case e.Number != "" && tid != e.Number:
		return nil, c.wrong("tid", fmt.Sprintf("document %s is to be found by number %s but says tid %s", e.Key, e.Number, tid))
	}
	return body, nil
}

// possible refuses what 旺店通 would take and later not be able to work with.
func (c *Client) possible(o order, body connectors.Object, key string) error {
	if o.shop == "" {
		e := c.wrong("shop_no", "document "+key+" does not say to which shop it belongs")
		e.Advice = "map shop_no, or set it in the target's options or in " + c.cfg.variable("SHOP_NO")
		return e
	}
	lines, _ := body.Get("order_list")
	if rows, ok := lines.([]any); ok && len(rows) > maxLines {
		return c.wrong("order_list", fmt.Sprintf("document %s has %d lines; 旺店通 takes at most %d", key, len(rows), maxLines))
	}
	return nil
}

func (c *Client) wrong(field, message string) *connectors.Error {
	e := c.wire.refuse(connectors.ErrRejected, push, message)
	e.Field = field
	return e
}

func textOf(body connectors.Object, name string) string {
	v, _ := body.Get(name)
	return parameter.Text(v)
}

func optionOf(k connectors.Call, name string) string { return parameter.Text(k.Options[name]) }

func without(body connectors.Object, names ...string) connectors.Object {
	var rest connectors.Object
	for _, m := range body {
		if !fold(names, m.Name) {
			rest = append(rest, m)
		}
	}
	return rest
}

func fold(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}
