package kingdeetest

import (
	"strings"

	"github.com/shopspring/decimal"
)

// expr is a condition on a row.
type expr interface {
	holds(value func(key string) any) bool
	columns() []string
	// numbers gives the bill numbers that can fulfil the condition, when it
	// names them.
	numbers() ([]string, bool)
}

type (
	allOf    struct{ a, b expr }
	anyOf    struct{ a, b expr }
	negated  struct{ e expr }
	isNull   string
	constant bool
	oneOf    struct {
		column string
		values []string
	}
	compared struct {
		column, op, value string
	}
)

func (e allOf) holds(v func(string) any) bool    { return e.a.holds(v) && e.b.holds(v) }
func (e anyOf) holds(v func(string) any) bool    { return e.a.holds(v) || e.b.holds(v) }
func (e negated) holds(v func(string) any) bool  { return !e.e.holds(v) }
func (e isNull) holds(v func(string) any) bool   { return missing(v(string(e))) }
func (e constant) holds(func(string) any) bool   { return bool(e) }
func (e compared) holds(v func(string) any) bool { return compareTo(v(e.column), e.op, e.value) }

func (e oneOf) holds(v func(string) any) bool {
	have := v(e.column)
	for _, want := range e.values {
		if compareTo(have, "=", want) {
			return true
		}
	}
	return false
}

func (e allOf) columns() []string    { return append(e.a.columns(), e.b.columns()...) }
func (e anyOf) columns() []string    { return append(e.a.columns(), e.b.columns()...) }
func (e negated) columns() []string  { return e.e.columns() }
func (e isNull) columns() []string   { return []string{string(e)} }
func (e constant) columns() []string { return nil }
func (e compared) columns() []string { return []string{e.column} }
func (e oneOf) columns() []string    { return []string{e.column} }

func (e allOf) numbers() ([]string, bool) {
	if n, ok := e.a.numbers(); ok {
		return n, true
	}
	return e.b.numbers()
}

func (e anyOf) numbers() ([]string, bool) {
	a, okA := e.a.numbers()
	b, okB := e.b.numbers()
	return append(a, b...), okA && okB
}

func (e negated) numbers() ([]string, bool)  { return nil, false }
func (e isNull) numbers() ([]string, bool)   { return nil, false }
func (e constant) numbers() ([]string, bool) { return nil, false }
func (e oneOf) numbers() ([]string, bool)    { return e.values, strings.EqualFold(e.column, "FBillNo") }

func (e compared) numbers() ([]string, bool) {
	return []string{e.value}, e.op == "=" && strings.EqualFold(e.column, "FBillNo")
}

func missing(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case *ref:
		return v == nil
	default:
		return false
	}
}

// compareTo compares as SQL does: what is null compares to nothing, text
// ignores case.
func compareTo(v any, op, want string) bool {
	if missing(v) {
		return false
	}
	if op == "like" {
		return like(strings.ToLower(text(wire(v))), strings.ToLower(want))
	}
	c := ordering(v, want)
	switch op {
	case "=":
		return c == 0
	case "<>", "!=":
		return c != 0
	case ">":
		return c > 0
	case ">=":
		return c >= 0
	case "<":
		return c < 0
	default:
		return c <= 0
	}
}

func ordering(v any, want string) int {
	if x, ok := numeric(v); ok {
		if y, err := decimal.NewFromString(want); err == nil {
			return x.Cmp(y)
		}
	}
	have := text(wire(v))
	if b, ok := v.(bool); ok {
		have, want = text(b), text(isTrue(want))
	}
	if at, err := day(want); err == nil && len(have) == len(stamp) {
		return strings.Compare(have, at)
	}
	return strings.Compare(strings.ToLower(have), strings.ToLower(want))
}

func numeric(v any) (decimal.Decimal, bool) {
	switch v := v.(type) {
	case decimal.Decimal:
		return v, true
	case int64:
		return decimal.NewFromInt(v), true
	case *ref:
		if v == nil {
			return decimal.Zero, false
		}
		return decimal.NewFromInt(v.id), true
	default:
		return decimal.Zero, false
	}
}

// like knows % and _, in time that grows with the product of both lengths.
func like(have, pattern string) bool {
	h := []rune(have)
	reach := make([]bool, len(h)+1) // reach[i]: the pattern so far matches h[:i]
	reach[0] = true
	for _, c := range pattern {
		if c == '%' {
			for i := 1; i <= len(h); i++ {
				reach[i] = reach[i] || reach[i-1]
			}
			continue
		}
		for i := len(h); i > 0; i-- {
			reach[i] = reach[i-1] && (c == '_' || c == h[i-1])
		}
		reach[0] = false
	}
	return reach[len(h)]
}
