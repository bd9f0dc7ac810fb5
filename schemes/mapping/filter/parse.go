package filter

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
)

// Slots are given the texts of a filter and keep those that hold values of a
// document; Bind is given the values in the order of the slots, from 1.
type Slots interface {
	// Value says in which slot a text is; 0: it is a constant.
	Value(text string) (slot int, err error)
	// Pattern is Value for a regular expression: what a value has of special
	// characters must come back escaped.
	Pattern(text string) (slot int, err error)
}

// Parse reads a filter in MongoDB's language. {{x}} may stand in texts, or in
// place of a value without quotes.
func Parse(text string, slots Slots) (*Pattern, error) {
	tree, err := readJSON(text)
	if err != nil {
		return nil, err
	}
	p := parser{slots: slots, reader: &jsonReader{text: text}}
	if !tree.object {
		return nil, p.reader.problem(tree.end, "a filter is an object: "+shape)
	}
	root, err := p.filter(tree)
	if err != nil {
		return nil, err
	}
	return &Pattern{root}, nil
}

const shape = `{"content.FIELD":{"$eq":"{{value}}"}}`

// Operators lists what a filter may say, the way it is documented.
func Operators() []string {
	return append(comparisons(), opAnd, opOr, opNor, opNot)
}

func comparisons() []string {
	return []string{opEqual, "$ne", opMore, opLeast, opLess, opMost, opIn, "$nin", opRegex, opExists}
}

type parser struct {
	slots  Slots
	reader *jsonReader
}

// filter is an object of fields, and of operators that join filters.
func (p parser) filter(e element) (node, error) {
	if err := p.distinct(e); err != nil {
		return node{}, err
	}
	all := node{op: opAnd}
	for _, m := range e.members {
		read := p.comparisonsOf
		if strings.HasPrefix(m.name, "$") {
			read = p.joined
		}
		n, err := read(m)
		if err != nil {
			return node{}, err
		}
		all.nodes = append(all.nodes, n)
	}
	return all.single(), nil
}

// distinct refuses an object that says nothing, or something twice.
func (p parser) distinct(e element) error {
	if len(e.members) == 0 {
		return p.reader.problem(e.end, "there is no condition; any row would do")
	}
	seen := map[string]bool{}
	for _, m := range e.members {
		if seen[m.name] {
			return p.reader.problem(m.end, fmt.Sprintf("%q is written twice; only one would count", m.name))
		}
		seen[m.name] = true
	}
	return nil
}

// single spares a join of one.
func (n node) single() node {
	if len(n.nodes) == 1 && (n.op == opAnd || n.op == opOr) {
		return n.nodes[0]
	}
	return n
}

func (p parser) joined(m member) (node, error) {
	known := []string{opAnd, opOr, opNor}
	switch {
	case slices.Contains(append(comparisons(), opNot), m.name):
		return node{}, p.reader.problem(m.end, fmt.Sprintf(`%s belongs below a field: {"content.FIELD":{"%s":…}}`, m.name, m.name))
	case !slices.Contains(known, m.name):
		return node{}, p.reader.problem(m.end, fmt.Sprintf("there is no operator %s%s", m.name, suggest.DidYouMean(m.name, Operators())))
	case !m.list || len(m.items) == 0:
		return node{}, p.reader.problem(m.element.end, m.name+" takes a list of filters: ["+shape+", …]")
	}
	n := node{op: m.name}
	for _, item := range m.items {
		if !item.object {
			return node{}, p.reader.problem(item.end, m.name+" takes a list of filters: ["+shape+", …]")
		}
		inner, err := p.filter(item)
		if err != nil {
			return node{}, err
		}
		n.nodes = append(n.nodes, inner)
	}
	return n.single(), nil
}
