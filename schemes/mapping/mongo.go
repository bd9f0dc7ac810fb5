package mapping

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

const prefixQuery = "_mongoQuery"

const queryShape = `it must read: _mongoQuery SCHEME findField=content.FIELD where={"content.FIELD":{"$eq":"{{value}}"}}`

func queryForm() *regexp.Regexp {
	return regexp.MustCompile(`(?s)^\s*(\S+)\s+findField\s*=\s*(\S+)\s+where\s*=\s*(\S.*?)\s*$`)
}

// query reads a _mongoQuery. Its filter is read here, once; values come later.
func (c *compiler) query(text string) (*Lookup, error) {
	parts := queryForm().FindStringSubmatch(text)
	if parts == nil {
		return nil, errors.New(queryShape)
	}
	if strings.Contains(parts[2], "{{") {
		return nil, fmt.Errorf("findField=%s: the name of a field cannot come from a document", parts[2])
	}
	l := &Lookup{find: filter.Stored(parts[2]), Collection: parts[1], spelled: true}
	var err error
	if l.pattern, err = filter.Parse(parts[3], slots{c, l}); err != nil {
		return nil, fmt.Errorf("where: %w", err)
	}
	return l, nil
}

// slots keeps the templates of a filter.
type slots struct {
	*compiler
	lookup *Lookup
}

func (s slots) Value(text string) (int, error) {
	e, err := s.operand(text)
	if err != nil {
		return 0, err
	}
	return s.keep(e), nil
}

func (s slots) Pattern(text string) (int, error) {
	t, err := parseTemplate(text, s.compiler)
	if err != nil {
		return 0, err
	}
	return s.keep(literally{t}), nil
}

func (s slots) keep(e expression) int {
	s.lookup.values = append(s.lookup.values, e)
	return len(s.lookup.values)
}

// literally is a regular expression in which the values of a document stand for
// themselves. Without one of them there is none: it would match anything.
type literally struct{ template }

func (l literally) eval(s *scope) (any, error) {
	var b strings.Builder
	for _, p := range l.template {
		text, err := p.render(s)
		switch {
		case err != nil:
			return nil, err
		case p.ref == nil:
			b.WriteString(text)
		case text == "":
			return nil, nil
		default:
			b.WriteString(regexp.QuoteMeta(text))
		}
	}
	return b.String(), nil
}
