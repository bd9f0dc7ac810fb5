package mysql

import (
	"fmt"
	"strings"

	"github.com/dolthub/go-mysql-server/sql"
	"github.com/dolthub/go-mysql-server/sql/expression"
	"github.com/dolthub/go-mysql-server/sql/expression/function"
	"github.com/dolthub/go-mysql-server/sql/transform"
	"github.com/dolthub/go-mysql-server/sql/types"
	"github.com/shopspring/decimal"
)

// exact changes a planned expression in the one point where MySQL would lose
// money: text in arithmetic. MySQL makes it a DOUBLE, and text that is no number
// a silent 0; here a number in quotes counts with its digits, as DECIMAL, and
// anything else is an error.
func exact(e sql.Expression) (sql.Expression, error) {
	changed, _, err := transform.Expr(e, func(e sql.Expression) (sql.Expression, transform.TreeIdentity, error) {
		if !arithmetic(e) {
			return e, transform.SameTree, nil
		}
		return withNumbers(e)
	})
	return changed, err
}

// arithmetic says whether an expression reads its operands as numbers.
func arithmetic(e sql.Expression) bool {
	switch e := e.(type) {
	case *expression.Arithmetic, *expression.Div, *expression.IntDiv, *expression.Mod, *expression.UnaryMinus,
		*function.Round, *function.Ceil, *function.Floor, *function.AbsVal, *function.Power:
		return !hasInterval(e)
	case *expression.Convert:
		return types.IsNumber(e.Type())
	}
	return false
}

// hasInterval tells '2023-01-01' + INTERVAL 1 DAY from a sum.
func hasInterval(e sql.Expression) bool {
	for _, child := range e.Children() {
		if _, ok := child.(*expression.Interval); ok {
			return true
		}
	}
	return false
}

func withNumbers(e sql.Expression) (sql.Expression, transform.TreeIdentity, error) {
	children := append([]sql.Expression(nil), e.Children()...)
	same := transform.SameTree
	for i, child := range children {
		if types.IsText(child.Type()) {
			children[i], same = numeric(child), transform.NewTree
		}
	}
	if same {
		return e, same, nil
	}
	changed, err := e.WithChildren(children...)
	return changed, transform.NewTree, err
}

func numeric(e sql.Expression) sql.Expression {
	if literal, ok := e.(*expression.Literal); ok {
		if d, err := readNumber(literal.Value()); err == nil {
			if n, err := number(d); err == nil {
				return n
			}
		}
	}
	return &checked{expression.UnaryExpression{Child: e}}
}

func readNumber(v any) (decimal.Decimal, error) {
	text, ok := v.(string)
	if !ok {
		return decimal.Decimal{}, fmt.Errorf("%v is not a number", v)
	}
	d, err := decimal.NewFromString(strings.TrimSpace(text))
	if err != nil {
		return decimal.Decimal{}, fmt.Errorf("%q is not a number", text)
	}
	return d, nil
}

// checked is text that must turn out to be a number.
type checked struct{ expression.UnaryExpression }

// Type is the text's own.
func (c *checked) Type() sql.Type { return c.Child.Type() }

// String shows the text.
func (c *checked) String() string { return c.Child.String() }

// Eval refuses text that is no number.
func (c *checked) Eval(ctx *sql.Context, row sql.Row) (any, error) {
	v, err := c.Child.Eval(ctx, row)
	if err != nil || v == nil {
		return nil, err
	}
	if _, err := readNumber(v); err != nil {
		return nil, err
	}
	return v, nil
}

// WithChildren is the engine's way to copy an expression.
func (c *checked) WithChildren(children ...sql.Expression) (sql.Expression, error) {
	if len(children) != 1 {
		return nil, sql.ErrInvalidChildrenNumber.New(c, len(children), 1)
	}
	return &checked{expression.UnaryExpression{Child: children[0]}}, nil
}
