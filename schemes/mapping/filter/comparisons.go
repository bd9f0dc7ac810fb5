package filter

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
)

// comparisonsOf are those below one field.
func (p parser) comparisonsOf(m member) (node, error) {
	if err := checkField(m.name); err != nil {
		return node{}, p.reader.problem(m.end, err.Error())
	}
	return p.about(Stored(m.name), m.element)
}

func checkField(name string) error {
	switch {
	case name == "" || name == "content.":
		return errors.New("a condition without the name of a field")
	case strings.Contains(name, "{{"):
		return fmt.Errorf("%s: the name of a field cannot come from a document", name)
	case strings.HasPrefix(name, "response."):
		return fmt.Errorf("%s: the target's answer is not kept for lookups; the row is below content", name)
	}
	return nil
}

func (p parser) about(f Field, e element) (node, error) {
	if !e.object {
		return p.comparison(f, opEqual, e)
	}
	if err := p.distinct(e); err != nil {
		return node{}, err
	}
	all := node{op: opAnd}
	for _, m := range e.members {
		if m.name == "$options" {
			continue // read by $regex
		}
		n, err := p.operator(f, m, e)
		if err != nil {
			return node{}, err
		}
		all.nodes = append(all.nodes, n)
	}
	if len(all.nodes) == 0 {
		return node{}, p.reader.problem(e.end, "$options belongs to a $regex")
	}
	return all.single(), nil
}

func (p parser) operator(f Field, m member, among element) (node, error) {
	switch {
	case m.name == "$ne" || m.name == "$nin":
		inner, err := p.comparison(f, map[string]string{"$ne": opEqual, "$nin": opIn}[m.name], m.element)
		return node{op: opNot, nodes: []node{inner}}, err
	case m.name == opNot && m.object:
		inner, err := p.about(f, m.element)
		return node{op: opNot, nodes: []node{inner}}, err
	case m.name == opNot:
		return node{}, p.reader.problem(m.element.end, `$not takes a comparison: {"$not":{"$gt":100}}`)
	case m.name == opRegex:
		return p.regex(f, m.element, among)
	case slices.Contains(comparisons(), m.name):
		return p.comparison(f, m.name, m.element)
	case strings.HasPrefix(m.name, "$"):
		return node{}, p.reader.problem(m.end, fmt.Sprintf("there is no operator %s%s", m.name, suggest.DidYouMean(m.name, Operators())))
	default:
		return node{}, p.reader.problem(m.end, fmt.Sprintf("%s is compared part by part, with a dotted name: %q", f.name(), f.name()+"."+m.name))
	}
}
