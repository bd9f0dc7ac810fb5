// Package filter is the question of a lookup: which rows of a collection are
// wanted. Filters are written in MongoDB's language or made of equal values;
// they are read once, when a scheme is loaded, and the values of a document are
// bound to them afterwards, so that no value can change what is asked.
//
// Values are compared as the store of documents compares them: 1001, 1001.0 and
// "1001" are the same, and so are true and "true". MongoDB is strict about
// types, but consultants could not be: the SaaS put values in as text.
package filter

import (
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Row is a stored row.
type Row struct {
	Key, Number string // id and number
	Status      string // 0 waiting, 2 done, 3 failed, 5 under way
	Created     time.Time
	Changed     time.Time
	Content     connectors.Object
}

// Query asks a collection for the rows a filter matches.
type Query struct {
	Collection string
	Where      Filter
	Limit      int
	// Fresh says that the answer depends on more than content, keys and numbers.
	Fresh bool
}

// Pattern is a filter whose values are still to come. It is immutable.
type Pattern struct {
	root node
}

// Filter is a pattern with its values.
type Filter struct {
	root node
}

// node is a condition: a comparison of a field, or what joins conditions.
type node struct {
	op    string
	field Field
	nodes []node    // of $and, $or, $nor and $not
	args  []operand // of a comparison
	flags string    // of $regex
	match *matcher  // of $regex, once its pattern is known
}

// operand is what a field is compared with.
type operand struct {
	slot  int // from 1; 0: a constant
	value any // string, json.Number, bool or nil
}

// The operators. $ne and $nin are kept as $not of $eq and $in.
const (
	opAnd    = "$and"
	opOr     = "$or"
	opNor    = "$nor"
	opNot    = "$not"
	opEqual  = "$eq"
	opIn     = "$in"
	opMore   = "$gt"
	opLeast  = "$gte"
	opLess   = "$lt"
	opMost   = "$lte"
	opRegex  = "$regex"
	opExists = "$exists"
)

// Equal is a pattern of fields that all have the values given to Bind, in the
// order of the fields.
func Equal(fields ...Field) *Pattern {
	all := node{op: opAnd}
	for i, f := range fields {
		all.nodes = append(all.nodes, node{op: opEqual, field: f, args: []operand{{slot: i + 1}}})
	}
	return &Pattern{all}
}

// Matches says whether a row is wanted.
func (f Filter) Matches(r *Row) bool { return f.root.matches(r) }

func (n *node) matches(r *Row) bool {
	switch n.op {
	case opAnd:
		return n.every(r)
	case opOr:
		return n.some(r)
	case opNor, opNot:
		return !n.some(r)
	default:
		return n.compare(n.field.of(r))
	}
}

func (n *node) every(r *Row) bool {
	for i := range n.nodes {
		if !n.nodes[i].matches(r) {
			return false
		}
	}
	return true
}

func (n *node) some(r *Row) bool {
	for i := range n.nodes {
		if n.nodes[i].matches(r) {
			return true
		}
	}
	return false
}

// visit calls do for each comparison.
func (n *node) visit(do func(*node)) {
	if len(n.nodes) == 0 {
		do(n)
	}
	for i := range n.nodes {
		n.nodes[i].visit(do)
	}
}

// Of picks what a query is for from rows in the order of their keys.
func (q Query) Of(rows []Row) []Row {
	var found []Row
	for i := range rows {
		if len(found) < q.Limit && q.Where.Matches(&rows[i]) {
			found = append(found, rows[i])
		}
	}
	return found
}
