package filter

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
)

// compare asks a comparison of the values of a field: of a list, one that
// satisfies it is enough.
func (n *node) compare(in found) bool {
	switch n.op {
	case opExists:
		return in.there == (n.args[0].value == true)
	case opEqual, opIn:
		return slices.ContainsFunc(n.args, func(o operand) bool { return in.has(o.value) })
	case opRegex:
		return slices.ContainsFunc(in.values, n.match.matches)
	default:
		return slices.ContainsFunc(in.values, func(v any) bool { return ordered(n.op, v, n.args[0].value) })
	}
}

// has says whether one of the values is this one; null is also what is not there.
func (in found) has(wanted any) bool {
	text, isText := connectors.ScalarText(wanted)
	if !isText {
		return !in.there || slices.Contains(in.values, nil)
	}
	return slices.ContainsFunc(in.values, func(v any) bool {
		one, ok := connectors.ScalarText(v)
		return ok && one == text
	})
}

// ordered compares numbers as numbers, also when they are written as text, and
// texts character by character: times of one form are in their order. A number
// and a text that is none are not comparable.
func ordered(op string, v, bound any) bool {
	a, okA := connectors.ScalarText(v)
	b, okB := connectors.ScalarText(bound)
	switch {
	case !okA || !okB || isBool(v) != isBool(bound):
		return false
	case connectors.IsNumber(a) && connectors.IsNumber(b):
		return holds(op, compareNumbers(a, b))
	case isNumber(v) || isNumber(bound):
		return false
	default:
		return holds(op, strings.Compare(a, b))
	}
}

func holds(op string, order int) bool {
	switch op {
	case opMore:
		return order > 0
	case opLeast:
		return order >= 0
	case opLess:
		return order < 0
	default:
		return order <= 0
	}
}

// compareNumbers is exact but for numbers too large to be written out.
func compareNumbers(a, b string) int {
	if strings.ContainsAny(a+b, "eE") {
		a, b = connectors.CanonicalNumber(a), connectors.CanonicalNumber(b)
	}
	if strings.Contains(a+b, "e") {
		return strings.Compare(connectors.OrderedNumber(a), connectors.OrderedNumber(b))
	}
	x, errX := decimal.NewFromString(a)
	y, errY := decimal.NewFromString(b)
	if errX != nil || errY != nil {
		return strings.Compare(a, b)
	}
	return x.Cmp(y)
}

func isBool(v any) bool { _, ok := v.(bool); return ok }

func isNumber(v any) bool { _, ok := v.(json.Number); return ok }
