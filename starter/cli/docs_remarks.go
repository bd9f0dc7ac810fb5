package cli

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// remarks are the value in words, and what else is said of the field.
func (m *manual) remarks(f mapping.Field) string {
	var parts []string
	add := func(id string, pairs ...any) { parts = append(parts, m.say.Text(id, pairs...)) }
	for _, l := range m.lookupsOf(f) {
		add("docs.note.lookup", "Title", m.titleOf(l.Collection), "Find", code(l.Find), "Where", codes(l.Where))
	}
	if names := m.explained(f); names != "" {
		parts = append(parts, names)
	}
	if f.Table != nil {
		add("translated."+direction(f.Table), "Table", code(f.Table.Table))
	}
	for _, p := range f.Parsers {
		add("docs.note.parser", "Parser", code(p.Name), "Params", code(strings.Trim(string(raw(p.Params)), `"`)))
	}
	if f.Required {
		add("docs.note.required")
	}
	if f.Missing != "" && len(m.lookupsOf(f)) > 0 {
		add("missing." + f.Missing)
	}
	if f.OnError != "" {
		add("failing."+f.OnError, "Default", code(written(f.Default)))
	}
	if f.Describe != "" && f.Describe != "_autoFillResponse" {
		parts = append(parts, cell(f.Describe))
	}
	return strings.Join(parts, m.say.Text("docs.between"))
}

func direction(t *mapping.TableUse) string {
	if t.Direction == "" {
		return mapping.Positive
	}
	return t.Direction
}

// explained names the fields and variables an expression reads, those that have
// a name in words.
func (m *manual) explained(f mapping.Field) string {
	var parts []string
	if f.Type == "array" {
		return ""
	}
	for _, path := range pathsIn(written(f.Value)) {
		if name := m.named(path); name != "" {
			parts = append(parts, code(path)+name)
		}
	}
	return strings.Join(slices.Compact(parts), ", ")
}

// named is the Chinese name of a field of the row, or what a variable means.
func (m *manual) named(path string) string {
	if mapping.IsVariable(path) {
		word, _, _ := strings.Cut(path, ".")
		if strings.HasPrefix(word, "DAYS_AGO_") {
			word = "DAYS_AGO"
		}
		return " " + m.say.Text("variable."+word)
	}
	for _, known := range [][]connectors.Field{m.scheme.DocumentFields(m.apis), m.scheme.RowFields(m.apis), m.ofEach()} {
		if f, ok := connectors.FindField(known, path); ok && f.Title != "" {
			return " " + cell(f.Title)
		}
	}
	return ""
}

// ofEach are the fields of the rows for each of which the source is read.
func (m *manual) ofEach() []connectors.Field {
	each := m.scheme.Source.Each
	if each == nil {
		return nil
	}
	var fields []connectors.Field
	for _, api := range m.apis[schemes.Collection] {
		if api.Name != each.Collection {
			continue
		}
		for _, f := range api.Response {
			f.Name = "each." + f.Name
			fields = append(fields, f)
		}
	}
	return fields
}

// pathsIn are the paths in a value's braces; the scheme's mistakes are told elsewhere.
func pathsIn(text string) []string {
	v, _ := mapping.CompileValue(mapping.Place{}, text)
	return v.References()
}

func codes(words []string) string {
	marked := make([]string, len(words))
	for i, w := range words {
		marked[i] = code(w)
	}
	return strings.Join(marked, ", ")
}
