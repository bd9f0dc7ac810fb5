package cli

import "strings"

// nearest is the question whether another word was meant, or nothing.
func (a *app) nearest(word string, known []string) string {
	best, least := "", len([]rune(word))/3+2
	for _, k := range known {
		if d := apart(strings.ToLower(word), strings.ToLower(k)); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return a.say.Text("hint.meant", "Word", best)
}

// apart is the distance of two words; the beginning of a long word, for those
// who do not type it to the end, is as near as one slip.
func apart(word, known string) int {
	whole := distance(word, known)
	w, k := []rune(word), []rune(known)
	if len(k) <= len(w) {
		return whole
	}
	return min(whole, 1+distance(word, string(k[:len(w)])))
}

// distance is how many characters have to be added, removed or replaced to
// make one word of the other (Levenshtein).
func distance(from, to string) int {
	a, b := []rune(from), []rune(to)
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			replaced := diagonal
			if a[i] != b[j] {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(replaced, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
