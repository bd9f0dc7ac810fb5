// Package mysql evaluates MySQL expressions over bound values. The text of an
// expression is fixed when it is compiled; a value enters it as a value of its
// own type and can never change its shape. What MySQL answers with NULL and a
// warning is an error here.
//
// The grammar and the collation are those of go-mysql-server. Its evaluation is
// not used: of the 6,237 expressions whose answers MariaDB gave (testdata) it
// refuses a quarter, and of the others it calculates one in ten differently,
// among them the scale of quotients and of cases; and it must plan anew for each
// evaluation, for the type of a result follows from those of the values.
package mysql

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"time"

	"github.com/dolthub/vitess/go/vt/sqlparser"
)

// Engine compiles expressions: a table of functions, which is only read.
type Engine struct {
	functions  map[string]function
	forms      map[string]form
	aggregates map[string]func(*run, aggregate, []summand) (any, error)
	number     *regexp.Regexp
}

// New makes an engine; it may be shared by goroutines.
func New() *Engine {
	e := &Engine{
		functions: map[string]function{}, forms: forms(), aggregates: aggregates(),
		number: regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`), // as JSON writes it, without an exponent
	}
	for _, some := range []map[string]function{
		textFunctions(), codeFunctions(), numberFunctions(), dateFunctions(), regularFunctions(), jsonFunctions(),
	} {
		maps.Copy(e.functions, some)
	}
	return e
}

// Expression is a compiled formula. It is not changed any more and may be
// evaluated by many goroutines.
type Expression struct {
	engine     *Engine
	root       node
	aggregates [][]int
	mayBeNull  bool
}

// Placeholder is the name by which the text of an expression refers to its n-th
// value, after a colon.
func Placeholder(n int) string { return "v" + strconv.Itoa(n) }

// Compile parses and checks an expression with the given number of values.
func (e *Engine) Compile(text string, holes int) (*Expression, error) {
	text, err := respell(text)
	if err != nil {
		return nil, err
	}
	statement, err := sqlparser.Parse("select (" + text + ")")
	if err != nil {
		return nil, fmt.Errorf("not a MySQL expression: syntax error%s", near(err))
	}
	tree, err := onlyExpression(statement)
	if err != nil {
		return nil, err
	}
	c := &compiler{engine: e, holes: make([]int, holes)}
	root, err := c.node(tree)
	if err != nil {
		return nil, err
	}
	return &Expression{e, root, c.aggregates, c.mayBeNull}, c.complete()
}

// Aggregates lists the values that stand inside each aggregate function. They
// are not asked for in Input.Values, but for each row in Input.Rows.
func (x *Expression) Aggregates() [][]int { return x.aggregates }

// MayBeNull says whether the author provides for no result: the expression says
// NULL, or its cases do not cover everything.
func (x *Expression) MayBeNull() bool { return x.mayBeNull }

// Input is what an expression is evaluated over. A value is nil, bool, string,
// json.Number, or Text for what stood in quotes.
type Input struct {
	Values  []any
	Rows    [][][]any // for each of Aggregates its rows, for each the values inside it
	Now     time.Time // its zone is the zone of the expression
	Lenient bool      // text is the number it begins with, or 0, as in MySQL
}

// Eval evaluates the expression. The result is nil, bool, string or json.Number.
func (x *Expression) Eval(ctx context.Context, in Input) (any, error) {
	values, err := x.engine.bindAll(in.Values)
	if err != nil {
		return nil, err
	}
	if len(in.Rows) != len(x.aggregates) {
		return nil, fmt.Errorf("the expression has %d aggregates, and there are rows for %d", len(x.aggregates), len(in.Rows))
	}
	r := &run{Context: ctx, now: in.Now, values: values, lenient: in.Lenient}
	if r.rows, err = x.engine.bindRows(in.Rows); err != nil {
		return nil, err
	}
	v, err := evaluate(r, x.root)
	if err != nil {
		return nil, err
	}
	return result(v), x.unexpected(v, values)
}

// evaluate turns a panic into an error: a document must not stop the worker.
func evaluate(r *run, n node) (v any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the expression cannot be evaluated: %v", p)
		}
	}()
	return n.eval(r)
}

// unexpected finds NULL where no value was NULL and the author did not say so.
func (x *Expression) unexpected(v any, values []any) error {
	switch {
	case v != nil || x.mayBeNull:
		return nil
	case len(x.aggregates) > 0:
		return errors.New("it has no result because a list has no rows, or no value in them (where that is meant, say so with ifnull)")
	case !slices.Contains(values, nil):
		return errors.New("a function has no result for these values")
	}
	return nil
}
