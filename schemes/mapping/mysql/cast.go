package mysql

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dolthub/vitess/go/vt/sqlparser"
	"github.com/shopspring/decimal"
)

var errInterval = errors.New("an interval is no value; it can be added to a date or taken from one")

// cast is CAST and CONVERT.
type cast struct {
	of            node
	to            class
	length, scale int  // of a decimal, or characters of a text; length < 0: not said
	unsigned      bool // of whole numbers
	whole         bool
}

func newCast(of node, t *sqlparser.ConvertType) (node, error) {
	c := cast{of: of, length: -1}
	var err error
	if c.length, err = size(t.Length, -1); err != nil {
		return nil, err
	}
	if c.scale, err = size(t.Scale, 0); err != nil {
		return nil, err
	}
	switch strings.ToLower(t.Type) {
	case "signed", "signed integer", "int", "integer":
		c.to, c.whole = exact, true
	case "unsigned", "unsigned integer":
		c.to, c.whole, c.unsigned = exact, true, true
	case "decimal":
		c.to = exact
	case "char", "nchar":
		c.to = text
	case "date":
		c.to = day
	case "datetime":
		c.to = instant
	case "time":
		c.to = hours
	case "double", "float", "real":
		c.to = floating
	default:
		return nil, fmt.Errorf("a cast to %s is not part of the language", t.Type)
	}
	return c, c.check()
}

func size(v *sqlparser.SQLVal, otherwise int) (int, error) {
	if v == nil {
		return otherwise, nil
	}
	return strconv.Atoi(string(v.Val))
}

func (c cast) check() error {
	if c.to == exact && !c.whole && (c.length > longest || c.scale > deepest || (c.length >= 0 && c.scale > c.length)) {
		return fmt.Errorf("there is no DECIMAL(%d,%d)", c.length, c.scale)
	}
	return nil
}

func (c cast) kind(*run) kind {
	if c.whole {
		return kind{class: integral}
	}
	return kind{c.to, int32(c.scale)}
}

func (c cast) eval(r *run) (any, error) {
	v, err := c.of.eval(r)
	if err != nil || v == nil {
		return nil, err
	}
	switch c.to {
	case exact:
		return c.exact(r, v)
	case floating:
		f, err := r.float(v)
		return double{f, many}, err
	case text:
		return c.text(v), nil
	}
	return c.time(r, v)
}

func (c cast) exact(r *run, v any) (any, error) {
	n, err := r.number(v)
	if err != nil {
		return nil, err
	}
	if _, isText := v.(string); isText && c.whole && !n.Equal(n.Truncate(0)) {
		return nil, fmt.Errorf("%q is not a whole number", v)
	}
	d := n.Round(int32(c.scale))
	if !c.holds(d) {
		return nil, fmt.Errorf("%s does not fit into %s", n.shown(), c.name())
	}
	return number{d, int32(c.scale), !c.whole}, nil
}

const usual = 10 // digits of a DECIMAL that does not say

func (c cast) holds(d decimal.Decimal) bool {
	if c.unsigned {
		return d.BigInt().IsUint64() && !d.IsNegative()
	}
	if c.whole {
		return d.BigInt().IsInt64()
	}
	length := c.length
	if length <= 0 {
		length = usual
	}
	return d.Abs().LessThan(decimal.New(1, int32(length-c.scale)))
}

func (c cast) name() string {
	switch {
	case c.unsigned:
		return "UNSIGNED"
	case c.whole:
		return "SIGNED"
	case c.length < 0:
		return "DECIMAL(10,0)"
	}
	return fmt.Sprintf("DECIMAL(%d,%d)", c.length, c.scale)
}

func (c cast) text(v any) string {
	if c.length < 0 {
		return asText(v)
	}
	return part([]rune(asText(v)), 0, int64(c.length))
}

func (c cast) time(r *run, v any) (any, error) {
	const most = 6
	digits := min(most, max(0, c.length))
	step := time.Second
	for range digits {
		step /= 10
	}
	if c.to == hours {
		t, err := r.clock(v)
		return clock{t.Truncate(step), digits}, err
	}
	m, err := r.moment(v)
	if c.to == day {
		return moment{midnight(m.Time), true, 0}, err
	}
	return moment{m.Truncate(step), false, digits}, err
}
