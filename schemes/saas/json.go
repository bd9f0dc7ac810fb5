package saas

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// jsonReader reads JSON as people paste it: with comments, trailing commas,
// other quotes and line breaks in texts. Each of these is noted; what it cannot
// read is an error with its line and column.
type jsonReader struct {
	file  string
	text  string
	pos   int
	depth int
	notes notes
}

// readJSON reads the values of a file, one after another, mostly one.
func readJSON(file, text string) ([]any, []Note, error) {
	r := &jsonReader{file: file, text: text}
	var values []any
	for {
		if err := r.space(); err != nil {
			return nil, nil, err
		}
		if r.pos == len(r.text) {
			break
		}
		v, err := r.value()
		if err != nil {
			return nil, nil, err
		}
		values = append(values, v)
	}
	if len(values) == 0 {
		return nil, nil, r.mistake(0, "the file is empty")
	}
	if len(values) > 1 {
		r.repaired("json-several")
	}
	return values, r.notes.list, nil
}

func (r *jsonReader) repaired(code string) { r.notes.add(Note{Kind: Repaired, Code: code}) }

// mistake is an error at a place of the text.
func (r *jsonReader) mistake(at int, format string, args ...any) error {
	before := r.text[:at]
	line := strings.Count(before, "\n") + 1
	column := utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return mapping.Mistake{
		Place:   mapping.Place{File: r.file, Line: line, Column: column},
		Message: fmt.Sprintf(format, args...),
	}
}

// space skips white space and comments.
func (r *jsonReader) space() error {
	for {
		rest := r.text[r.pos:]
		trimmed := strings.TrimLeftFunc(rest, func(c rune) bool { return unicode.IsSpace(c) || c == '\ufeff' })
		r.pos += len(rest) - len(trimmed)
		end := ""
		switch {
		case strings.HasPrefix(trimmed, "//"):
			end = "\n"
		case strings.HasPrefix(trimmed, "/*"):
			end = "*/"
		default:
			return nil
		}
		if err := r.comment(end); err != nil {
			return err
		}
	}
}

func (r *jsonReader) comment(end string) error {
	const opening = 2
	r.repaired("json-comment")
	i := strings.Index(r.text[r.pos+opening:], end)
	switch {
	case i >= 0:
		r.pos += opening + i + len(end)
	case end == "\n":
		r.pos = len(r.text)
	default:
		return r.mistake(r.pos, "the comment is not closed")
	}
	return nil
}

func (r *jsonReader) value() (any, error) {
	const deepest = 100
	if r.depth++; r.depth > deepest {
		return nil, r.mistake(r.pos, "more than %d levels", deepest)
	}
	defer func() { r.depth-- }()
	switch c := r.next(); {
	case c == '{':
		return r.object()
	case c == '[':
		return r.array()
	case closingQuote(c) != 0:
		return r.string()
	case c == '-' || c >= '0' && c <= '9':
		return r.number()
	case r.pos == len(r.text):
		return nil, r.mistake(r.pos, "the file ends where a value belongs: a part of it is missing")
	default:
		return r.word()
	}
}

// next is the character at hand.
func (r *jsonReader) next() rune {
	c, _ := utf8.DecodeRuneInString(r.text[r.pos:])
	return c
}
