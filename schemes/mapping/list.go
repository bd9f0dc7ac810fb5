package mapping

import (
	"fmt"
	"strings"
)

// listName is the key of the source list an array with children walks. It
// stands without braces, but nobody is helped by a refusal of {{items}}.
func (c *compiler) listName(f Field) string {
	text, err := Text(f.Value)
	if err != nil {
		c.mistake(f.Place, "the value of an array "+err.Error())
	}
	name := strings.TrimSpace(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(text), "{{"), "}}"))
	if strings.ContainsAny(name, " {}|,") {
		c.mistake(f.Place, fmt.Sprintf("the value of an array is the name of a source list, such as items; %q is not", text))
	}
	return name
}

// listValue is the value of an array without children: a list of single values.
func (c *compiler) listValue(f Field) expression {
	if list, ok := f.Value.([]any); ok {
		return c.listOf(f, list)
	}
	text, _ := f.Value.(string)
	bare := text != "" && !strings.ContainsAny(text, " {}|,") && !strings.HasPrefix(text, "_")
	fromText := len(f.Parsers) > 0 && f.Parsers[0].Name == "StringToArray"
	switch {
	case fromText:
		return c.value(&field{Field: f})
	case c.request && !strings.Contains(text, "{{") && text != "":
		return constant{commaList(text)} // there is no row it could be a list of
	case bare && !c.request:
		f.Value = "{{" + text + "}}"
	}
	return c.value(&field{Field: f})
}

// listOf is a list whose elements are written out.
func (c *compiler) listOf(f Field, values []any) expression {
	var list elements
	for _, v := range values {
		element := f
		element.Type, element.Value = "", v
		if e := c.value(&field{Field: element}); e != nil {
			list = append(list, e)
		}
	}
	return list
}

// elements is a list made of expressions; those without a value are left out.
type elements []expression

func (l elements) references() []string {
	var paths []string
	for _, e := range l {
		paths = append(paths, e.references()...)
	}
	return paths
}

func (l elements) eval(s *scope) (any, error) {
	list := []any{}
	for _, e := range l {
		v, err := e.eval(s)
		if err != nil {
			return nil, err
		}
		if !IsEmpty(v) {
			list = append(list, v)
		}
	}
	return list, nil
}

// rows gives a scope for each target row: one for each row of the source array
// or, for an array without a value, exactly one.
func (f *field) rows(s *scope) ([]*scope, error) {
	if f.list == "" {
		return []*scope{s}, nil
	}
	return s.walk(f.list)
}

// walk goes through a list and, on the way to it, through those it lies in:
// details.batchs are the batches of all details, or of the detail at hand.
func (s *scope) walk(list string) ([]*scope, error) {
	row, rest := s.nearest(list)
	if outer := throughList(row, rest); outer != "" {
		return s.walkBelow(list[:len(list)-len(rest)]+outer, list)
	}
	v, err := s.value(list)
	if err != nil || IsEmpty(v) {
		return nil, err
	}
	values, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("%s is %s, not a list", list, kind(v))
	}
	var scopes []*scope
	for _, v := range values {
		scopes = append(scopes, s.within(list, v))
	}
	return scopes, nil
}

func (s *scope) walkBelow(outer, list string) ([]*scope, error) {
	around, err := s.walk(outer)
	var scopes []*scope
	for _, inner := range around {
		var below []*scope
		if err == nil {
			below, err = inner.walk(list)
		}
		scopes = append(scopes, below...)
	}
	return scopes, err
}

// nearest is the row in which a path is looked for, and the path in it.
func (s *scope) nearest(path string) (Row, string) {
	for i := len(s.elements) - 1; i >= 0; i-- {
		if rest, ok := s.elements[i].below(path); ok {
			return s.elements[i].row, rest
		}
	}
	return s.row, path
}
