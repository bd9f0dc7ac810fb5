package connectors

import (
	"fmt"
	"strings"
)

// orderedMark begins the names of ordered fields; no vendor's key does.
const orderedMark = "≶"

// OrderedField is the name under which a path is declared to a store to be
// searched by ranges and beginnings, not only by equal values.
func OrderedField(path string) string { return orderedMark + path }

// CutOrdered gives the path of an ordered field.
func CutOrdered(field string) (path string, ordered bool) {
	return strings.CutPrefix(field, orderedMark)
}

// OrderedValues are the texts by which a value is found in an ordered field:
// as text, and as a number when it reads as one. Compared byte by byte they
// never contradict the order of the values; different values may have the same.
func OrderedValues(text string) []string {
	if !IsNumber(text) {
		return []string{OrderedText(text)}
	}
	return []string{OrderedText(text), OrderedNumber(text)}
}

// The edges of all numbers and of all texts.
const (
	FirstNumber = "n"
	LastNumber  = "n~"
	FirstText   = "t"
	LastText    = "u"
)

// OrderedText cuts long texts at a character, which keeps their order, and all
// texts at a NUL, which PostgreSQL does not store: of all characters only that
// one, being the first, leaves the order as it was.
func OrderedText(text string) string {
	const longest = 120 // characters of up to four bytes: what PostgreSQL can index
	text, _, _ = strings.Cut(text, "\x00")
	clean := strings.ToValidUTF8(text, "�")
	runes := 0
	for i := range clean {
		if runes == longest {
			return FirstText + clean[:i]
		}
		runes++
	}
	return FirstText + clean
}

// OrderedNumber writes a number as sign, magnitude and digits; for negative
// numbers each digit's complement, so that the larger magnitude comes first.
func OrderedNumber(number string) string {
	unsigned, negative := strings.CutPrefix(CanonicalNumber(number), "-")
	magnitude, digits := scientific(unsigned)
	switch {
	case digits == "":
		return FirstNumber + "1" // zero
	case negative:
		return FirstNumber + "0" + complement(fmt.Sprintf("%03d%s", magnitude, digits)) + "~"
	default:
		return FirstNumber + "2" + fmt.Sprintf("%03d%s", magnitude, digits)
	}
}

// scientific gives the power of ten, from 0 to 999 with 500 for numbers from 0.1
// to 1, and up to 200 digits. What is beyond is as large or small as can be said.
func scientific(unsigned string) (magnitude int, digits string) {
	const middle, most, precision = 500, 999, 200
	mantissa, exponent, huge := strings.Cut(unsigned, "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	all := strings.TrimLeft(whole+fraction, "0")
	switch {
	case huge && all != "" && strings.HasPrefix(exponent, "-"):
		return 0, "0"
	case huge && all != "":
		return most, "9"
	}
	zeros := len(whole) + len(fraction) - len(all)
	digits = strings.TrimRight(all, "0")
	return min(most-1, max(1, middle+len(whole)-zeros)), digits[:min(len(digits), precision)]
}

func complement(digits string) string {
	return strings.Map(func(r rune) rune { return '0' + '9' - r }, digits)
}
