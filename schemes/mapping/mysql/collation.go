package mysql

import (
	"cmp"
	"unicode/utf8"

	"github.com/dolthub/go-mysql-server/sql/encodings"
)

// Text compares by utf8mb4_0900_ai_ci, the default of MySQL 8: without regard to
// case and accents; a trailing space counts.

func weight(r rune) int32 { return encodings.Utf8mb4_0900_ai_ci_RuneWeight(r) }

func compareText(a, b string) int {
	if a == b {
		return 0
	}
	for a != "" && b != "" {
		x, sizeX := utf8.DecodeRuneInString(a)
		y, sizeY := utf8.DecodeRuneInString(b)
		if x != y {
			if c := cmp.Compare(weight(x), weight(y)); c != 0 {
				return c
			}
		}
		a, b = a[sizeX:], b[sizeY:]
	}
	return cmp.Compare(len(a), len(b))
}

// find is the place of the first rune of part in whole at or after from,
// counted from 0; -1 when it is not there.
func find(whole, part []rune, from int) int {
	for at := max(0, from); at+len(part) <= len(whole); at++ {
		if begins(whole[at:], part) {
			return at
		}
	}
	return -1
}

func begins(whole, part []rune) bool {
	for i, r := range part {
		if whole[i] != r && weight(whole[i]) != weight(r) {
			return false
		}
	}
	return true
}
