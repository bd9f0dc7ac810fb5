package mysql

import (
	"math"
	"strings"

	"github.com/shopspring/decimal"
)

func numberFunctions() map[string]function {
	n, f := gives(integral), gives(floating)
	return map[string]function{
		"abs":      {1, 1, scaleOfFirst, func(a *arguments) any { return a.unary(math.Abs, decimal.Decimal.Abs) }},
		"sign":     {1, 1, n, func(a *arguments) any { return whole(int64(a.number(0).Sign())) }},
		"ceil":     {1, 1, n, func(a *arguments) any { return a.toWhole(math.Ceil, decimal.Decimal.Ceil) }},
		"ceiling":  {1, 1, n, func(a *arguments) any { return a.toWhole(math.Ceil, decimal.Decimal.Ceil) }},
		"floor":    {1, 1, n, func(a *arguments) any { return a.toWhole(math.Floor, decimal.Decimal.Floor) }},
		"round":    {1, 2, roundedScale, func(a *arguments) any { return a.rounded(decimal.Decimal.Round) }},
		"truncate": {2, 2, roundedScale, func(a *arguments) any { return a.rounded(truncate) }},
		"mod":      {2, 2, modScale, func(a *arguments) any { return a.operation("%") }},
		"pow":      {2, 2, f, func(a *arguments) any { return a.real(math.Pow(a.float(0), a.float(1))) }},
		"power":    {2, 2, f, func(a *arguments) any { return a.real(math.Pow(a.float(0), a.float(1))) }},
		"sqrt":     {1, 1, f, func(a *arguments) any { return a.real(math.Sqrt(a.float(0))) }},
		"exp":      {1, 1, f, func(a *arguments) any { return a.real(math.Exp(a.float(0))) }},
		"ln":       {1, 1, f, func(a *arguments) any { return a.logarithm(0, math.Log) }},
		"log2":     {1, 1, f, func(a *arguments) any { return a.logarithm(0, math.Log2) }},
		"log10":    {1, 1, f, func(a *arguments) any { return a.logarithm(0, math.Log10) }},
		"log":      {1, 2, f, logBase},
		"pi":       {0, 0, f, func(*arguments) any { return double{math.Pi, 6} }},
		"degrees":  {1, 1, f, func(a *arguments) any { return a.real(a.float(0) / math.Pi * 180) }},
		"radians":  {1, 1, f, func(a *arguments) any { return a.real(a.float(0) * math.Pi / 180) }},
		"sin":      {1, 1, f, func(a *arguments) any { return a.real(math.Sin(a.float(0))) }},
		"cos":      {1, 1, f, func(a *arguments) any { return a.real(math.Cos(a.float(0))) }},
		"tan":      {1, 1, f, func(a *arguments) any { return a.real(math.Tan(a.float(0))) }},
		"format":   {2, 3, gives(text), format},
		"greatest": {2, -1, widest, func(a *arguments) any { return a.extreme(1) }},
		"least":    {2, -1, widest, func(a *arguments) any { return a.extreme(-1) }},
	}
}

// real is a result that may not be a number.
func (a *arguments) real(f float64) any {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return a.none()
	}
	return double{f, many}
}

func (a *arguments) exact(i int) decimal.Decimal { return a.number(i).shown() }

// unary keeps a double a double.
func (a *arguments) unary(ofDouble func(float64) float64, ofExact func(decimal.Decimal) decimal.Decimal) any {
	if d, ok := a.values[0].(double); ok {
		return double{ofDouble(d.float64), d.decimals}
	}
	n := a.number(0)
	return number{ofExact(n.Decimal), n.scale, n.decimal}
}

func (a *arguments) toWhole(ofDouble func(float64) float64, ofExact func(decimal.Decimal) decimal.Decimal) any {
	if d, ok := a.values[0].(double); ok {
		return double{ofDouble(d.float64), many}
	}
	return integer(ofExact(a.number(0).Decimal))
}

func (a *arguments) operation(operator string) any {
	v, err := a.run.calculate(operator, a.values[0], a.values[1])
	a.fail(err)
	return v
}

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
