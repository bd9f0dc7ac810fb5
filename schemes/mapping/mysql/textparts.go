package mysql

import (
	"strings"
)

func (a *arguments) joined(separator string, values []any) any {
	var b strings.Builder
	for i, v := range values {
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(asText(v))
		if b.Len() > longestText {
			return a.fail(errLongText)
		}
	}
	return b.String()
}

// part is length runes from a place counted from 0.
func part(runes []rune, from, length int64) string {
	size := int64(len(runes))
	if from < 0 || from >= size || length <= 0 {
		return ""
	}
	return string(runes[from : from+min(length, size-from)])
}

func rightOf(runes []rune, length int64) string {
	return part(runes, max(0, int64(len(runes))-max(0, length)), length)
}

// substring counts from 1, or from the end when the place is negative.
func substring(a *arguments) any {
	runes, from := a.runes(0), a.whole(1)
	size := int64(len(runes))
	switch {
	case from == 0:
		return ""
	case from < 0:
		from += size
	default:
		from--
	}
	return part(runes, from, a.whole(2, size))
}

// substringIndex is what stands before the n-th separator, or after the n-th
// from the end.
func substringIndex(a *arguments) any {
	whole, separator, n := a.text(0), a.text(1), int(max(min(a.whole(2), longestText), -longestText))
	if separator == "" || n == 0 {
		return ""
	}
	parts := strings.Split(whole, separator)
	switch {
	case n >= len(parts) || -n >= len(parts):
		return whole
	case n > 0:
		return strings.Join(parts[:n], separator)
	}
	return strings.Join(parts[len(parts)+n:], separator)
}

// padded fills up, or cuts, a text to a length.
func (a *arguments) padded(join func(text, pad string) string) any {
	runes, length, with := a.runes(0), a.whole(1), []rune(" ")
	if a.has(2) {
		with = a.runes(2)
	}
	missing := length - int64(len(runes))
	switch {
	case length < 0:
		return nil
	case missing <= 0:
		return string(runes[:length])
	case len(with) == 0:
		return nil
	case missing > longestText:
		return a.fail(errLongText)
	}
	pad := []rune(a.repeated(string(with), missing/int64(len(with))+1))
	return a.bounded(join(string(runes), part(pad, 0, missing)))
}

func replace(a *arguments) any {
	whole, old, with := a.text(0), a.text(1), a.text(2)
	if old == "" {
		return whole
	}
	if growth := strings.Count(whole, old) * (len(with) - len(old)); growth > longestText {
		return a.fail(errLongText)
	}
	return strings.ReplaceAll(whole, old, with)
}

func reversed(runes []rune) string {
	out := make([]rune, len(runes))
	for i, r := range runes {
		out[len(runes)-1-i] = r
	}
	return string(out)
}

// insert puts a text in the place of another; a place outside changes nothing.
func insert(a *arguments) any {
	runes, at, length := a.runes(0), a.whole(1), a.whole(2)
	size := int64(len(runes))
	if at < 1 || at > size {
		return string(runes)
	}
	rest := size - at + 1
	if length < 0 || length > rest {
		length = rest
	}
	return a.bounded(string(runes[:at-1]) + a.text(3) + string(runes[at-1+length:]))
}

// place is where one argument is in another, counted from 1; 0 when nowhere.
func (a *arguments) place(in, of int, from int64) any {
	runes := a.runes(in)
	const slow = 1 << 30
	if len(runes)*len(a.text(of)) > slow {
		return a.fail(errLongText)
	}
	if from < 1 || from > int64(len(runes))+1 {
		return whole(0)
	}
	return whole(int64(find(runes, a.runes(of), int(from-1)) + 1))
}

func findInSet(a *arguments) any {
	if strings.Contains(a.text(0), ",") || a.text(1) == "" {
		return whole(0)
	}
	for i, element := range strings.Split(a.text(1), ",") {
		if compareText(element, a.text(0)) == 0 {
			return whole(int64(i + 1))
		}
	}
	return whole(0)
}

func quoted(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\x00", `\0`, "\x1a", `\Z`).Replace(s) + "'"
}
