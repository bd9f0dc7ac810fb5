package schemes

import (
	"cmp"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// orderOf compares two values: numbers by size, everything else by its text,
// which also orders times written alike. Codes such as 007 are text.
func orderOf(a, b any) (int, error) {
	x, err := mapping.Text(a)
	if err != nil {
		return 0, err
	}
	y, err := mapping.Text(b)
	if err != nil {
		return 0, err
	}
	m, isM := readNumber(x)
	n, isN := readNumber(y)
	if isM && isN && !isCode(x) && !isCode(y) {
		return m.Cmp(n), nil
	}
	return strings.Compare(x, y), nil
}

// distinct keeps the first of equal values.
func distinct(values []any) []any {
	kept := []any{}
	for _, v := range values {
		if !slices.ContainsFunc(kept, func(k any) bool { return same(k, v) }) {
			kept = append(kept, v)
		}
	}
	return kept
}

func same(a, b any) bool {
	x, errX := canonical(a)
	y, errY := canonical(b)
	return errX == nil && errY == nil && x == y
}

// byPlace orders keys as people count: 7-2 comes before 7-10.
func byPlace(a, b string) int {
	for a != "" && b != "" {
		x, restX := chunk(a)
		y, restY := chunk(b)
		if order := compareChunks(x, y); order != 0 {
			return order
		}
		a, b = restX, restY
	}
	return cmp.Compare(len(a), len(b))
}

// chunk splits off the digits, or the text without digits, a key begins with.
func chunk(text string) (first, rest string) {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	i := 1
	for i < len(text) && digit(text[i]) == digit(text[0]) {
		i++
	}
	return text[:i], text[i:]
}

func compareChunks(a, b string) int {
	m, n := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
	if isDigits(a) && isDigits(b) && m != n {
		return cmp.Or(cmp.Compare(len(m), len(n)), strings.Compare(m, n))
	}
	return strings.Compare(a, b)
}

func isDigits(text string) bool { return strings.Trim(text, "0123456789") == "" }
