package mask

import (
	"regexp"
	"strings"
)

// numbers is what looks like a Chinese telephone: mobiles with or without
// country code and gaps, and landlines with their area code.
var numbers = regexp.MustCompile(`(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]\d{7,8}`)

// Text masks phone numbers in free text. A run of digits that only contains
// one is left alone: it is an order number.
func Text(s string) string {
	var b strings.Builder
	done := 0
	for _, at := range numbers.FindAllStringIndex(s, -1) {
		if digitAt(s, at[0]-1) || digitAt(s, at[1]) {
			continue
		}
		b.WriteString(s[done:at[0]] + ends(s[at[0]:at[1]]))
		done = at[1]
	}
	return b.String() + s[done:]
}

func digitAt(s string, i int) bool {
	return i >= 0 && i < len(s) && s[i] >= '0' && s[i] <= '9'
}

// ends shows the beginning and the last two characters of what is long enough.
func ends(s string) string {
	r := []rune(s)
	if len(r) < 7 {
		return hidden
	}
	return string(r[:3]) + "****" + string(r[len(r)-2:])
}
