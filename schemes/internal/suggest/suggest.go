// Package suggest finds the word a person probably meant.
package suggest

import (
	"fmt"
	"strings"
)

// DidYouMean returns `; did you mean "x"?` for the word nearest to one that is
// not known, or "" when none is near. A word that is the end of a path, as sku
// is of items.sku and items_sku, is nearer than one that is spelt alike.
func DidYouMean(word string, known []string) string {
	best, least := "", len(word)/3+2
	for _, k := range known {
		if d := distance(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	if path := endingIn(word, known); path != "" && least > 1 {
		best = path
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}

// endingIn is the first path whose last part is a word; of very short words too
// many are.
func endingIn(word string, known []string) string {
	const tooShort = 3
	for _, mark := range []string{".", "_"} {
		for _, k := range known {
			if len(word) > tooShort && strings.HasSuffix(strings.ToLower(k), mark+strings.ToLower(word)) {
				return k
			}
		}
	}
	return ""
}

// distance is Levenshtein's.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost = 1 + min(diagonal, row[j], row[j+1])
			}
			diagonal, row[j+1] = row[j+1], cost
		}
	}
	return row[len(b)]
}
