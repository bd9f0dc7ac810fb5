package mysql

import (
	"fmt"
	"maps"
	"slices"

	"github.com/dolthub/vitess/go/vt/sqlparser"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
)

func isInterval(n node) bool {
	_, ok := n.(interval)
	return ok
}

func (c *compiler) call(e *sqlparser.FuncExpr) (node, error) {
	name := e.Name.Lowered()
	if !e.Qualifier.IsEmpty() {
		return nil, fmt.Errorf("%s.%s is not MySQL; write %s", e.Qualifier, name, name)
	}
	if e.Over != nil {
		return nil, fmt.Errorf("%s over a window is not part of the language", name)
	}
	if _, ok := c.engine.aggregates[name]; ok {
		return c.aggregate(aggregate{name: name, distinct: e.Distinct}, e.Exprs, nil)
	}
	args, err := c.arguments(e.Exprs)
	if err != nil {
		return nil, err
	}
	return c.function(name, args)
}

func (c *compiler) function(name string, args []node) (node, error) {
	c.mayBeNull = c.mayBeNull || name == "nullif" || name == "elt"
	if _, moves := shifts()[name]; !moves && slices.ContainsFunc(args, isInterval) {
		return nil, errInterval
	}
	if f, ok := c.engine.forms[name]; ok {
		if err := (function{least: f.least, most: f.most}).check(name, len(args)); err != nil {
			return nil, err
		}
		return f.of(args), nil
	}
	f, ok := c.engine.functions[name]
	if !ok {
		return nil, fmt.Errorf("there is no function %s%s", name, suggest.DidYouMean(name, c.engine.names()))
	}
	if name == "regexp_like" && len(args) == 2 {
		return newRegular(args[0], args[1], false)
	}
	return call{f, name, args}, f.check(name, len(args))
}

func (e *Engine) names() []string {
	all := slices.Collect(maps.Keys(e.functions))
	all = slices.AppendSeq(all, maps.Keys(e.forms))
	return slices.Sorted(slices.Values(slices.AppendSeq(all, maps.Keys(e.aggregates))))
}

func (c *compiler) arguments(exprs sqlparser.SelectExprs) ([]node, error) {
	var nodes []node
	for _, e := range exprs {
		aliased, ok := e.(*sqlparser.AliasedExpr)
		if !ok || !aliased.As.IsEmpty() {
			return nil, fmt.Errorf("%s is no value; name a field of the list, such as {{items.qty}}", sqlparser.String(e))
		}
		n, err := c.term(aliased.Expr)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}
