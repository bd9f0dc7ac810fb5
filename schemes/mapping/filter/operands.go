package filter

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

func (p parser) comparison(f Field, op string, e element) (node, error) {
	n := node{op: op, field: f}
	var err error
	if op == opIn && e.list {
		n.args, err = p.operands(e)
	} else {
		n.args = make([]operand, 1)
		n.args[0], err = p.operand(op, e)
	}
	if err == nil {
		err = n.check()
	}
	if err != nil {
		return node{}, p.reader.problem(e.end, err.Error())
	}
	return n, n.timed(e, p)
}

func (p parser) operands(e element) ([]operand, error) {
	if len(e.items) == 0 {
		return nil, errors.New("a list of nothing matches nothing")
	}
	var all []operand
	for _, item := range e.items {
		o, err := p.operand(opIn, item)
		if err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}

func (p parser) operand(op string, e element) (operand, error) {
	switch {
	case e.list && op == opEqual:
		return operand{}, fmt.Errorf(`a field is not compared with a list; did you mean {"$in":[…]}?`)
	case e.object || e.list:
		return operand{}, fmt.Errorf("%s takes one value", op)
	}
	text, isText := e.scalar.(string)
	if !isText || !strings.Contains(text, "{{") {
		return operand{value: e.scalar}, nil
	}
	slot, err := p.slots.Value(text)
	if slot == 0 {
		return operand{value: text}, err
	}
	return operand{slot: slot}, err
}

// check refuses comparisons that cannot be meant.
func (n node) check() error {
	for _, o := range n.args {
		if o.slot != 0 && n.op == opExists {
			return errors.New("$exists takes true or false, not a value of the document")
		}
		if o.slot != 0 {
			continue
		}
		_, isBool := o.value.(bool)
		switch {
		case n.op == opExists && !isBool:
			return errors.New("$exists takes true or false")
		case ranged(n.op) && (o.value == nil || o.value == "" || isBool):
			return fmt.Errorf("%s compares numbers, times or texts", n.op)
		}
	}
	return nil
}

func ranged(op string) bool { return op == opMore || op == opLeast || op == opLess || op == opMost }

// timed writes the constants of a time of the store as these are compared.
func (n *node) timed(e element, p parser) error {
	for i := range n.args {
		if !n.field.timed() || n.args[i].slot != 0 || n.op == opExists {
			continue
		}
		var err error
		if n.args[i].value, err = asTime(n.args[i].value); err != nil {
			return p.reader.problem(e.end, err.Error())
		}
	}
	return nil
}

// asTime is a time as the stored times are written, in whatever way it came.
func asTime(v any) (any, error) {
	text, ok := connectors.ScalarText(v)
	if !ok {
		return v, nil
	}
	t, err := parseTime(text)
	if err != nil {
		return nil, err
	}
	return t.In(shanghai()).Format(time.DateTime), nil
}

func (p parser) regex(f Field, e, among element) (node, error) {
	pattern, ok := e.scalar.(string)
	if !ok || pattern == "" {
		return node{}, p.reader.problem(e.end, "$regex takes a text")
	}
	flags, err := p.options(among)
	if err != nil {
		return node{}, err
	}
	n := node{op: opRegex, field: f, flags: flags}
	slot := 0
	if strings.Contains(pattern, "{{") {
		slot, err = p.slots.Pattern(pattern)
	}
	n.args = []operand{{slot: slot, value: pattern}}
	if err == nil && slot == 0 {
		n.match, err = newMatcher(pattern, flags)
	}
	if err != nil {
		return node{}, p.reader.problem(e.end, err.Error())
	}
	return n, nil
}

func (p parser) options(among element) (string, error) {
	for _, m := range among.members {
		if m.name != "$options" {
			continue
		}
		text, ok := m.scalar.(string)
		if !ok {
			return "", p.reader.problem(m.element.end, "$options takes a text")
		}
		flags, err := regexFlags(text)
		if err != nil {
			return "", p.reader.problem(m.element.end, err.Error())
		}
		return flags, nil
	}
	return "", nil
}
