package http

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// shaper writes documents with the types that the API's table says: a number where
// the table says string goes as text, and a text where it says int as a number.
// What the table does not list stays as it is.
type shaper map[string]typeWord

func newShaper(fields []field) shaper {
	s := shaper{}
	for _, f := range fields {
		s[strings.ToLower(f.Field)] = f.Type
	}
	return s
}

func (s shaper) object(path string, o connectors.Object) (connectors.Object, error) {
	shaped := make(connectors.Object, len(o))
	for i, m := range o {
		v, err := s.value(join(path, strings.ToLower(m.Name)), m.Value)
		if err != nil {
			return nil, err
		}
		shaped[i] = connectors.Member{Name: m.Name, Value: v}
	}
	return shaped, nil
}

func (s shaper) value(path string, value any) (any, error) {
	switch v := value.(type) {
	case connectors.Object:
		return s.object(path, v)
	case []connectors.Object:
		return each(v, func(o connectors.Object) (any, error) { return s.object(path, o) })
	case []any:
		return each(v, func(item any) (any, error) { return s.value(path, item) })
	case string, json.Number, bool:
		return s.scalar(path, v)
	}
	return value, nil
}

func each[T any](items []T, shape func(T) (any, error)) (any, error) {
	shaped := make([]any, len(items))
	for i, item := range items {
		var err error
		if shaped[i], err = shape(item); err != nil {
			return nil, err
		}
	}
	return shaped, nil
}

func (s shaper) scalar(path string, v any) (any, error) {
	kind, listed := s[path]
	if !listed || blank(v) || kind == "object" || kind == "array" {
		return v, nil
	}
	shaped, err := dressAs(kind, v)
	if err != nil {
		return nil, wrongField{path, err}
	}
	return shaped, nil
}

// wrongField is a value that the field it is for does not take.
type wrongField struct {
	field string
	err   error
}

func (w wrongField) Error() string { return fmt.Sprintf("%s: %v", w.field, w.err) }

func (w wrongField) Unwrap() error { return w.err }

// numbered makes sure that a document goes under the number it is known by.
func (a *api) numbered(e connectors.Entry) (connectors.Object, error) {
	if a.Number == "" || e.Number == "" {
		return e.Body, nil
	}
	said, ok := e.Body.Get(a.Number)
	switch {
	case !ok || blank(said):
		rest := slices.DeleteFunc(slices.Clone(e.Body), func(m connectors.Member) bool { return strings.EqualFold(m.Name, a.Number) })
		return append(connectors.Object{{Name: a.Number, Value: e.Number}}, rest...), nil
	case plain(said) != e.Number:
		return nil, wrongField{a.Number, fmt.Errorf("the document is to be found by number %s but says %s", e.Number, plain(said))}
	}
	return e.Body, nil
}
