package mysql

import (
	"fmt"
	"math"
	"strings"

	"github.com/shopspring/decimal"
)

// scaleOf is MySQL's rule for the digits after the point; the quotient has four
// more than the dividend.
func scaleOf(operator string, x, y int32) int32 {
	const more = 4
	switch operator {
	case "*":
		return min(x+y, deepest)
	case "/":
		return min(x+more, deepest)
	case "div":
		return 0
	default:
		return max(x, y)
	}
}

// quotient has as many digits as MySQL calculates: it keeps nine to a word, and
// cuts off what does not fit into the last one.
func quotient(x, y number) decimal.Decimal {
	const more = 4
	ofX, ofY := max(0, -x.Exponent()), max(0, -y.Exponent())
	wholeX, wholeY := words(ofX), words(ofY)
	missing := max(0, more-(wholeX-ofX)-(wholeY-ofY))
	q, _ := x.QuoRem(y.Decimal, words(wholeX+wholeY+missing))
	return q
}

// longQuotient has as many digits as a DOUBLE, which is what MySQL makes of a
// quoted number: '2'/7000 is not 0.0003.
func longQuotient(x, y number) number {
	const significant = 17
	q, _ := x.QuoRem(y.Decimal, 2*deepest)
	leading := int32(q.NumDigits()) + q.Exponent() // before the point; below 0 for 0.00…
	q = q.Round(min(deepest, max(0, significant-leading)))
	scale := int32(0)
	if _, fraction, ok := strings.Cut(q.String(), "."); ok {
		scale = int32(len(fraction))
	}
	return number{q, scale, true}
}

func words(digits int32) int32 {
	const nine = 9
	return (digits + nine - 1) / nine * nine
}

func atMost(d decimal.Decimal) decimal.Decimal {
	if -d.Exponent() > longest {
		return d.Round(longest)
	}
	return d
}

func (r *run) calculateDouble(operator string, left, right any) (any, error) {
	x, err := r.float(left)
	if err != nil {
		return nil, err
	}
	y, err := r.float(right)
	if err != nil {
		return nil, err
	}
	if y == 0 && (operator == "/" || operator == "%" || operator == "div") {
		return nil, &noResult{"division by 0"}
	}
	switch operator {
	case "+":
		return finite(x + y)
	case "-":
		return finite(x - y)
	case "*":
		return finite(x * y)
	case "/":
		return finite(x / y)
	case "%":
		return finite(math.Mod(x, y))
	default:
		return finite(math.Trunc(x / y))
	}
}

// finite refuses what JSON has no number for.
func finite(f float64) (any, error) {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return nil, &noResult{fmt.Sprintf("the result %v is not a number", f)}
	}
	return double{f, many}, nil
}
