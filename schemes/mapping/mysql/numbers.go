package mysql

import (
	"math"

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
		"asin":     {1, 1, f, func(a *arguments) any { return a.real(math.Asin(a.float(0))) }},
		"acos":     {1, 1, f, func(a *arguments) any { return a.real(math.Acos(a.float(0))) }},
		"atan":     {1, 1, f, func(a *arguments) any { return a.real(math.Atan(a.float(0))) }},
		"atan2":    {2, 2, f, func(a *arguments) any { return a.real(math.Atan2(a.float(0), a.float(1))) }},
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
