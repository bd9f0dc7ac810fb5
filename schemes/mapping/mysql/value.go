package mysql

import (
	"time"

	"github.com/shopspring/decimal"
)

// While it is calculated with, a value is nil, a bool, a number, a double, a
// moment, a clock or a string.

// number is an exact number. MySQL calculates a quotient with more digits than
// its result shows; scale is what it shows.
type number struct {
	decimal.Decimal
	scale   int32
	decimal bool // a DECIMAL, though its scale may be 0; otherwise a whole number
}

// exactly is a number with the scale it is written with: 1.50 has two.
func exactly(d decimal.Decimal) number {
	if d.Exponent() > 0 { // 1e3 is written out
		d = decimal.NewFromBigInt(d.BigInt(), 0)
	}
	return number{d, -d.Exponent(), d.Exponent() < 0}
}

func whole(n int64) number { return integer(decimal.NewFromInt(n)) }

// integer is a number without digits after the point.
func integer(d decimal.Decimal) number { return number{Decimal: d} }

// shown is the number as anyone but the next operator sees it.
func (n number) shown() decimal.Decimal { return n.Round(n.scale) }

// double is what roots, powers and logarithms give.
type double struct {
	float64
	decimals int32 // after ROUND; otherwise many
}

const many = -1

// moment is a date or a date with a time, as a calendar and a clock show it;
// its zone is always UTC.
type moment struct {
	time.Time
	date   bool // without a time of day
	digits int  // of the fraction of a second that are shown
}

// clock is a time of day or a span of time.
type clock struct {
	time.Duration
	digits int
}

// class is what MySQL calls a type, as far as results depend on it.
type class int

const (
	nothing class = iota
	truth
	integral
	exact
	floating
	day
	instant
	hours
	text
)

// kind is the type of an expression.
type kind struct {
	class class
	scale int32 // of exact
}

func kindOf(v any) kind {
	switch v := v.(type) {
	case nil:
		return kind{}
	case bool:
		return kind{class: truth}
	case number:
		if !v.decimal {
			return kind{class: integral}
		}
		return kind{exact, v.scale}
	case double:
		return kind{class: floating}
	case clock:
		return kind{class: hours}
	case moment:
		if v.date {
			return kind{class: day}
		}
		return kind{class: instant}
	default:
		return kind{class: text}
	}
}

// with is the type of a value that may be of one kind or of the other, as that
// of a case is.
func (k kind) with(other kind) kind {
	switch low, high := min(k.class, other.class), max(k.class, other.class); {
	case low == nothing, high <= floating, low == high, low == day && high == instant:
		return kind{high, max(k.scale, other.scale)}
	}
	return kind{class: text}
}
