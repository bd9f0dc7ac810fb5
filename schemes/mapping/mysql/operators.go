package mysql

import (
	"fmt"
	"strings"

	"github.com/dolthub/vitess/go/vt/sqlparser"
)

// operator compiles what is written with signs and words instead of a call.
func (c *compiler) operator(e sqlparser.Expr) (node, error) {
	switch e := e.(type) {
	case *sqlparser.ComparisonExpr:
		return c.comparison(e)
	case *sqlparser.AndExpr:
		return c.connective("and", e.Left, e.Right)
	case *sqlparser.OrExpr:
		return c.connective("or", e.Left, e.Right)
	case *sqlparser.XorExpr:
		return c.connective("xor", e.Left, e.Right)
	case *sqlparser.NotExpr:
		n, err := c.node(e.Expr)
		return not{n}, err
	case *sqlparser.RangeCond:
		n, err := c.all(e.Left, e.From, e.To)
		if err != nil {
			return nil, err
		}
		return between{n[0], n[1], n[2], strings.HasPrefix(strings.ToLower(e.Operator), "not")}, nil
	case *sqlparser.IsExpr:
		return c.is(e)
	case *sqlparser.BinaryExpr:
		return c.binary(e)
	case *sqlparser.UnaryExpr:
		return c.unary(e)
	}
	return c.special(e)
}

func (c *compiler) connective(operator string, left, right sqlparser.Expr) (node, error) {
	n, err := c.all(left, right)
	if err != nil {
		return nil, err
	}
	return connective{operator, n[0], n[1]}, nil
}

func (c *compiler) comparison(e *sqlparser.ComparisonExpr) (node, error) {
	operator := strings.ToLower(e.Operator)
	word, negated := strings.CutPrefix(operator, "not ")
	if word == "in" {
		return c.in(e, negated)
	}
	n, err := c.all(e.Left, e.Right)
	if err != nil {
		return nil, err
	}
	_, left := n[0].(binary)
	_, right := n[1].(binary)
	switch word {
	case "like":
		l := like{value: n[0], pattern: n[1], not: negated, binary: left || right}
		if e.Escape != nil {
			l.escape, err = c.node(e.Escape)
		}
		return l, err
	case "regexp":
		return newRegular(n[0], n[1], negated)
	case "=", "!=", "<", "<=", ">", ">=", "<=>":
		return comparison{word, n[0], n[1], left || right}, nil
	}
	return nil, fmt.Errorf("%s is not part of the language", operator)
}

func (c *compiler) in(e *sqlparser.ComparisonExpr, negated bool) (node, error) {
	list, ok := e.Right.(sqlparser.ValTuple)
	if !ok {
		return nil, fmt.Errorf("%s is not part of the language", sqlparser.String(e.Right))
	}
	value, err := c.node(e.Left)
	if err != nil {
		return nil, err
	}
	nodes, err := c.all(list...)
	return oneOf{value, nodes, negated}, err
}

func (c *compiler) is(e *sqlparser.IsExpr) (node, error) {
	n, err := c.node(e.Expr)
	if err != nil {
		return nil, err
	}
	word := strings.TrimPrefix(strings.ToLower(e.Operator), "is ")
	word, negated := strings.CutPrefix(word, "not ")
	what := map[string]any{"null": nil, "true": true, "false": false}
	if negated {
		return not{is{n, what[word]}}, nil
	}
	return is{n, what[word]}, nil
}

func (c *compiler) binary(e *sqlparser.BinaryExpr) (node, error) {
	left, err := c.term(e.Left)
	if err != nil {
		return nil, err
	}
	right, err := c.term(e.Right)
	if err != nil {
		return nil, err
	}
	operator := strings.ToLower(e.Operator)
	if isInterval(left) || isInterval(right) {
		return shiftedBy(left, right, operator)
	}
	switch operator {
	case "+", "-", "*", "/", "%", "div":
		return arithmetic{operator, left, right}, nil
	case "&", "|", "^", "<<", ">>":
		return bitwise{operator, left, right}, nil
	}
	return nil, fmt.Errorf("%s is not part of the language", operator)
}

// shiftedBy is a date plus or minus an interval, or an interval plus a date.
func shiftedBy(left, right node, operator string) (node, error) {
	by, isRight := right.(interval)
	switch {
	case isRight && !isInterval(left) && (operator == "+" || operator == "-"):
		return shifted{left, by.by, by.unit, operator == "-"}, nil
	case !isRight && operator == "+":
		by, _ = left.(interval)
		return shifted{right, by.by, by.unit, false}, nil
	}
	return nil, errInterval
}

func (c *compiler) unary(e *sqlparser.UnaryExpr) (node, error) {
	n, err := c.node(e.Expr)
	if err != nil {
		return nil, err
	}
	switch operator := strings.ToLower(strings.TrimSpace(e.Operator)); operator {
	case "-":
		return negative{n}, nil
	case "+", "_utf8", "_utf8mb3", "_utf8mb4":
		return n, nil
	case "!":
		return not{n}, nil
	case "~":
		return inverted{n}, nil
	case "binary":
		return binary{n}, nil
	default:
		return nil, fmt.Errorf("%s is not part of the language", operator)
	}
}
