package mapping

import (
	"errors"
	"fmt"

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
		s.looked(l.Collection, l.Find, map[string]string{"filter": l.text(where)}, contents)
		return
	}
	s.looked(l.Collection, l.Find, values(where), contents)
}

// finderError is trouble with the store, not with the document.
type finderError struct{ error }

func (e *finderError) Unwrap() error { return e.error }
