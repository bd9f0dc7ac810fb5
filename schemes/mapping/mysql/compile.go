package mysql

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dolthub/vitess/go/vt/sqlparser"
)

// compiler makes nodes of a syntax tree. What it does not know is not part of
// the language.
type compiler struct {
	engine     *Engine
	holes      []int // how often each was met
	aggregates [][]int
	inside     *[]int // the holes of the aggregate at hand; nil outside
	mayBeNull  bool
}

func (c *compiler) node(e sqlparser.Expr) (node, error) {
	n, err := c.term(e)
	if _, ok := n.(interval); ok && err == nil {
		return nil, errInterval
	}
	return n, err
}

// term may be an interval, which only dates can do something with.
func (c *compiler) term(e sqlparser.Expr) (node, error) {
	switch e := e.(type) {
	case *sqlparser.ParenExpr:
		return c.term(e.Expr)
	case *sqlparser.SQLVal:
		return c.value(e)
	case sqlparser.BoolVal:
		return constant{bool(e)}, nil
	case *sqlparser.NullVal:
		c.mayBeNull = true
		return constant{}, nil
	case *sqlparser.ColName:
		name := sqlparser.String(e)
		return nil, fmt.Errorf("%s is no value; write {{%s}} for a field or '%s' for text", name, name, name)
	case *sqlparser.CaseExpr:
		return c.cases(e)
	case *sqlparser.FuncExpr:
		return c.call(e)
	}
	return c.operator(e)
}

// all compiles several expressions.
func (c *compiler) all(exprs ...sqlparser.Expr) ([]node, error) {
	nodes := make([]node, len(exprs))
	for i, e := range exprs {
		var err error
		if nodes[i], err = c.node(e); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

func (c *compiler) value(v *sqlparser.SQLVal) (node, error) {
	text := string(v.Val)
	switch v.Type {
	case sqlparser.StrVal:
		return constant{text}, nil
	case sqlparser.IntVal, sqlparser.FloatVal:
		return literal(text)
	case sqlparser.ValArg:
		return c.hole(strings.TrimPrefix(text, ":"))
	}
	return nil, fmt.Errorf("%s is not part of the language", sqlparser.String(v))
}

// literal is a number as it is written; 1e3 is a DOUBLE.
func literal(digits string) (node, error) {
	if strings.ContainsAny(digits, "eE") {
		f, err := strconv.ParseFloat(digits, 64)
		return constant{double{f, many}}, err
	}
	n, err := (&run{}).number(digits)
	return constant{n}, err
}

func (c *compiler) hole(name string) (node, error) {
	n, err := strconv.Atoi(strings.TrimPrefix(name, "v"))
	if err != nil || n < 0 || n >= len(c.holes) || name != Placeholder(n) {
		return nil, errors.New("it has a placeholder of its own; write values as {{field}}")
	}
	c.holes[n]++
	if c.inside != nil {
		*c.inside = append(*c.inside, n)
	}
	return hole(n), nil
}

// complete makes sure that each hole is exactly one place of the expression.
func (c *compiler) complete() error {
	for _, n := range c.holes {
		if n != 1 {
			return errors.New("a {{value}} stands where no value can be")
		}
	}
	return nil
}

func (c *compiler) cases(e *sqlparser.CaseExpr) (node, error) {
	var whens []when
	for _, w := range e.Whens {
		pair, err := c.all(w.Cond, w.Val)
		if err != nil {
			return nil, err
		}
		whens = append(whens, when{pair[0], pair[1]})
	}
	c.mayBeNull = c.mayBeNull || e.Else == nil
	var otherwise node = constant{}
	var err error
	if e.Else != nil {
		if otherwise, err = c.node(e.Else); err != nil {
			return nil, err
		}
	}
	if e.Expr == nil {
		return searched(whens, otherwise), nil
	}
	operand, err := c.node(e.Expr)
	return simple(operand, whens, otherwise), err
}
