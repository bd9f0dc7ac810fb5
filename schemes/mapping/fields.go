package mapping

import (
	"fmt"
	"strings"
)

// Field is one field of a request as a scheme writes it.
type Field struct {
	Place    Place
	Name     string // as the target calls it, not dotted
	Label    string
	Type     string // see Types; "" leaves a value as it is
	Value    any    // string, json.Number, bool; nil: not sent
	Describe string
	Default  any  // what OnError Default sends
	Required bool // an empty value is an error
	Parsers  []Parser
	Table    *TableUse
	Missing  string // what becomes of a lookup that finds nothing: Wait, Fail or Empty; "": Wait, in a compatible scheme Empty
	OnError  string // what becomes of a value that cannot be made, see OnErrors; "": the Rules'
	Children []Field
}

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

// CompileEntry compiles the fields of a target; the mistakes are all there are.
func CompileEntry(file string, fields []Field, rules Rules) (*Mapping, []Mistake) {
	return compile(newCompiler(false, rules), file, fields)
}

// CompileRequest compiles the request of a source, which is made before there
// is a row: only variables can be used.
func CompileRequest(file string, fields []Field) (*Mapping, []Mistake) {
	return compile(newCompiler(true, Rules{}), file, fields)
}

func compile(c *compiler, file string, fields []Field) (*Mapping, []Mistake) {
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
