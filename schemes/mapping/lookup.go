package mapping

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// Lookup is one _findCollection or _mongoQuery of a mapping.
type Lookup struct {
	Place      Place
	Find       string   // field of the found row; id and number are kept beside it
	Collection string   // scheme name; before Resolve as written: a name or an id
	Where      []string // fields of the collection that are compared

	find    filter.Field
	pattern *filter.Pattern
	values  []expression
	missing string            // what becomes of it when it finds nothing
	first   bool              // of several rows the first will do
	spelled bool              // a _mongoQuery, whose filter is told as it is
	paths   map[string]string // where the scheme that fills the collection finds id and number
}

// lookup is Lookup as an expression.
type lookup struct{ *Lookup }

func (c *compiler) lookup(text string) (expression, error) {
	l, err := c.findCollection(text)
	return c.looksUp(l, prefixLookup, text, err)
}

func (c *compiler) mongoQuery(text string) (expression, error) {
	l, err := c.query(text)
	return c.looksUp(l, prefixQuery, text, err)
}

func (c *compiler) looksUp(l *Lookup, prefix, text string, err error) (expression, error) {
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s %s: %w", prefix, strings.TrimSpace(text), err)
	case c.request:
		return nil, errors.New(prefix + " cannot be used in a source request")
	}
	for _, f := range l.pattern.Fields() {
		l.Where = append(l.Where, f.Path)
	}
	l.Find, l.Place, l.missing, l.first = l.find.Path, c.place, c.missing, c.rules.Compatible
	c.lookups = append(c.lookups, l)
	return lookup{l}, nil
}

// lookupAt is where the first lookup begins in a text; -1 without one.
func lookupAt(text string) int {
	first := -1
	for _, prefix := range []string{prefixLookup, prefixQuery} {
		if at := strings.Index(text, prefix); at >= 0 && (first < 0 || at < first) {
			first = at
		}
	}
	return first
}

// embedded compiles the lookup with which a piece of a formula begins, and gives
// what follows its _endFind.
func (c *compiler) embedded(in string) (e expression, after string, err error) {
	prefix, compile := prefixLookup, c.lookup
	if strings.HasPrefix(in, prefixQuery) {
		prefix, compile = prefixQuery, c.mongoQuery
	}
	text, after, closed := strings.Cut(in[len(prefix):], prefixEnd)
	if !closed {
		return nil, "", fmt.Errorf("%s inside _function must be closed by _endFind; write: %s %s _endFind",
			prefix, prefix, unclosed(text))
	}
	e, err = compile(text)
	return e, after, err
}

// unclosed is what of the rest of a formula is probably the lookup: as far as
// there are conditions of a _findCollection, or all of it.
func unclosed(rest string) string {
	words := strings.Fields(rest)
	n := slices.Index(words, "where") + 1
	conditions := n
	for n > 0 && n < len(words) && strings.Contains(words[n], "=") {
		end := strings.IndexAny(words[n], "),")
		if n++; end >= 0 {
			words[n-1] = words[n-1][:end]
			break
		}
	}
	if n == conditions {
		n = len(words)
	}
	return strings.TrimRight(strings.Join(words[:n], " "), `'"`)
}

// Resolve names the scheme a lookup reads, and where that scheme finds id and
// number: what the SaaS keeps beside a row as text has its own type there. It
// is called before the mapping is used.
func (l *Lookup) Resolve(name, id, number string) {
	l.Collection = name
	l.paths = map[string]string{"id": id, "number": number}
}

// Indexed are the fields by which a store must know the rows of the collection.
func (l *Lookup) Indexed() []string { return l.pattern.Indexed() }

// Served says whether an index answers the lookup; otherwise every row of the
// collection is looked at.
func (l *Lookup) Served() bool { return l.pattern.Served() }

func (l lookup) references() []string {
	var paths []string
	for _, v := range l.values {
		paths = append(paths, v.references()...)
	}
	return paths
}

// mayLack is whether a formula has no result because a lookup in it found
// nothing, and may.
func (f *formula) mayLack(values []any) bool {
	for _, i := range f.outside {
		l, is := f.holes[i].value.(lookup)
		if is && l.missing == Empty && values[i] == nil {
			return true
		}
	}
	return false
}
