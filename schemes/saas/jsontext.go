package saas

import (
	"encoding/json"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// closingQuote is what closes a text that begins with a quote; 0 for what is
// not a quote.
func closingQuote(opening rune) rune {
	switch opening {
	case '"', '\'':
		return opening
	case '“', '”', '＂':
		return '”'
	}
	return 0
}

// name is the key of an object, with or without quotes.
func (r *jsonReader) name() (string, error) {
	if closingQuote(r.next()) != 0 {
		return r.string()
	}
	bare := r.bare()
	if bare == "" {
		return "", r.mistake(r.pos, "a name in quotes belongs here, found %q", r.next())
	}
	r.repaired("json-name")
	return bare, nil
}

// bare takes letters, digits and underscores.
func (r *jsonReader) bare() string {
	rest := r.text[r.pos:]
	trimmed := strings.TrimLeftFunc(rest, func(c rune) bool {
		return c == '_' || c == '$' || unicode.IsLetter(c) || unicode.IsDigit(c)
	})
	r.pos += len(rest) - len(trimmed)
	return rest[:len(rest)-len(trimmed)]
}

// word is true, false or null; pages of other languages write them otherwise.
func (r *jsonReader) word() (any, error) {
	start := r.pos
	switch word := r.bare(); word {
	case "true", "false":
		return word == "true", nil
	case "null":
		return nil, nil //nolint:nilnil // null is a value
	case "True", "False", "TRUE", "FALSE":
		r.repaired("json-word")
		return strings.EqualFold(word, "true"), nil
	case "None", "NULL", "undefined":
		r.repaired("json-word")
		return nil, nil //nolint:nilnil // null is a value
	}
	r.pos = start
	return nil, r.mistake(start, "a value belongs here, found %q (texts stand in quotes)", r.next())
}

var jsonNumber = regexp.MustCompile(`^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?`)

func (r *jsonReader) number() (any, error) {
	text := jsonNumber.FindString(r.text[r.pos:])
	after, _ := utf8.DecodeRuneInString(r.text[r.pos+len(text):])
	if text == "" || unicode.IsDigit(after) || unicode.IsLetter(after) || after == '.' {
		return nil, r.mistake(r.pos, "this is not a number; texts stand in quotes")
	}
	r.pos += len(text)
	return json.Number(text), nil
}

func (r *jsonReader) string() (string, error) {
	start, opening := r.pos, r.next()
	closing := closingQuote(opening)
	if opening != '"' {
		r.repaired("json-quotes")
	}
	r.pos += utf8.RuneLen(opening)
	var b strings.Builder
	for r.pos < len(r.text) {
		c, size := utf8.DecodeRuneInString(r.text[r.pos:])
		switch {
		case c == closing || closing == '”' && c == '“':
			r.pos += size
			return b.String(), nil
		case c == '\\':
			r.escape(&b)
			continue
		case c == '\n' || c == '\r' || c == '\t':
			r.repaired("json-break")
		}
		b.WriteString(r.text[r.pos : r.pos+size])
		r.pos += size
	}
	return "", r.mistake(start, "the text that begins here is never closed")
}
