package filter

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// Terms are conditions an index answers: rows with all the equal values or,
// without any, with a value in the range. A filter says more than its terms:
// whoever asks an index must still ask Matches.
type Terms struct {
	Equal map[string]string // by the name of Field.Indexed
	Range *Range
}

// Range is a piece of an ordered field, as connectors.OrderedField describes it.
type Range struct {
	Field, From, To string
}

// Terms are alternatives of which each row that matches meets one. Nil: no
// index can help, and every row must be looked at.
func (f Filter) Terms() []Terms { return f.root.terms() }

// Indexed are the fields by which an index must know the rows.
func (p *Pattern) Indexed() []string {
	var fields []string
	for _, n := range p.root.served() {
		if name := n.indexed(); !n.field.keyed() && !slices.Contains(fields, name) {
			fields = append(fields, name)
		}
	}
	return fields
}

// Served says whether an index answers the filter, at least in part.
func (p *Pattern) Served() bool { return len(p.root.served()) > 0 }

// Fields are all fields of the filter, in the order they are written.
func (p *Pattern) Fields() []Field {
	var fields []Field
	p.root.visit(func(n *node) {
		if !slices.Contains(fields, n.field) {
			fields = append(fields, n.field)
		}
	})
	return fields
}

// Volatile says whether the answer may change though no row's content does.
func (p *Pattern) Volatile() bool {
	return slices.ContainsFunc(p.Fields(), Field.Volatile)
}

// served are the comparisons that narrow a search down. It looks only at what
// does not depend on values: the same pattern is always answered the same way.
func (n *node) served() []*node {
	switch n.op {
	case opAnd:
		return n.servedTogether()
	case opOr:
		return n.servedEach()
	case opNor, opNot:
		return nil
	}
	if n.equal() || n.op == opIn && n.indexable() || n.ordered() {
		return []*node{n}
	}
	return nil
}

// servedTogether takes all equal values or, without any, the narrowest other.
func (n *node) servedTogether() []*node {
	var equal []*node
	best := []*node(nil)
	for i := range n.nodes {
		inner := n.nodes[i].served()
		switch {
		case len(inner) == 0:
		case n.nodes[i].conjunction():
			equal = append(equal, inner...)
		case best == nil || rank(inner) < rank(best):
			best = inner
		}
	}
	if len(equal) > 0 {
		return equal
	}
	return best
}

// rank prefers values to beginnings, and these to ranges.
func rank(served []*node) int {
	worst := 0
	for _, n := range served {
		switch {
		case ranged(n.op):
			worst = max(worst, 2)
		case n.op == opRegex:
			worst = max(worst, 1)
		}
	}
	return worst
}

// conjunction is whether what is served of a condition are values that must all be equal.
func (n *node) conjunction() bool {
	if n.op != opAnd {
		return n.equal()
	}
	return slices.ContainsFunc(n.nodes, func(inner node) bool { return inner.conjunction() })
}

func (n *node) servedEach() []*node {
	var all []*node
	for i := range n.nodes {
		inner := n.nodes[i].served()
		if len(inner) == 0 {
			return nil
		}
		all = append(all, inner...)
	}
	return all
}

func (n *node) equal() bool { return n.op == opEqual && n.indexable() }

// indexable values are there: an index does not know of what has no value.
func (n *node) indexable() bool {
	none := func(o operand) bool { return o.slot == 0 && o.value == nil }
	return (!n.field.Meta || n.field.keyed()) && !slices.ContainsFunc(n.args, none)
}

// ordered is whether an ordered field answers the comparison.
func (n *node) ordered() bool {
	if n.field.Meta {
		return false
	}
	return ranged(n.op) || n.op == opRegex && n.match != nil && n.match.begins != ""
}

// indexed is the name of the index that answers the comparison.
func (n *node) indexed() string {
	if n.op == opEqual || n.op == opIn {
		return n.field.Indexed()
	}
	return connectors.OrderedField(n.field.Indexed())
}
