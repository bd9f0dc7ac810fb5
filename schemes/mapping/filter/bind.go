package filter

import (
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/connectors"
)

// EmptyError says that a value to look up by is empty: it could only find the
// wrong row.
type EmptyError struct{ Field Field }

func (e *EmptyError) Error() string {
	return e.Field.Path + " would be compared with an empty value"
}

// Bind puts the values of a document in. One that is empty is an *EmptyError;
// as one of several, in $in or $or, it is left out; in a negation it is empty text.
func (p *Pattern) Bind(values []any) (Filter, error) {
	root, err := p.root.bound(values, false)
	return Filter{root}, err
}

func (n *node) bound(values []any, negated bool) (node, error) {
	if len(n.nodes) == 0 {
		return n.comparisonBound(values, negated)
	}
	out := *n
	out.nodes = make([]node, 0, len(n.nodes))
	negated = negated || n.op == opNot || n.op == opNor
	var empty *EmptyError
	for i := range n.nodes {
		inner, err := n.nodes[i].bound(values, negated)
		switch {
		case err == nil:
			out.nodes = append(out.nodes, inner)
		case n.op == opOr && errors.As(err, &empty):
		default:
			return node{}, err
		}
	}
	if len(out.nodes) == 0 {
		return node{}, empty
	}
	return out, nil
}

func (n *node) comparisonBound(values []any, negated bool) (node, error) {
	out := *n
	out.args = make([]operand, 0, len(n.args))
	for _, o := range n.args {
		all, err := o.bound(values)
		if err != nil {
			return node{}, fmt.Errorf("%s: %w", n.field.Path, err)
		}
		for _, v := range all {
			if err := out.add(o, v, negated); err != nil {
				return node{}, fmt.Errorf("%s: %w", n.field.Path, err)
			}
		}
	}
	if len(out.args) == 0 {
		return node{}, &EmptyError{n.field}
	}
	return out.matching()
}

// bound are the values of an operand: more than one when it is a list.
func (o operand) bound(values []any) ([]any, error) {
	if o.slot == 0 {
		return []any{o.value}, nil
	}
	v := values[o.slot-1]
	if list, ok := v.([]any); ok {
		return list, nil
	}
	return []any{v}, nil
}

var errNotOne = errors.New("is compared with an object or a list, not with one value")

func (n *node) add(o operand, v any, negated bool) error {
	if o.slot == 0 {
		n.args = append(n.args, o)
		return nil
	}
	if v == nil || v == "" {
		if !negated || ranged(n.op) || n.op == opRegex {
			return nil
		}
		v = ""
	}
	if _, ok := connectors.ScalarText(v); !ok {
		return errNotOne
	}
	if n.field.timed() {
		var err error
		if v, err = asTime(v); err != nil {
			return err
		}
	}
	if n.op != opIn && len(n.args) > 0 {
		return errNotOne
	}
	n.args = append(n.args, operand{value: v})
	return nil
}

// matching compiles a regular expression that waited for its values.
func (n node) matching() (node, error) {
	if n.op != opRegex || n.match != nil {
		return n, nil
	}
	pattern, _ := connectors.ScalarText(n.args[0].value)
	var err error
	n.match, err = newMatcher(pattern, n.flags)
	return n, err
}
