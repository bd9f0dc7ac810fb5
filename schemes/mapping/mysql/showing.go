package mysql

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// text is a value as MySQL writes it.
func asText(v any) string {
	switch v := v.(type) {
	case bool:
		if v {
			return "1"
		}
		return "0"
	case number:
		return v.shown().StringFixed(v.scale)
	case double:
		return v.text()
	case moment:
		return v.text()
	case clock:
		return v.text()
	case string:
		return v
	}
	return ""
}

// text writes very large and very small numbers with an exponent.
func (d double) text() string {
	if d.decimals != many {
		return decimal.NewFromFloat(d.float64).StringFixed(d.decimals)
	}
	const large, small = 1e15, 1e-15
	if size := max(d.float64, -d.float64); size != 0 && (size >= large || size < small) {
		text := strconv.FormatFloat(d.float64, 'e', -1, 64)
		return strings.NewReplacer("e+0", "e", "e+", "e", "e-0", "e-").Replace(text)
	}
	return strconv.FormatFloat(d.float64, 'f', -1, 64)
}

// digits writes a number out.
func (d double) digits() string {
	if d.decimals != many {
		return d.text()
	}
	return strconv.FormatFloat(d.float64, 'f', -1, 64)
}

func (m moment) text() string {
	if m.date {
		return m.Format(time.DateOnly)
	}
	return m.Format(time.DateTime) + fraction(time.Duration(m.Nanosecond()), m.digits)
}

func (c clock) text() string {
	h, m, s := c.parts()
	sign := ""
	if c.Duration < 0 {
		sign = "-"
	}
	return sign + twoDigits(h) + ":" + twoDigits(m) + ":" + twoDigits(s) + fraction(c.Abs()%time.Second, c.digits)
}

// parts are the hours, minutes and seconds, without a sign.
func (c clock) parts() (h, m, s int) {
	const sixty = 60
	seconds := int(c.Abs() / time.Second)
	return seconds / sixty / sixty, seconds / sixty % sixty, seconds % sixty
}

func twoDigits(n int) string {
	const ten = 10
	if n < ten {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func fraction(d time.Duration, digits int) string {
	if digits == 0 {
		return ""
	}
	all := strconv.Itoa(int(time.Second + d%time.Second))[1:] // nine digits
	return "." + all[:digits]
}

// digitsAsNumber is 20240301 of a date, 20240301102030 of a date with a time.
func (m moment) digitsAsNumber() decimal.Decimal {
	layout := "20060102150405"
	if m.date {
		layout = "20060102"
	}
	return decimal.RequireFromString(m.Format(layout) + fraction(time.Duration(m.Nanosecond()), m.digits))
}

// digitsAsNumber is 102030 of 10:20:30.
func (c clock) digitsAsNumber() decimal.Decimal {
	return decimal.RequireFromString(strings.ReplaceAll(c.text(), ":", ""))
}

// result is a value as one of JSON: nil, bool, string or json.Number.
func result(v any) any {
	switch v := v.(type) {
	case nil, bool:
		return v
	case number:
		return json.Number(asText(v))
	case double:
		return json.Number(v.digits())
	default:
		return asText(v)
	}
}

// as gives a value the kind of the whole it is part of: a case with 1 and 2.50
// gives 1.00.
func as(v any, k kind) any {
	switch v := v.(type) {
	case nil:
		return nil
	case bool:
		if k.class > truth && k.class <= floating {
			return as(map[bool]number{true: whole(1), false: whole(0)}[v], k)
		}
	case number:
		if k.class == floating {
			return double{v.shown().InexactFloat64(), many}
		}
		if k.class == exact || k.class == integral {
			return number{v.Decimal, max(v.scale, k.scale), v.decimal || k.class == exact}
		}
	case moment:
		if k.class == instant {
			v.date = false
			return v
		}
	}
	if k.class == text {
		return asText(v)
	}
	return v
}
