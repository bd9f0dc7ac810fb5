package messages

import (
	"iter"
	"strings"
)

// interpreter says one text in Chinese. It remembers what it was asked: the
// same end of a text is tried below several forms.
type interpreter struct {
	book      phrasebook
	known     map[string]heard
	otherwise func(string) string // says what is no sentence of the book
}

type heard struct {
	said string
	ok   bool
}

// say returns the text in Chinese when it is of a known form.
func (in *interpreter) say(text string) (string, bool) {
	if h, asked := in.known[text]; asked {
		return h.said, h.ok
	}
	in.known[text] = heard{} // a sentence is never inside itself
	for _, s := range in.book.Sentences {
		if !s.mayBe(text) {
			continue
		}
		found := map[string]string{}
		if in.fits(s.parts, text, found) {
			in.known[text] = heard{s.fill(found), true}
			break
		}
	}
	return in.known[text].said, in.known[text].ok
}

// fits tries each place at which the next part may begin, the nearest first.
func (in *interpreter) fits(parts []part, text string, found map[string]string) bool {
	p := parts[0]
	rest, ok := strings.CutPrefix(text, p.text)
	if !ok || p.name == "" {
		return ok && rest == ""
	}
	for end := range ends(rest, parts[1]) {
		if !in.fits(parts[1:], rest[end:], found) {
			continue
		}
		if value, ok := in.value(p.kind, rest[:end]); ok {
			found[p.name] = value
			return true
		}
	}
	return false
}

// value is what stands in a hole, in Chinese where it is a sentence.
func (in *interpreter) value(kind, text string) (string, bool) {
	switch kind {
	case ".":
		return text, !strings.ContainsAny(text, " \t")
	case "!":
		return in.say(text)
	case "?":
		if word, ok := in.book.Words[text]; ok {
			return word, true
		}
		if said, ok := in.say(text); ok {
			return said, true
		}
		return in.otherwise(text), true
	}
	return text, true
}

// ends are the places at which a part can begin; the last part, which may be
// nothing, can only end the text.
func ends(text string, next part) iter.Seq[int] {
	return func(yield func(int) bool) {
		if next.text == "" {
			yield(len(text))
			return
		}
		for from := 0; ; {
			at := strings.Index(text[from:], next.text)
			if at < 0 || !yield(from+at) {
				return
			}
			from += at + 1
		}
	}
}
