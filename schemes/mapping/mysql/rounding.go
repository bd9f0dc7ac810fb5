package mysql

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"
)

// rounded rounds or cuts to a number of digits after the point; a negative one
// means before it.
func (a *arguments) rounded(to func(decimal.Decimal, int32) decimal.Decimal) any {
	digits := int32(max(min(a.whole(1, 0), deepest), -longest))
	if d, ok := a.values[0].(double); ok {
		f, _ := to(decimal.NewFromFloat(d.float64), digits).Float64()
		return double{f, max(0, digits)}
	}
	n := a.number(0)
	if !n.decimal {
		return integer(to(n.Decimal, digits))
	}
	return number{to(n.Decimal, digits), max(0, digits), true}
}

func truncate(d decimal.Decimal, digits int32) decimal.Decimal {
	if digits >= 0 {
		return d.Truncate(digits)
	}
	return d.Shift(digits).Truncate(0).Shift(-digits)
}

func (a *arguments) logarithm(i int, of func(float64) float64) any {
	if f := a.float(i); f > 0 {
		return a.real(of(f))
	}
	return a.none()
}

// logBase has the base first.
func logBase(a *arguments) any {
	if !a.has(1) {
		return a.logarithm(0, math.Log)
	}
	if base := a.float(0); base <= 0 || base == 1 || a.float(1) <= 0 {
		return a.none()
	}
	return a.real(math.Log(a.float(1)) / math.Log(a.float(0)))
}

// format writes 1,234.50.
func format(a *arguments) any {
	if a.has(2) && !strings.EqualFold(a.text(2), "en_US") {
		return a.fail(errLocale)
	}
	digits := int32(max(0, min(a.whole(1), deepest)))
	before, after, _ := strings.Cut(a.exact(0).StringFixed(digits), ".")
	sign := strings.TrimRight(before, "0123456789")
	before = before[len(sign):]
	const three = 3
	for at := len(before) - three; at > 0; at -= three {
		before = before[:at] + "," + before[at:]
	}
	if after != "" {
		after = "." + after
	}
	return sign + before + after
}

// extreme is the greatest or least: of text as text, with a number among them
// as numbers.
func (a *arguments) extreme(sign int) any {
	best := a.values[0]
	k := kindOf(best)
	for _, v := range a.values[1:] {
		order, err := a.run.compare(v, best, false)
		if a.fail(err); order*sign > 0 {
			best = v
		}
		k = k.with(kindOf(v))
	}
	return as(best, k)
}
