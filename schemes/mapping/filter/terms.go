package filter

import (
	"maps"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
)

// terms are those of the comparisons that are served.
func (n *node) terms() []Terms {
	switch n.op {
	case opAnd:
		return n.termsTogether()
	case opOr:
		return n.termsEach()
	case opNor, opNot:
		return nil
	}
	if len(n.served()) == 0 {
		return nil
	}
	if ranged(n.op) || n.op == opRegex {
		return n.ranges()
	}
	var all []Terms
	for _, o := range n.args {
		text, _ := connectors.ScalarText(o.value) // indexable: each has one
		all = append(all, Terms{Equal: map[string]string{n.field.Indexed(): text}})
	}
	return all
}

func (n *node) termsTogether() []Terms {
	equal := map[string]string{}
	var best []Terms
	lowest := 0
	for i := range n.nodes {
		inner := &n.nodes[i]
		switch {
		case inner.conjunction():
			for _, t := range inner.terms() {
				maps.Copy(equal, t.Equal) // of two values of one field either will do
			}
		case len(inner.served()) > 0 && (best == nil || rank(inner.served()) < lowest):
			best, lowest = inner.terms(), rank(inner.served())
		}
	}
	if len(equal) > 0 {
		return []Terms{{Equal: equal}}
	}
	return best
}

func (n *node) termsEach() []Terms {
	var all []Terms
	for i := range n.nodes {
		inner := n.nodes[i].terms()
		if inner == nil {
			return nil
		}
		all = append(all, inner...)
	}
	return all
}

// ranges are the pieces of an ordered field that hold all that matches: among
// numbers, among texts, or both when a text reads as a number.
func (n *node) ranges() []Terms {
	if n.op == opRegex {
		begins := connectors.OrderedText(n.match.begins)
		return n.pieces(begins, after(begins))
	}
	bound := n.args[0].value
	text, _ := connectors.ScalarText(bound)
	var pieces []Terms
	if connectors.IsNumber(text) {
		pieces = n.half(connectors.OrderedNumber(text), connectors.FirstNumber, connectors.LastNumber)
	}
	if !isNumber(bound) {
		pieces = append(pieces, n.half(connectors.OrderedText(text), connectors.FirstText, connectors.LastText)...)
	}
	return pieces
}

// half is what lies on one side of a bound.
func (n *node) half(bound, first, last string) []Terms {
	if n.op == opLess || n.op == opMost {
		return n.pieces(first, bound)
	}
	return n.pieces(bound, last)
}

func (n *node) pieces(from, to string) []Terms {
	return []Terms{{Range: &Range{Field: n.field.Indexed(), From: from, To: to}}}
}

// after is the least text, or a little more, behind all that begin like this one.
func after(text string) string {
	runes := []rune(text)
	last := &runes[len(runes)-1]
	if *last++; utf8.ValidRune(*last) {
		return string(runes)
	}
	return connectors.LastText
}
