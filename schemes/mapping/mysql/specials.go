package mysql

import (
	"fmt"
	"strings"

	"github.com/dolthub/vitess/go/vt/sqlparser"
)

// special compiles the calls that have a syntax of their own.
func (c *compiler) special(e sqlparser.Expr) (node, error) {
	switch e := e.(type) {
	case *sqlparser.ConvertExpr:
		n, err := c.node(e.Expr)
		if err != nil {
			return nil, err
		}
		return newCast(n, e.Type)
	case *sqlparser.ConvertUsingExpr:
		n, err := c.node(e.Expr)
		return call{c.engine.functions["concat"], "convert", []node{n}}, err
	case *sqlparser.CollateExpr:
		n, err := c.node(e.Expr)
		if strings.HasSuffix(strings.ToLower(e.Collation), "_bin") {
			return binary{n}, err
		}
		return n, err
	case *sqlparser.CharExpr:
		args, err := c.arguments(e.Exprs)
		return characters(args), err
	case *sqlparser.SubstrExpr:
		return c.substring(e)
	case *sqlparser.TrimExpr:
		return c.trim(e)
	case *sqlparser.IntervalExpr:
		return c.interval(e)
	case *sqlparser.ExtractFuncExpr:
		n, err := c.node(e.Expr)
		return extract{strings.ToLower(e.Unit), n}, err
	case *sqlparser.TimestampFuncExpr:
		return c.timestamp(e)
	case *sqlparser.GroupConcatExpr:
		return c.groupConcat(e)
	}
	return nil, fmt.Errorf("%s is not part of the language", sqlparser.String(e))
}

func (c *compiler) substring(e *sqlparser.SubstrExpr) (node, error) {
	var of sqlparser.Expr = e.StrVal
	if e.Name != nil {
		of = e.Name
	}
	exprs := []sqlparser.Expr{of, e.From}
	if e.To != nil {
		exprs = append(exprs, e.To)
	}
	n, err := c.all(exprs...)
	if err != nil {
		return nil, err
	}
	return c.function("substring", n)
}

func (c *compiler) trim(e *sqlparser.TrimExpr) (node, error) {
	n, err := c.all(e.Str, e.Pattern)
	if err != nil {
		return nil, err
	}
	where := strings.ToLower(e.Dir)
	return trimmed{of: n[0], what: n[1], start: where != sqlparser.Trailing, atEnd: where != sqlparser.Leading}, nil
}

func (c *compiler) interval(e *sqlparser.IntervalExpr) (node, error) {
	unit := strings.ToLower(e.Unit)
	of := e.Expr
	if f, ok := e.Expr.(*sqlparser.FuncExpr); ok {
		if name, ok := strings.CutPrefix(f.Name.Lowered(), compoundPrefix); ok && len(f.Exprs) == 1 {
			args, err := c.arguments(f.Exprs)
			if err != nil {
				return nil, err
			}
			return interval{args[0], name}, nil
		}
	}
	n, err := c.node(of)
	return interval{n, unit}, err
}

func (c *compiler) timestamp(e *sqlparser.TimestampFuncExpr) (node, error) {
	n, err := c.all(e.Expr1, e.Expr2)
	if err != nil {
		return nil, err
	}
	unit := strings.ToLower(e.Unit)
	if !isUnit(unit) {
		return nil, fmt.Errorf("there is no unit %s", unit)
	}
	if strings.ToLower(e.Name) == "timestampadd" {
		return shifted{n[1], n[0], unit, false}, nil
	}
	return difference{unit, n[0], n[1]}, nil
}
