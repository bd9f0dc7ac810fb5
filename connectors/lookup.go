package connectors

import (
	"encoding/json"
	"strconv"
	"strings"
)

// What follows is how values are written so that rows can be looked up by them.
// Schemes, which ask, and stores, which answer, must agree on it to the letter.

// maxShift bounds how many zeros an exponent may write out: 1e999999999 is a
// valid JSON number and must not become a gigabyte of text.
const maxShift = 64

// CanonicalNumber writes a JSON number without exponent, leading or trailing
// zeros: 1001, 1001.0 and 1.001e3 are "1001". One with an exponent too large
// to write out stays as it is, in lower case.
func CanonicalNumber(number string) string {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(number), "e")
	shift, err := strconv.Atoi(exponent)
	if exponent != "" && (err != nil || shift > maxShift || shift < -maxShift) {
		return strings.ToLower(number)
	}
	unsigned, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(unsigned, ".")
	text := point(whole+fraction, len(whole)+shift)
	if negative && text != "0" {
		return "-" + text
	}
	return text
}

// point puts the decimal point after the given number of digits.
func point(digits string, at int) string {
	if at < 0 {
		digits, at = strings.Repeat("0", -at)+digits, 0
	}
	if at > len(digits) {
		digits += strings.Repeat("0", at-len(digits))
	}
	whole := strings.TrimLeft(digits[:at], "0")
	fraction := strings.TrimRight(digits[at:], "0")
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// ScalarText is a JSON value as text to look rows up by: a string as it is, a
// number as CanonicalNumber, true and false. Nothing else has one.
func ScalarText(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case json.Number:
		return CanonicalNumber(v.String()), true
	case bool:
		return strconv.FormatBool(v), true
	default:
		return "", false
	}
}

// IsNumber says whether text reads as a JSON number; codes such as 007 do not.
func IsNumber(text string) bool {
	digits := strings.TrimPrefix(text, "-")
	return digits != "" && isDigit(digits[0]) && isDigit(digits[len(digits)-1]) && json.Valid([]byte(text))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
