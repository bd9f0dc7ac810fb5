package saas

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
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

func (r *jsonReader) array() (any, error) {
	items := []any{}
	err := r.elements("[", "]", func() error {
		v, err := r.value()
		items = append(items, v)
		return err
	})
	return items, err
}

func (r *jsonReader) object() (any, error) {
	members := connectors.Object{}
	err := r.elements("{", "}", func() error {
		m, err := r.member()
		if i := slices.IndexFunc(members, func(o connectors.Member) bool { return o.Name == m.Name }); i >= 0 {
			r.notes.add(Note{Kind: Repaired, Code: "json-twice", Field: m.Name})
			members = slices.Delete(members, i, i+1)
		}
		members = append(members, m)
		return err
	})
	return members, err
}

// elements reads what stands between brackets, separated by commas.
func (r *jsonReader) elements(opening, closing string, one func() error) error {
	start := r.pos
	r.pos += len(opening)
	for separated := true; ; {
		if err := r.space(); err != nil {
			return err
		}
		switch {
		case r.pos == len(r.text):
			return r.mistake(start, "%q is never closed: the end of the file is missing", opening)
		case r.text[r.pos] == closing[0]:
			r.pos++
			return nil
		case !separated:
			return r.mistake(r.pos, "a comma or %q belongs before %q", closing, r.next())
		}
		err := one()
		if err == nil {
			separated, err = r.comma(closing)
		}
		if err != nil {
			return err
		}
	}
}

// comma takes a comma; one before the closing bracket is too many.
func (r *jsonReader) comma(closing string) (bool, error) {
	if err := r.space(); err != nil || !r.mark(",，") {
		return false, err
	}
	if err := r.space(); err != nil {
		return false, err
	}
	if strings.HasPrefix(r.text[r.pos:], closing) {
		r.repaired("json-comma")
	}
	return true, nil
}

// mark takes one of two characters: the one JSON has, or its wide twin.
func (r *jsonReader) mark(narrowAndWide string) bool {
	c, size := utf8.DecodeRuneInString(r.text[r.pos:])
	if size == 0 || !strings.ContainsRune(narrowAndWide, c) {
		return false
	}
	if size > 1 {
		r.repaired("json-wide")
	}
	r.pos += size
	return true
}

func (r *jsonReader) member() (connectors.Member, error) {
	m := connectors.Member{}
	name, err := r.name()
	if err != nil {
		return m, err
	}
	if err := r.space(); err != nil {
		return m, err
	}
	if !r.mark(":：") {
		return m, r.mistake(r.pos, "a colon belongs after %q", name)
	}
	if err := r.space(); err != nil {
		return m, err
	}
	m.Name = name
	m.Value, err = r.value()
	return m, err
}
