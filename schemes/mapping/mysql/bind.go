package mysql

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/dolthub/go-mysql-server/sql"
	"github.com/dolthub/go-mysql-server/sql/expression"
	"github.com/dolthub/go-mysql-server/sql/types"
	"github.com/dolthub/vitess/go/sqltypes"
	"github.com/shopspring/decimal"
)

// bind makes a value of a document a literal of the engine. This is the only
// way a value enters an expression.
func (e *Engine) bind(v any) (sql.Expression, error) {
	switch v := v.(type) {
	case nil:
		return expression.NewLiteral(nil, types.Null), nil
	case bool:
		return expression.NewLiteral(v, types.Boolean), nil
	case json.Number:
		return e.bindNumber(v.String())
	case Text:
		return text(string(v)), nil
	case string:
		return e.bindString(v)
	default:
		return nil, errors.New("a list or an object cannot be calculated with")
	}
}

// bindString reads text outside of quotes as MySQL would if it were written
// there: 12.50 is a number, true a truth value. 007 stays text: it is a code.
func (e *Engine) bindString(s string) (sql.Expression, error) {
	switch {
	case e.number.MatchString(s):
		return e.bindNumber(s)
	case strings.EqualFold(s, "true"), strings.EqualFold(s, "false"):
		return expression.NewLiteral(strings.EqualFold(s, "true"), types.Boolean), nil
	}
	return text(s), nil
}

// Text is text that stays text whatever it looks like.
type Text string

func (e *Engine) bindNumber(digits string) (sql.Expression, error) {
	d, err := decimal.NewFromString(digits)
	if err != nil {
		return nil, fmt.Errorf("%q is not a number", digits)
	}
	return number(d)
}

var errTooLong = errors.New("the number does not fit into MySQL's DECIMAL(65,30)")

// number keeps the scale a number came with: 100.0 is a DECIMAL with one.
func number(d decimal.Decimal) (sql.Expression, error) {
	if d.Exponent() > 0 { // 1e3 is written out
		d = decimal.NewFromBigInt(d.BigInt(), 0)
	}
	if -d.Exponent() > types.DecimalTypeMaxScale || len(d.Coefficient().String()) > types.DecimalTypeMaxPrecision {
		return nil, fmt.Errorf("%w: %s", errTooLong, d)
	}
	t, err := types.CreateDecimalType(types.DecimalTypeMaxPrecision, uint8(max(0, -d.Exponent())))
	if err != nil {
		return nil, fmt.Errorf("%w: %s", errTooLong, d)
	}
	return expression.NewLiteral(d, t), nil
}

// text has the collation a MySQL 8 connection gives a literal, so that a value
// compares as it would if it were written there: 'abc' = 'ABC'.
func text(s string) sql.Expression {
	t := types.MustCreateString(sqltypes.VarChar, max(1, int64(len([]rune(s)))), sql.Collation_utf8mb4_0900_ai_ci)
	return expression.NewLiteral(s, t)
}

// timeFormat writes a date without a time of day when the expression's type
// has none.
func timeFormat(t sql.Type) string {
	if types.IsDateType(t) {
		return time.DateOnly
	}
	return time.DateTime
}
