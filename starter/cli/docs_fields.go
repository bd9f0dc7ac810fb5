package cli

import (
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

func (m *manual) request() {
	if len(m.scheme.Source.Request)+len(m.scheme.Source.Options) == 0 {
		return
	}
	m.heading(2, "docs.request")
	if each := m.scheme.Source.Each; each != nil {
		m.WriteString(m.say.Text("docs.each", "Collection", code(each.Collection), "Within", brief(each.Within), "Field", code("{{each.…}}")) + "\n")
		m.gap()
	}
	m.fields(m.scheme.Source.Request, "column.field")
	for _, row := range m.options("docs.options", m.scheme.Source.Options) {
		if row[1] != "" {
			m.gap()
			m.WriteString(m.say.Text(row[0]) + ": " + strings.ReplaceAll(row[1], "<br>", ", ") + "\n")
		}
	}
}

func (m *manual) mapping() {
	m.heading(2, "docs.mapping")
	m.fields(m.scheme.Target.Request, "docs.column.target")
}

// fields is a table of those that get a value; the others are only named.
func (m *manual) fields(fields []mapping.Field, first string) {
	var rows [][]string
	var unwritten []string
	for _, f := range leveled(fields) {
		if mapping.IsEmpty(f.Value) && len(f.Children) == 0 && f.OnError == "" && f.Default == nil {
			unwritten = append(unwritten, code(f.Place.Field))
			continue
		}
		rows = append(rows, []string{code(f.Place.Field), cell(f.Label), code(f.Type), m.value(f), m.remarks(f)})
	}
	if len(rows) > 0 {
		m.table([]string{first, "docs.column.name", "column.type", "column.value", "column.note"}, rows)
	}
	if len(unwritten) > 0 {
		m.paragraph("docs.unwritten", "Fields", strings.Join(unwritten, ", "))
	}
}

func leveled(fields []mapping.Field) []mapping.Field {
	var all []mapping.Field
	for _, f := range fields {
		all = append(append(all, f), leveled(f.Children)...)
	}
	return all
}

// value is what stands in the scheme, with the kind the SaaS would call it.
func (m *manual) value(f mapping.Field) string {
	text := written(f.Value)
	switch {
	case f.Type == "array" && text == "":
		return m.say.Text("docs.value.row")
	case f.Type == "array":
		return m.say.Text("docs.value.list", "List", code(text)+m.named(strings.Trim(text, "{} ")))
	case len(f.Children) > 0:
		return m.say.Text("docs.value.object")
	case strings.Contains(text, "_findCollection") || strings.Contains(text, "_mongoQuery"):
		return m.say.Text("docs.value.lookup") + " " + code(text)
	case strings.HasPrefix(text, "_function"):
		return m.say.Text("docs.value.function") + " " + code(strings.TrimSpace(strings.TrimPrefix(text, "_function")))
	case len(pathsIn(text)) > 0:
		return m.say.Text("docs.value.field") + " " + code(text)
	default:
		return m.say.Text("docs.value.constant") + " " + code(text)
	}
}
