// Package mysql evaluates MySQL expressions over bound values. The text of an
// expression is fixed when it is compiled; a value enters it as a literal of its
// own type and can never change its shape. What MySQL answers with NULL and a
// warning is an error here.
package mysql

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

// Engine compiles expressions. It is a parser, a planner and a table of
// functions; there is no database behind it.
type Engine struct {
	catalog  sql.Catalog
	sessions sync.Pool // a session costs a copy of some 600 system variables
	number   *regexp.Regexp
}

// New makes an engine; it may be shared by goroutines.
func New() *Engine {
	return &Engine{
		catalog:  newCatalog(),
		sessions: sync.Pool{New: func() any { return sql.NewBaseSession() }},
		number:   regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`), // as JSON writes it, without an exponent
	}
}

// Expression is a formula parsed and checked. The syntax tree is only read
// from here on; each evaluation plans it anew with the types of its values, for
// in MySQL the type of a result follows from them. Planning takes microseconds
// and leaves nothing that two goroutines could share.
type Expression struct {
	engine    *Engine
	tree      sqlparser.Expr
	mayBeNull bool
}

// Placeholder is the name by which the text of an expression refers to its n-th
// value, after a colon.
func Placeholder(n int) string { return "v" + strconv.Itoa(n) }

// Compile parses and checks an expression with the given number of values.
func (e *Engine) Compile(text string, holes int) (*Expression, error) {
	statement, err := sqlparser.Parse("select (" + text + ")")
	if err != nil {
		return nil, fmt.Errorf("not a MySQL expression: syntax error%s", near(err))
	}
	tree, err := onlyExpression(statement)
	if err != nil {
		return nil, err
	}
	if err := e.allowed(tree, holes); err != nil {
		return nil, err
	}
	x := &Expression{e, tree, mayBeNull(tree)}
	return x, x.rehearse(holes)
}

// rehearse plans once, so that a wrong number of arguments is found when the
// scheme is loaded.
func (x *Expression) rehearse(holes int) error {
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
func (e *Engine) open(ctx context.Context, now time.Time) (*sql.Context, func(), error) {
	session := e.sessions.Get().(*sql.BaseSession) //nolint:forcetypeassert // the pool makes nothing else
	c := sql.NewContext(ctx, sql.WithSession(session))
	c.SetQueryTime(inSystemZone(now))
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

// Eval evaluates the expression over values: nil, bool, string, json.Number, or
// Text for what stood in quotes. The result is one of the first four. The zone
// of now is the zone of the expression.
func (x *Expression) Eval(ctx context.Context, values []any, now time.Time) (any, error) {
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

// MayBeNull says whether the author provides for no result: the expression says
// NULL, or its cases do not cover everything.
func (x *Expression) MayBeNull() bool { return x.mayBeNull }

// suspicious finds the failures MySQL passes over: it warns and gives NULL, and
// sometimes gives NULL without a word.
func (x *Expression) suspicious(c *sql.Context, v any, values []any) error {
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

func (x *Expression) plan(c *sql.Context, values []any) (e sql.Expression, err error) {
	bindings := make(map[string]sql.Expression, len(values))
	for i, v := range values {
		if bindings[Placeholder(i)], err = x.engine.bind(v); err != nil {
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

// inSystemZone is a time as the engine wants it: it takes the clock on the wall
// of the machine, with the offset of today, and converts that.
func inSystemZone(t time.Time) time.Time {
	_, offset := time.Now().Zone()
	return t.In(time.FixedZone("", offset))
}

// near is the part of the parser's message that means something to a person
// who has not seen the statement it was given.
func near(err error) string {
	if _, token, ok := strings.Cut(strings.TrimSpace(err.Error()), " near "); ok {
		return " near " + token
	}
	return " at its end"
}
