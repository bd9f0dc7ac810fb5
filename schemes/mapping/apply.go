package mapping

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Apply maps one document. Its error is a *MissingError when base data is
// missing, a *FieldError when the document cannot be mapped, or the finder's.
func (m *Mapping) Apply(ctx context.Context, d Document, f Finder) (connectors.Object, error) {
	row, err := ParseRow(d.Content)
	if err != nil {
		return nil, &FieldError{File: m.file, Line: 1, Field: "document " + d.Key, Problem: err.Error(), Err: err}
	}
	now := d.Now
	if now.IsZero() {
		now = time.Now()
	}
	s := &scope{
		ctx: ctx, file: m.file, row: row, document: &d, now: now, location: Shanghai(),
		finder: f, found: map[string][]Row{},
	}
	return m.object(s, m.fields)
}

// Request evaluates the request of a source.
func (m *Mapping) Request(v Variables) (connectors.Object, error) {
	location := v.Location
	if location == nil {
		location = Shanghai()
	}
	s := &scope{ctx: context.Background(), file: m.file, window: &v, now: v.Now, location: location}
	return m.object(s, m.fields)
}

func (m *Mapping) object(s *scope, fields []field) (connectors.Object, error) {
	var object connectors.Object
	for _, f := range fields {
		v, err := m.evaluate(s, f)
		if err != nil {
			return nil, err
		}
		if !IsEmpty(v) { // what has no value is not sent
			object = append(object, connectors.Member{Name: f.Name, Value: v})
		}
	}
	return object, nil
}

func (m *Mapping) evaluate(s *scope, f field) (any, error) {
	switch {
	case f.Type == "array":
		return m.array(s, f)
	case f.Type == "object":
		object, err := m.object(s, f.children)
		if err != nil || len(object) == 0 {
			return nil, err
		}
		return object, nil
	case f.value == nil:
		return nil, nil
	}
	return f.single(s)
}

func (f field) single(s *scope) (any, error) {
	v, err := f.value.eval(s)
	if err != nil && f.Missing == Empty && isMissing(err) {
		return nil, nil
	}
	if err != nil {
		return nil, f.failed(s, err)
	}
	if v, err = convert(f.Type, v); err != nil {
		return nil, f.failed(s, err)
	}
	return v, nil
}

func isMissing(err error) bool {
	var missing *MissingError
	return errors.As(err, &missing) || errors.Is(err, errEmptyKey)
}

// failed says which field failed and with which values; a missing row and the
// finder's own trouble are told as they are, for neither is the document's.
func (f field) failed(s *scope, err error) error {
	var missing *MissingError
	if errors.As(err, &missing) {
		return missing
	}
	var away *finderError
	if errors.As(err, &away) {
		return fmt.Errorf("%s:%d: %s: %w", f.Place.File, f.Place.Line, f.Place.Field, err)
	}
	text, _ := Text(f.Value)
	return &FieldError{
		File: f.Place.File, Line: f.Place.Line, Field: f.Place.Field,
		Expression: text, Values: s.values(f.value.references()), Problem: err.Error(), Err: err,
	}
}

// values lists what an expression was given.
func (s *scope) values(paths []string) string {
	var parts []string
	for _, p := range paths {
		v, err := s.value(p)
		if err != nil {
			continue
		}
		text, err := Text(v)
		if err != nil {
			text = kind(v)
		}
		if part := p + "=" + shown(p, text); !contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

func (m *Mapping) array(s *scope, f field) (any, error) {
	scopes, err := f.rows(s)
	if err != nil {
		return nil, f.failedArray(err)
	}
	var rows []connectors.Object
	for _, inner := range scopes {
		row, err := m.object(inner, f.children)
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

func (f field) failedArray(err error) error {
	return &FieldError{
		File: f.Place.File, Line: f.Place.Line, Field: f.Place.Field,
		Expression: f.array, Problem: err.Error(), Err: err,
	}
}

// rows gives a scope for each target row: one for each row of the source array
// or, for an array without a value, exactly one.
func (f field) rows(s *scope) ([]*scope, error) {
	if f.array == "" {
		return []*scope{s}, nil
	}
	v, err := s.value(f.array)
	if err != nil || IsEmpty(v) {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("%s is %s, not a list", f.array, kind(v))
	}
	var scopes []*scope
	for i, element := range list {
		row, ok := element.(Row)
		if !ok {
			return nil, fmt.Errorf("row %d of %s is %s, not an object", i+1, f.array, kind(element))
		}
		scopes = append(scopes, s.within(f.array, row))
	}
	return scopes, nil
}
