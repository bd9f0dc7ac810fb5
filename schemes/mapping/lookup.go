package mapping

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Lookup is one _findCollection of a mapping.
type Lookup struct {
	Place      Place
	Find       string   // field of the found row
	Collection string   // scheme name; before Resolve as written: a name or an id
	Where      []string // fields of the collection that are compared
	values     []template
}

// lookup is Lookup as an expression.
type lookup struct{ *Lookup }

func lookupForm() *regexp.Regexp {
	return regexp.MustCompile(`^\s*find\s+(\S+)\s+from\s+(\S+)\s+where\s+(.+?)\s*$`)
}

func (c *compiler) lookup(text string) (expression, error) {
	parts := c.lookupForm.FindStringSubmatch(text)
	if parts == nil {
		return nil, fmt.Errorf("_findCollection %s: it must read: _findCollection find FIELD from SCHEME where FIELD={{value}}",
			strings.TrimSpace(text))
	}
	if c.request {
		return nil, errors.New("_findCollection cannot be used in a source request")
	}
	l := &Lookup{Place: c.place, Find: parts[1], Collection: parts[2]}
	if err := l.conditions(parts[3], c); err != nil {
		return nil, fmt.Errorf("_findCollection %s: %w", strings.TrimSpace(text), err)
	}
	c.lookups = append(c.lookups, l)
	return lookup{l}, nil
}

// conditions reads "a={{x}} b='A'": no spaces around =, joined by a space.
func (l *Lookup) conditions(text string, c *compiler) error {
	for _, condition := range splitOutsideBraces(text) {
		field, value, ok := strings.Cut(condition, "=")
		if !ok || field == "" {
			return fmt.Errorf("%q is not FIELD=VALUE (conditions are joined by a space, without \"and\")", condition)
		}
		if contains(l.Where, field) {
			return fmt.Errorf("%s is compared twice", field)
		}
		t, err := parseTemplate(unquote(value), c)
		if err != nil {
			return err
		}
		if len(t) == 0 {
			return fmt.Errorf("%s is compared with nothing", field)
		}
		l.Where, l.values = append(l.Where, field), append(l.values, t)
	}
	return nil
}

// splitOutsideBraces splits at spaces that are not inside braces or quotes.
func splitOutsideBraces(text string) []string {
	var parts []string
	depth, quoted, start := 0, false, 0
	for i := range len(text) {
		switch {
		case text[i] == '{':
			depth++
		case text[i] == '}':
			depth--
		case text[i] == '\'':
			quoted = !quoted
		case text[i] == ' ' && depth == 0 && !quoted:
			parts, start = append(parts, text[start:i]), i+1
		}
	}
	return nonEmpty(append(parts, text[start:]))
}

func nonEmpty(texts []string) []string {
	var kept []string
	for _, t := range texts {
		if t != "" {
			kept = append(kept, t)
		}
	}
	return kept
}

func unquote(value string) string {
	const pair = 2
	if len(value) >= pair && value[0] == '\'' && value[len(value)-1] == '\'' {
		return value[1 : len(value)-1]
	}
	return value
}

func (l lookup) references() []string {
	var paths []string
	for _, t := range l.values {
		paths = append(paths, t.references()...)
	}
	return paths
}

func (l lookup) eval(s *scope) (any, error) {
	where, err := l.where(s)
	if err != nil {
		return nil, err
	}
	rows, err := l.rows(s, where)
	if err != nil {
		return nil, err
	}
	s.looked(l.Collection, l.Find, where, rows)
	if len(rows) == 0 {
		return nil, &MissingError{
			Collection: l.Collection, Find: l.Find, Where: where,
			Field: l.Place.Field, File: l.Place.File, Line: l.Place.Line,
		}
	}
	return l.agreed(rows, where)
}

var errEmptyKey = errors.New("there is nothing to look up")

func (l lookup) where(s *scope) (map[string]string, error) {
	where := make(map[string]string, len(l.Where))
	for i, field := range l.Where {
		value, err := l.values[i].render(s)
		if err != nil {
			return nil, err
		}
		if value == "" {
			return nil, fmt.Errorf("%w: %s of %s would be compared with an empty value", errEmptyKey, field, l.Collection)
		}
		where[field] = value
	}
	return where, nil
}

// rows asks the finder once for each question of a document: the same lookup
// often feeds several fields.
func (l lookup) rows(s *scope, where map[string]string) ([]Row, error) {
	question, err := json.Marshal([]any{l.Collection, where})
	if err != nil {
		return nil, fmt.Errorf("describe lookup: %w", err)
	}
	if rows, asked := s.found[string(question)]; asked {
		return rows, nil
	}
	rows, err := l.ask(s, where)
	if err != nil {
		return nil, err
	}
	s.found[string(question)] = rows
	return rows, nil
}

func (l lookup) ask(s *scope, where map[string]string) ([]Row, error) {
	const enoughToDisagree = 10
	contents, err := s.finder.Find(s.ctx, l.Collection, where, enoughToDisagree)
	if err != nil {
		return nil, &finderError{fmt.Errorf("look up %s where %s: %w", l.Collection, conditionText(where), err)}
	}
	var rows []Row
	for _, content := range contents {
		row, err := ParseRow(content)
		if err != nil {
			return nil, fmt.Errorf("look up %s where %s: %w", l.Collection, conditionText(where), err)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// agreed is the value all found rows have. Rows that disagree are an error: to
// take any of them would be to guess an organisation or a price.
func (l lookup) agreed(rows []Row, where map[string]string) (any, error) {
	value := At(rows[0], l.Find)
	for _, row := range rows[1:] {
		other := At(row, l.Find)
		if !sameValue(value, other) {
			return nil, fmt.Errorf("%s has several rows where %s and they disagree about %s: %v and %v",
				l.Collection, conditionText(where), l.Find, value, other)
		}
	}
	return value, nil
}

func sameValue(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// Resolve names the scheme a lookup reads, and replaces the words id and number,
// which the SaaS keeps beside a row, by the fields that scheme takes them from.
// It is called before the mapping is used.
func (l *Lookup) Resolve(name, id, number string) {
	meta := map[string]string{"id": id, "number": number}
	l.Collection = name
	if field, ok := meta[l.Find]; ok {
		l.Find = field
	}
	for i, where := range l.Where {
		if field, ok := meta[where]; ok {
			l.Where[i] = field
		}
	}
}

// finderError is trouble with the store, not with the document.
type finderError struct{ error }

func (e *finderError) Unwrap() error { return e.error }
