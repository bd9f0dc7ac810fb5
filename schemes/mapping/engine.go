package mapping

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/dolthub/go-mysql-server/sql"
	"github.com/dolthub/go-mysql-server/sql/planbuilder"
	"github.com/dolthub/vitess/go/vt/sqlparser"
	"github.com/shopspring/decimal"

	// The engine reads its system variables from a package of its own.
	_ "github.com/dolthub/go-mysql-server/sql/variables"
)

// compiled is what every compilation shares and none changes.
type compiled struct {
	engine     *engine
	pipes      map[string]pipe
	lookupForm *regexp.Regexp
}

func compileOnce() compiled {
	return compiled{engine: newEngine(), pipes: pipes(), lookupForm: lookupForm()}
}

// engine evaluates MySQL expressions. It is a parser, a planner and a table of
// functions; there is no database behind it.
type engine struct {
	catalog  sql.Catalog
	sessions sync.Pool // a session costs a copy of some 600 system variables
	number   *regexp.Regexp
}

func newEngine() *engine {
	return &engine{
		catalog:  newCatalog(),
		sessions: sync.Pool{New: func() any { return sql.NewBaseSession() }},
		number:   numberForm(),
	}
}

// sqlExpression is a formula parsed and checked. The syntax tree is only read
// from here on; each evaluation plans it anew with the types of its values, for
// in MySQL the type of a result follows from them. Planning takes microseconds
// and leaves nothing that two goroutines could share.
type sqlExpression struct {
	engine    *engine
	tree      sqlparser.Expr
	mayBeNull bool
}

func placeholder(n int) string { return "v" + strconv.Itoa(n) }

func (e *engine) compile(text string, holes int) (*sqlExpression, error) {
	statement, err := sqlparser.Parse("select (" + text + ")")
	if err != nil {
		return nil, fmt.Errorf("not a MySQL expression: %w", err)
	}
	tree, err := onlyExpression(statement)
	if err != nil {
		return nil, err
	}
	if err := e.allowed(tree, holes); err != nil {
		return nil, err
	}
	x := &sqlExpression{e, tree, mayBeNull(tree)}
	return x, x.rehearse(holes)
}

// rehearse plans once, so that a wrong number of arguments is found when the
// scheme is loaded.
func (x *sqlExpression) rehearse(holes int) error {
	ctx, done, err := x.engine.open(context.Background(), time.Unix(0, 0))
	if err != nil {
		return err
	}
	defer done()
	values := make([]any, holes)
	for i := range values {
		values[i] = json.Number("1")
	}
	_, err = x.plan(ctx, values)
	return err
}

// open lends a session to one evaluation.
func (e *engine) open(ctx context.Context, now time.Time) (*sql.Context, func(), error) {
	session := e.sessions.Get().(*sql.BaseSession) //nolint:forcetypeassert // the pool makes nothing else
	c := sql.NewContext(ctx, sql.WithSession(session))
	c.SetQueryTime(now)
	session.ClearWarnings()
	settings := map[string]string{
		"time_zone":            now.Format("-07:00"),
		"collation_connection": sql.Collation_utf8mb4_0900_ai_ci.Name(), // MySQL 8's own default
	}
	for name, value := range settings {
		if err := session.SetSessionVariable(c, name, value); err != nil {
			return nil, nil, fmt.Errorf("set up the expression engine: %w", err)
		}
	}
	return c, func() { e.sessions.Put(session) }, nil
}

func (x *sqlExpression) eval(ctx context.Context, values []any, now time.Time) (any, error) {
	c, done, err := x.engine.open(ctx, now)
	if err != nil {
		return nil, err
	}
	defer done()
	planned, err := x.plan(c, values)
	if err != nil {
		return nil, err
	}
	v, err := evaluate(c, planned)
	if err != nil {
		return nil, err
	}
	if err := x.suspicious(c, v, values); err != nil {
		return nil, err
	}
	return result(v, planned.Type())
}

// suspicious finds the failures MySQL passes over: it warns and gives NULL, and
// sometimes gives NULL without a word.
func (x *sqlExpression) suspicious(c *sql.Context, v any, values []any) error {
	if warnings := c.Warnings(); len(warnings) > 0 {
		message := warnings[0].Message
		return errors.New(strings.ToLower(message[:1]) + message[1:])
	}
	if v == nil && !x.mayBeNull && !slices.Contains(values, nil) {
		return errors.New("a function has no result for these values")
	}
	return nil
}

// evaluate turns the engine's panics into errors: a document must not stop the
// worker.
func evaluate(c *sql.Context, e sql.Expression) (v any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the expression engine gave up: %v", r)
		}
	}()
	return e.Eval(c, nil)
}

func (x *sqlExpression) plan(c *sql.Context, values []any) (e sql.Expression, err error) {
	bindings := make(map[string]sql.Expression, len(values))
	for i, v := range values {
		if bindings[placeholder(i)], err = x.engine.bind(v); err != nil {
			return nil, err
		}
	}
	defer func() {
		if r := recover(); r != nil { // the planner reports errors by panicking with a type it keeps to itself
			err = fmt.Errorf("%s", strings.Trim(fmt.Sprint(r), "{}"))
		}
	}()
	builder := planbuilder.New(c, x.engine.catalog, nil, nil)
	builder.SetBindingsWithExpr(bindings)
	return exact(builder.BuildScalarWithTable(x.tree, nil))
}

// result is a value of the engine as a value of JSON.
func result(v any, t sql.Type) (any, error) {
	switch v := v.(type) {
	case nil, string, bool:
		return v, nil
	case []byte:
		return string(v), nil
	case decimal.Decimal:
		return json.Number(v.StringFixed(max(0, -v.Exponent()))), nil
	case float64:
		return json.Number(strconv.FormatFloat(v, 'f', -1, 64)), nil
	case float32:
		return json.Number(strconv.FormatFloat(float64(v), 'f', -1, 32)), nil
	case time.Time:
		return v.Format(timeFormat(t)), nil
	case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64:
		return json.Number(fmt.Sprint(v)), nil
	default:
		return nil, fmt.Errorf("the result is %T, which cannot be sent", v)
	}
}
