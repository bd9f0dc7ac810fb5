package callback

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/erpbridge/erpbridge/connectors"
)

// wrapper is the member in which a call may bring its orders.
const wrapper = "orders"

// maxOrders is how many orders a call may bring.
const maxOrders = 500

// read takes the orders out of a call and examines them.
func read(in connectors.Inbound) (connectors.Received, *connectors.Invalid) {
	body, invalid := text(in)
	if invalid != nil {
		return connectors.Received{}, invalid
	}
	orders, invalid := split(body)
	if invalid != nil {
		return connectors.Received{}, invalid
	}
	var f findings
	var got connectors.Received
	for _, o := range orders {
		f.order(o)
		got.Rows, got.Paths = append(got.Rows, o.raw), append(got.Paths, o.path)
	}
	return got, f.invalid()
}

// order is one order of a call, as sent and as read.
type order struct {
	path  string
	raw   json.RawMessage
	value any
}

// split finds the orders: the body, its elements, or those of its member orders.
func split(body []byte) ([]order, *connectors.Invalid) {
	var whole connectors.Object
	if err := json.Unmarshal(fmt.Appendf(nil, `{"$":%s}`, body), &whole); err != nil || !json.Valid(body) {
		return nil, broken(http.StatusBadRequest, "the body is not JSON"+where(body))
	}
	switch v := whole[0].Value.(type) {
	case connectors.Object:
		return splitObject(body, v)
	case []any:
		return elements(body, "$", v)
	default:
		return nil, broken(http.StatusUnprocessableEntity, "the body must be an order, a list of orders, or {\"orders\": […]}")
	}
}

func splitObject(body []byte, o connectors.Object) ([]order, *connectors.Invalid) {
	wrapped, count := member(o, wrapper)
	switch list, isList := wrapped.([]any); {
	case count == 0:
		return []order{{path: "$", raw: body, value: o}}, nil
	case count > 1:
		return nil, wrong("$."+wrapper, "is there twice")
	case !isList:
		return nil, wrong("$."+wrapper, "must be a list of orders")
	default:
		var raw map[string]json.RawMessage
		if err := json.Unmarshal(body, &raw); err != nil { // it has been read once
			return nil, broken(http.StatusBadRequest, "the body is not JSON")
		}
		return elements(raw[wrapper], "$."+wrapper, list)
	}
}

func elements(list json.RawMessage, path string, read []any) ([]order, *connectors.Invalid) {
	if len(read) == 0 || len(read) > maxOrders {
		return nil, wrong(path, fmt.Sprintf("has %d orders; it must have from 1 to %d", len(read), maxOrders))
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(list, &raw); err != nil { // it has been read once
		return nil, broken(http.StatusBadRequest, "the body is not JSON")
	}
	orders := make([]order, len(read))
	for i, v := range read {
		orders[i] = order{path: fmt.Sprintf("%s[%d]", path, i), raw: raw[i], value: v}
	}
	return orders, nil
}

// where is the place at which JSON is broken.
func where(body []byte) string {
	var v any
	var syntax *json.SyntaxError
	if err := json.Unmarshal(body, &v); errors.As(err, &syntax) {
		return fmt.Sprintf(" (byte %d: %v)", syntax.Offset, syntax)
	}
	return ""
}

// member is the last value of a member, and how often it is there.
func member(o connectors.Object, name string) (value any, count int) {
	for _, m := range o {
		if m.Name == name {
			value, count = m.Value, count+1
		}
	}
	return value, count
}
