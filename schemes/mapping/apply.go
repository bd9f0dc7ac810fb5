package mapping

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// Apply maps one document. Its error is a *MissingError when base data is
// missing, a *FieldError when the document cannot be mapped, or the finder's.
func (m *Mapping) Apply(ctx context.Context, d Document, f Finder) (connectors.Object, error) {
	s, err := m.scope(ctx, d, f)
	if err != nil {
		return nil, err
	}
	return s.object(m.fields)
}

func (m *Mapping) scope(ctx context.Context, d Document, f Finder) (*scope, error) {
	row, err := ParseRow(d.Content)
	if err != nil {
		return nil, &FieldError{File: m.file, Line: 1, Field: "document " + d.Key, Problem: err.Error(), Err: err}
	}
	now := d.Now
	if now.IsZero() {
		now = time.Now()
	}
	return &scope{
		ctx: ctx, file: m.file, row: row, document: &d, now: now, location: Shanghai(),
		finder: f, found: map[string][]filter.Row{}, known: m.known, lenient: m.rules.Compatible,
	}, nil
}

// Request evaluates the request of a source.
func (m *Mapping) Request(v Variables) (connectors.Object, error) {
	location := v.Location
	if location == nil {
		location = Shanghai()
	}
	s := &scope{ctx: context.Background(), file: m.file, window: &v, now: v.Now, location: location}
	if v.Each != nil {
		s.row, s.known, s.lenient = Row{{Name: wordEach, Value: v.Each}}, m.known, m.rules.Compatible
	}
	return s.object(m.fields)
}

func (s *scope) object(fields []field) (connectors.Object, error) {
	var object connectors.Object
	for i := range fields {
		v, err := s.field(&fields[i])
		if err != nil {
			return nil, err
		}
		if !IsEmpty(v) { // what has no value is not sent
			object = append(object, connectors.Member{Name: fields[i].Name, Value: v})
		}
	}
	return object, nil
}

func (s *scope) field(f *field) (any, error) {
	if s.trace != nil {
		return s.trace.field(s, f)
	}
	return f.make(s)
}

// make is the one way a value comes about: its expression or children, then its
// table, its type, its parsers.
func (f *field) make(s *scope) (any, error) {
	if !f.composite() {
		return f.single(s)
	}
	v, err := f.composed(s)
	if err != nil {
		return nil, err
	}
	if v, err = f.parsed(v); err != nil {
		return f.otherwise(s, nil, err)
	}
	return v, nil
}

// single makes a value that has no children.
func (f *field) single(s *scope) (any, error) {
	var v any
	var err error
	if f.value != nil {
		v, err = f.value.eval(s)
	}
	if err != nil {
		return f.otherwise(s, nil, err)
	}
	refined, err := f.refined(s, v)
	if err != nil {
		return f.otherwise(s, v, err)
	}
	return refined, nil
}

func (f *field) refined(s *scope, v any) (any, error) {
	var err error
	if f.table != nil {
		if v, err = s.translated(f.table, v); err != nil {
			return nil, err
		}
	}
	if f.convert != nil && !IsEmpty(v) && !f.listForParser() {
		if v, err = f.convert(v, s.location); err != nil {
			return nil, err
		}
	}
	return f.parsed(v)
}

// listForParser: of a field of type array that has parsers, they make the list,
// or make something else of it.
func (f *field) listForParser() bool {
	return len(f.parses) > 0 && (f.Type == "array" || f.Type == "object")
}

var errRequired = errors.New("it is required (is_required) and has no value")

func (f *field) parsed(v any) (any, error) {
	var err error
	for _, parse := range f.parses {
		if v, err = parse(v); err != nil {
			return nil, err
		}
	}
	if f.Required && IsEmpty(v) {
		return nil, errRequired
	}
	return v, nil
}

// composed makes an object or the rows of an array. An error of a child is the
// child's and passes as it is.
func (f *field) composed(s *scope) (any, error) {
	if f.Type != "array" {
		object, err := s.under(f.Name).object(f.children)
		if err != nil || len(object) == 0 {
			return nil, err
		}
		return object, nil
	}
	scopes, err := f.rows(s)
	if err != nil {
		return f.otherwise(s, nil, err)
	}
	var rows []connectors.Object
	for i, inner := range scopes {
		row, err := inner.underRow(f.Name, i).object(f.children)
		if err != nil {
			return nil, err
		}
		if len(row) > 0 {
			rows = append(rows, row)
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	return rows, nil
}

// failed says which field failed and with which values; a missing row and the
// finder's own trouble are told as they are, for neither is the document's.
func (f *field) failed(s *scope, err error) error {
	var away *finderError
	if errors.As(err, &away) {
		return fmt.Errorf("%s:%d: %s: %w", f.Place.File, f.Place.Line, f.Place.Field, err)
	}
	read := f.reads()
	return &FieldError{
		File: f.Place.File, Line: f.Place.Line, Field: f.Place.Field, Expression: f.written(),
		Values: s.values(read), Problem: s.withoutPrivate(err.Error(), read), Err: err,
	}
}

func (f *field) reads() []string {
	switch {
	case f.list != "":
		return []string{f.list}
	case f.value == nil:
		return nil
	}
	return f.value.references()
}
