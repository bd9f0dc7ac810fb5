package mapping

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Field is one field of a request as a scheme writes it.
type Field struct {
	Place    Place
	Name     string // as the target calls it, not dotted
	Label    string
	Type     string // see Types; "" leaves a value as it is
	Value    any    // string, json.Number, bool; nil: not sent
	Missing  string // what becomes of a lookup that finds nothing: Wait or Empty
	Children []Field
}

// What becomes of a lookup that finds nothing.
const (
	Wait  = "wait"  // the document waits for base data; the default
	Empty = "empty" // the field is not sent
)

// Types lists the types a field may declare.
func Types() []string {
	return []string{"string", "int", "float", "decimal", "bool", "boolean", "date", "datetime", "object", "array"}
}

// Mapping is a compiled list of fields.
type Mapping struct {
	file    string
	fields  []field
	lookups []*Lookup
}

// field is a Field ready to be evaluated.
type field struct {
	Field
	value    expression // nil: nothing to send
	array    string     // for arrays: the source array to walk; "" makes one row
	children []field
}

// compiler collects what it finds while it compiles one side of a scheme.
type compiler struct {
	compiled
	request  bool // a source request: no row, no lookups
	place    Place
	lookups  []*Lookup
	mistakes []Mistake
}

// CompileEntry compiles the fields of a target; the mistakes are all there are.
func CompileEntry(file string, fields []Field) (*Mapping, []Mistake) {
	return compile(file, fields, false)
}

// CompileRequest compiles the request of a source, which is made before there
// is a row: only variables can be used.
func CompileRequest(file string, fields []Field) (*Mapping, []Mistake) {
	return compile(file, fields, true)
}

func compile(file string, fields []Field, request bool) (*Mapping, []Mistake) {
	c := &compiler{compiled: compileOnce(), request: request}
	m := &Mapping{file: file, fields: c.all(fields)}
	m.lookups = c.lookups
	return m, c.mistakes
}

func (c *compiler) all(fields []Field) []field {
	seen := map[string]bool{}
	var out []field
	for _, f := range fields {
		if seen[f.Name] {
			c.mistake(f.Place, "the field is listed twice")
		}
		seen[f.Name] = true
		out = append(out, c.one(f))
	}
	return out
}

func (c *compiler) one(f Field) field {
	c.place = f.Place
	out := field{Field: f}
	switch {
	case f.Type == "array":
		out.array = c.arraySource(f)
	case f.Type == "object" && !IsEmpty(f.Value):
		c.mistake(f.Place, "an object has children, not a value")
	case len(f.Children) > 0 && f.Type != "object":
		c.mistake(f.Place, fmt.Sprintf("a field with children is an object or an array, not %q", f.Type))
	default:
		out.value = c.value(f)
	}
	out.children = c.all(f.Children)
	return out
}

// arraySource is the key of the source array. It stands without braces, but
// nobody is helped by a refusal of {{items}}.
func (c *compiler) arraySource(f Field) string {
	text, err := Text(f.Value)
	if err != nil {
		c.mistake(f.Place, "the value of an array "+err.Error())
	}
	name := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(text), "{{"), "}}")
	if strings.ContainsAny(name, " {}|") {
		c.mistake(f.Place, fmt.Sprintf("the value of an array is the name of a source list, such as items; %q is not", text))
	}
	return name
}

func (c *compiler) value(f Field) expression {
	if IsEmpty(f.Value) {
		return nil
	}
	text, written := f.Value.(string)
	if !written {
		return c.typed(f, constant{f.Value})
	}
	e, err := c.expression(text)
	if err != nil {
		c.mistake(f.Place, err.Error())
		return nil
	}
	return c.typed(f, e)
}

// typed finds a constant that does not fit its type when the scheme is loaded.
func (c *compiler) typed(f Field, e expression) expression {
	if k, ok := e.(constant); ok {
		v, err := convert(f.Type, k.value)
		if err != nil {
			c.mistake(f.Place, err.Error())
			return nil
		}
		return constant{v}
	}
	return e
}

func (c *compiler) mistake(p Place, message string) {
	c.mistakes = append(c.mistakes, Mistake{p, message})
}

// Lookups are the lookups of a mapping, in the order they are written.
func (m *Mapping) Lookups() []*Lookup { return m.lookups }

// References are the paths the mapping reads, each with the place it is read.
func (m *Mapping) References() map[string]Place {
	paths := map[string]Place{}
	walk(m.fields, func(f field) {
		if f.array != "" {
			paths[f.array] = f.Place
		}
		if f.value == nil {
			return
		}
		for _, p := range f.value.references() {
			paths[p] = f.Place
		}
	})
	return paths
}

func walk(fields []field, visit func(field)) {
	for _, f := range fields {
		visit(f)
		walk(f.children, visit)
	}
}

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
		return nil, nil //nolint:nilnil // no value is a value of the language
	}
	return f.single(s)
}

func (f field) single(s *scope) (any, error) {
	v, err := f.value.eval(s)
	if err != nil && f.Missing == Empty && isMissing(err) {
		return nil, nil //nolint:nilnil // the scheme says so
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
	text, _ := Text(f.Value) //nolint:errcheck // an expression is always text
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
		return nil, nil //nolint:nilnil // an array without rows is not sent
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
