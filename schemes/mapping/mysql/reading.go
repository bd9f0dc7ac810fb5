package mysql

import (
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

var errTooLong = errors.New("the number does not fit into MySQL's DECIMAL(65,30)")

const (
	longest  = 65 // digits of a number
	deepest  = 30 // of them after the point
	dateBase = 100
)

// fits refuses a number MySQL has no type for.
func fits(n number) (number, error) {
	if n.NumDigits()+int(max(0, n.Exponent())) > longest && len(n.shown().Coefficient().String()) > longest {
		return n, fmt.Errorf("%w: %s", errTooLong, n.Decimal)
	}
	return n, nil
}

// number reads a value as an exact number. MySQL would make text a DOUBLE, and
// 0 of text that is no number; here a quoted number counts with its digits, and
// other text is an error.
func (r *run) number(v any) (number, error) {
	switch v := v.(type) {
	case number:
		return v, nil
	case bool:
		if v {
			return whole(1), nil
		}
		return whole(0), nil
	case double:
		return exactly(decimal.NewFromFloat(v.float64)), nil
	case moment:
		return exactly(v.digitsAsNumber()), nil
	case clock:
		return exactly(v.digitsAsNumber()), nil
	case string:
		return r.numberOf(v)
	}
	return number{}, fmt.Errorf("%v is not a number", v)
}

func (r *run) numberOf(s string) (number, error) {
	trimmed := strings.TrimSpace(s)
	d, err := decimal.NewFromString(trimmed[:min(len(trimmed), 2*longest)])
	if err == nil && len(trimmed) > 2*longest {
		return number{}, fmt.Errorf("%w: %.80s", errTooLong, s)
	}
	if err == nil {
		return inRange(s, d)
	}
	if r.lenient {
		return leading(s), nil
	}
	return number{}, fmt.Errorf("%.80q is not a number", s)
}

// inRange keeps a remark that happens to read 1e999999999 from being written out.
func inRange(s string, d decimal.Decimal) (number, error) {
	if d.Exponent() > longest || -d.Exponent() > deepest {
		return number{}, fmt.Errorf("%w: %.80s", errTooLong, s)
	}
	return fits(exactly(d))
}

// leading is the number a text begins with, as MySQL reads text: 12元 is 12.
func leading(s string) number {
	s = strings.TrimLeft(s, " \t\r\n")
	for end := min(len(s), longest); end > 0; end-- {
		if d, err := decimal.NewFromString(s[:end]); err == nil && -d.Exponent() <= deepest && d.Exponent() <= longest {
			return exactly(d)
		}
	}
	return whole(0)
}

func (r *run) float(v any) (float64, error) {
	if d, ok := v.(double); ok {
		return d.float64, nil
	}
	n, err := r.number(v)
	return n.shown().InexactFloat64(), err
}

// whole reads a value as a whole number, rounded as MySQL rounds.
func (r *run) whole(v any) (int64, error) {
	n, err := r.number(v)
	if err != nil {
		return 0, err
	}
	rounded := n.shown().Round(0)
	if !rounded.BigInt().IsInt64() {
		return 0, fmt.Errorf("%s is too large", rounded)
	}
	return rounded.IntPart(), nil
}

// true reads a condition: any number but 0 holds.
func (r *run) truth(v any) (bool, error) {
	switch v := v.(type) {
	case bool:
		return v, nil
	case double:
		return v.float64 != 0, nil
	case string:
		if b, ok := truthWord(v); ok {
			return b, nil
		}
	}
	n, err := r.number(v)
	return !n.shown().IsZero(), err
}

// truthWord: in quotes, a truth value of a document is the word.
func truthWord(s string) (value, ok bool) {
	switch {
	case strings.EqualFold(s, "true"):
		return true, true
	case strings.EqualFold(s, "false"):
		return false, true
	}
	return false, false
}
