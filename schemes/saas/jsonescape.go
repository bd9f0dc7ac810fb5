package saas

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// escape reads what a backslash begins. One that begins nothing is itself: the
// names of adapters are pasted as \Adapter\K3Cloud.
func (r *jsonReader) escape(b *strings.Builder) {
	const length = 2
	plain := map[byte]string{
		'"': `"`, '\\': `\`, '/': "/", 'b': "\b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", '\'': "'",
	}
	if r.pos+1 < len(r.text) {
		if text, ok := plain[r.text[r.pos+1]]; ok {
			b.WriteString(text)
			r.pos += length
			return
		}
		if c, size := r.unicode(); size > 0 {
			b.WriteRune(c)
			r.pos += size
			return
		}
	}
	r.repaired("json-escape")
	b.WriteByte('\\')
	r.pos++
}

var unicodeEscape = regexp.MustCompile(`^(?:\\u([0-9a-fA-F]{4}))(?:\\u([0-9a-fA-F]{4}))?`)

// unicode reads \u4e2d, or two of them that are one character.
func (r *jsonReader) unicode() (rune, int) {
	const short, long = 6, 12
	parts := unicodeEscape.FindStringSubmatch(r.text[r.pos:])
	if parts == nil {
		return 0, 0
	}
	first, second := hexRune(parts[1]), hexRune(parts[2])
	if c := utf16.DecodeRune(first, second); c != unicode.ReplacementChar {
		return c, long
	}
	return first, short // a lone half is written as the replacement character
}

func hexRune(text string) rune {
	const hexadecimal, bits = 16, 32
	n, err := strconv.ParseInt(text, hexadecimal, bits)
	if err != nil {
		return 0
	}
	return rune(n)
}
