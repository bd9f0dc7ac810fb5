package mysql

import (
	"errors"
	"fmt"
	"slices"

	"github.com/dolthub/vitess/go/vt/sqlparser"
)

// aggregate compiles the arguments with the holes that stand in them.
func (c *compiler) aggregate(a aggregate, exprs sqlparser.SelectExprs, orders sqlparser.OrderBy) (node, error) {
	if c.inside != nil {
		return nil, errors.New("an aggregate cannot stand in an aggregate")
	}
	c.inside = &a.holes
	defer func() { c.inside = nil }()
	var err error
	if a.args, err = c.arguments(exprs); err != nil {
		return nil, err
	}
	if len(a.args) != 1 && (len(a.args) == 0 || !several(a)) {
		return nil, fmt.Errorf("%s has %d arguments and needs 1", a.name, len(a.args))
	}
	for _, o := range orders {
		by, err := c.node(o.Expr)
		if err != nil {
			return nil, err
		}
		a.order = append(a.order, order{by, o.Direction == sqlparser.DescScr})
	}
	a.index = len(c.aggregates)
	c.aggregates = append(c.aggregates, slices.Clone(a.holes))
	return a, nil
}

// several: COUNT(DISTINCT a, b) and GROUP_CONCAT(a, b).
func several(a aggregate) bool { return a.name == "group_concat" || (a.name == "count" && a.distinct) }

func (c *compiler) groupConcat(e *sqlparser.GroupConcatExpr) (node, error) {
	between := e.Separator.SeparatorString
	if e.Separator.DefaultSeparator {
		between = ","
	}
	return c.aggregate(aggregate{name: "group_concat", distinct: e.Distinct != "", between: between}, e.Exprs, e.OrderBy)
}
