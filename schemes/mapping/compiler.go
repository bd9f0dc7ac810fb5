package mapping

import (
	"fmt"
	"regexp"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

// compiler collects what it finds while it compiles one side of a scheme.
type compiler struct {
	engine     *mysql.Engine
	pipes      map[string]pipe
	parses     map[string]makeParse
	lookupForm *regexp.Regexp
	request    bool // a source request: no row, no lookups
	handed     bool // a hand-over: there is a target's answer
	written    []string
	rules      Rules

	place    Place  // of the field at hand
	missing  string // what becomes of its lookups that find nothing
	lookups  []*Lookup
	mistakes []Mistake
}

func newCompiler(request bool, rules Rules) *compiler {
	return &compiler{
		engine: mysql.New(), pipes: pipes(), parses: parsers(), lookupForm: lookupForm(),
		request: request, rules: rules,
	}
}

func (c *compiler) mistake(p Place, message string) {
	c.mistakes = append(c.mistakes, Mistake{p, message})
}

// field is a Field ready to be evaluated.
type field struct {
	Field
	value    expression // nil: nothing to send
	list     string     // of an array with children: the source list to walk; "" makes one row
	table    *translation
	convert  converter
	parses   []parse
	kept     keptText // what is sent when the value cannot be made, and is kept
	children []field
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
	out := field{Field: c.withPolicy(f)}
	c.place, c.missing = f.Place, out.Missing
	var err error
	if out.convert, err = converterOf(f.Type); err != nil {
		c.mistake(f.Place, err.Error())
	}
	out.table, out.parses, out.Default = c.translation(f.Table), c.parsers(f), c.fallback(&out)
	c.content(&out)
	out.children = c.all(f.Children)
	return out
}

// fallback is what onError: default sends, with the type of the field.
func (c *compiler) fallback(f *field) any {
	if f.convert == nil || IsEmpty(f.Default) || f.composite() || f.OnError != Default {
		return f.Default
	}
	v, err := f.convert(f.Default, Shanghai())
	if err != nil {
		c.mistake(f.Place, "default: "+err.Error())
	}
	return v
}

// content compiles the value, or the list whose rows are walked.
func (c *compiler) content(out *field) {
	first := len(c.lookups)
	switch {
	case out.composite() && out.Type == "array":
		out.list = c.listName(out.Field)
	case out.composite() && out.Type != "object":
		c.mistake(out.Place, fmt.Sprintf("a field with children is an object or an array, not %q", out.Type))
	case out.composite() && !IsEmpty(out.Value):
		c.mistake(out.Place, "an object has children, or a value, not both")
	case out.Type == "array":
		out.value = c.listValue(out.Field)
	default:
		out.value = c.value(out)
	}
	if text, ok := out.Value.(string); ok && out.OnError == Keep {
		out.kept = c.keptText(text, c.lookups[first:])
	}
}

// composite fields are made of their children.
func (f *field) composite() bool { return len(f.Children) > 0 }

func (c *compiler) value(f *field) expression {
	if IsEmpty(f.Value) {
		return nil
	}
	text, written := f.Value.(string)
	if !written {
		return c.constant(f, f.Value)
	}
	e, err := c.expression(text)
	if err != nil {
		c.mistake(f.Place, err.Error())
		return nil
	}
	if k, ok := e.(constant); ok {
		return c.constant(f, k.value)
	}
	return e
}

// constant finds a constant that does not fit its type when the scheme is
// loaded; what a table makes of it is seen later.
func (c *compiler) constant(f *field, v any) expression {
	if f.convert == nil || f.table != nil || f.OnError != Fail || len(f.parses) > 0 {
		return constant{v}
	}
	if _, err := f.convert(v, Shanghai()); err != nil {
		c.mistake(f.Place, err.Error())
	}
	return constant{v}
}
