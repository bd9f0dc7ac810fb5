package mapping

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// eval looks a value up. Where a lookup may find nothing, it is nothing: NULL in
// a formula, which then goes on.
func (l lookup) eval(s *scope) (any, error) {
	v, err := l.answer(s)
	if err != nil && l.missing == Empty && lacking(err) {
		s.note("whenMissing: empty, because %s", s.withoutPrivate(err.Error(), l.references()))
		return nil, nil
	}
	return v, err
}

var errEmptyKey = errors.New("there is nothing to look up")

// noValueError says that a row was found and lacks what was wanted of it.
type noValueError struct{ problem string }

func (e *noValueError) Error() string { return e.problem }

// lacking is whether a lookup came to nothing, rather than went wrong.
func lacking(err error) bool {
	var noValue *noValueError
	return isMissing(err) || errors.As(err, &noValue)
}

func (l lookup) answer(s *scope) (any, error) {
	where, err := l.where(s)
	if err != nil {
		return nil, err
	}
	rows, err := l.rows(s, where)
	if err != nil {
		return nil, err
	}
	l.traced(s, where, rows)
	if len(rows) == 0 {
		return nil, l.missed(where)
	}
	return l.agreed(rows, where)
}

func (l lookup) where(s *scope) (filter.Filter, error) {
	values := make([]any, len(l.values))
	for i, e := range l.values {
		v, err := e.eval(s)
		if err != nil {
			return filter.Filter{}, err
		}
		values[i] = v
	}
	where, err := l.pattern.Bind(values)
	var empty *filter.EmptyError
	switch {
	case errors.As(err, &empty):
		return where, fmt.Errorf("%w: %s of %s would be compared with an empty value", errEmptyKey, empty.Field.Path, l.Collection)
	case err != nil:
		return where, fmt.Errorf("look up %s: %w", l.Collection, err)
	}
	return where, nil
}

// enough is how many of the rows found, in the order of their keys, are compared.
const enough = 100

// rows asks the finder once for each question of a document: the same lookup
// often feeds several fields.
func (l lookup) rows(s *scope, where filter.Filter) ([]filter.Row, error) {
	question := l.Collection + "\n" + where.String()
	if rows, asked := s.found[question]; asked {
		return rows, nil
	}
	fresh := l.pattern.Volatile() || l.find.Volatile()
	rows, err := s.finder.Find(s.ctx, filter.Query{Collection: l.Collection, Where: where, Limit: enough, Fresh: fresh})
	if err != nil {
		return nil, &finderError{fmt.Errorf("look up %s where %s: %w", l.Collection, l.text(where), err)}
	}
	s.found[question] = rows
	return rows, nil
}

func (l lookup) missed(where filter.Filter) error {
	missing := &MissingError{
		Collection: l.Collection, Find: l.Find, Where: values(where),
		Field: l.Place.Field, File: l.Place.File, Line: l.Place.Line,
	}
	if l.spelled {
		missing.Filter = l.text(where)
	}
	return missing
}

// values are the equal values by the names of their fields.
func values(where filter.Filter) map[string]string {
	all := map[string]string{}
	for field, value := range where.Values() {
		all[field.Path] = value
	}
	return all
}

// text is a question as people may read it.
func (l lookup) text(where filter.Filter) string {
	if l.spelled {
		return where.Text(func(f filter.Field, value string) string { return shown(f.Path, value) })
	}
	return conditionText(values(where))
}

func (l lookup) traced(s *scope, where filter.Filter, rows []filter.Row) {
	if s.trace == nil {
		return
	}
	contents := make([]Row, len(rows))
	for i, row := range rows {
		contents[i] = row.Content
	}
	if l.spelled {
		s.looked(l.Collection, l.Find, map[string]string{"where": l.text(where)}, contents)
		return
	}
	s.looked(l.Collection, l.Find, values(where), contents)
}

// agreed is the value all found rows have. Rows that disagree are an error: to
// take any of them would be to guess an organisation or a price.
func (l lookup) agreed(rows []filter.Row, where filter.Filter) (any, error) {
	value := l.value(&rows[0])
	for i := range rows[1:] {
		other := l.value(&rows[i+1])
		if !l.first && !sameValue(value, other) {
			return nil, fmt.Errorf("%s has several rows where %s and they disagree about %s: %s and %s", l.Collection,
				l.text(where), l.Find, l.said(value, rows[0]), l.said(other, rows[i+1]))
		}
	}
	if IsEmpty(value) {
		return nil, l.without(&rows[0], where)
	}
	return value, nil
}

// value is what a row has of the field. Beside its content a row has text; where
// the content has the same, it has it with its type.
func (l lookup) value(row *filter.Row) any {
	if !l.find.Meta {
		return At(row.Content, l.find.Path)
	}
	v := row.Value(l.find.Path)
	if own := At(row.Content, l.paths[l.find.Path]); l.paths[l.find.Path] != "" {
		if text, err := Text(own); err == nil && text == v {
			return own
		}
	}
	return v
}

func (l lookup) said(v any, row filter.Row) string {
	if IsEmpty(v) {
		v = "nothing"
	}
	return shown(l.Find, anyText(v)) + " (key " + row.Key + ")"
}

// without says that a row is there, but not what is wanted of it.
func (l lookup) without(row *filter.Row, where filter.Filter) error {
	found := fmt.Sprintf("found the row (key %s) of %s where %s, but ", row.Key, l.Collection, l.text(where))
	if _, there := find(row.Content, l.find.Path); there || l.find.Meta {
		return &noValueError{found + "its " + l.Find + " is empty"}
	}
	return &noValueError{found + "it has no " + l.Find + suggest.DidYouMean(l.Find, pathsOf(row.Content, ""))}
}

func sameValue(a, b any) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
}

// finderError is trouble with the store, not with the document.
type finderError struct{ error }

func (e *finderError) Unwrap() error { return e.error }
