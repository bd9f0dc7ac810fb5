package mysql

import (
	"context"
	"errors"
	"time"
)

// node is a part of an expression. It is not changed after it was compiled and
// may be shared by goroutines; what belongs to one evaluation is in run.
type node interface {
	eval(r *run) (any, error)
	kind(r *run) kind // without evaluating; of text in arithmetic a lower bound of the scale
}

// run is one evaluation.
type run struct {
	context.Context
	now     time.Time
	values  []any     // of the holes outside of aggregates, or of the row at hand
	rows    [][][]any // for each aggregate its rows, for each the values of its holes
	lenient bool
}

// constant is a literal.
type constant struct{ value any }

func (c constant) eval(*run) (any, error) { return c.value, nil }
func (c constant) kind(*run) kind         { return kindOf(c.value) }

// hole is the place of a value.
type hole int

func (h hole) eval(r *run) (any, error) { return r.values[h], nil }
func (h hole) kind(r *run) kind         { return kindOf(r.values[h]) }

// errNoResult is what MySQL answers with NULL and a warning, or without one.
// IFNULL, COALESCE and IS NULL take it for NULL: the author has thought of it.
var errNoResult = errors.New("no result")

type noResult struct{ problem string }

func (e *noResult) Error() string { return e.problem }

func (e *noResult) Is(target error) bool { return target == errNoResult }

// evalOrNull evaluates for those who ask whether there is a result.
func evalOrNull(r *run, n node) (any, error) {
	v, err := n.eval(r)
	if errors.Is(err, errNoResult) {
		return nil, nil
	}
	return v, err
}
