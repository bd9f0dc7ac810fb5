package cli

import (
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

// selection is which rows are carried and what becomes of them first.
func (m *manual) selection() {
	s := m.scheme.Source
	if len(s.With)+len(s.Rename)+len(s.Condition)+len(s.BeatFlat)+len(s.Formats)+len(s.Newest) == 0 {
		return
	}
	m.heading(2, "docs.rows")
	if s.Newest != "" {
		m.bullet(0, m.say.Text("docs.newest", "Field", code(s.Newest)+m.named(s.Newest)))
	}
	for _, other := range slices.Sorted(maps.Keys(s.Rename)) {
		m.bullet(0, m.say.Text("docs.rename", "Other", code(other), "Name", code(s.Rename[other])+m.named(s.Rename[other])))
	}
	for _, join := range s.With {
		m.joined(join)
	}
	m.conditions(s.Condition)
	for _, list := range s.BeatFlat {
		m.bullet(0, m.say.Text("docs.flat", "List", code(list)+m.named(list), "First", s.BeatFlatStart))
	}
	for _, f := range s.Formats {
		m.bullet(0, m.say.Text("docs.format", "Old", code(f.Old)+m.named(f.Old), "New", code(f.New), "Format", code(f.Format)))
	}
}

// joined is what is put into the rows of a collection.
func (m *manual) joined(join connectors.Join) {
	var equal []string
	for _, theirs := range slices.Sorted(maps.Keys(join.On)) {
		equal = append(equal, code(theirs)+" = "+code(join.On[theirs])+m.named(join.On[theirs]))
	}
	m.bullet(0, m.say.Text("docs.with", "Collection", code(join.Collection), "As", code(join.As), "On", strings.Join(equal, ", "), "All", join.All))
}

func (m *manual) conditions(alternatives []schemes.Alternative) {
	switch len(alternatives) {
	case 0:
		return
	case 1:
		m.bullet(0, m.say.Text("docs.condition.all"))
		m.alternative(1, alternatives[0])
		return
	}
	m.bullet(0, m.say.Text("docs.condition.any"))
	for i, a := range alternatives {
		m.bullet(1, m.say.Text("docs.condition.alternative", "Number", i+1))
		m.alternative(2, a)
	}
}

func (m *manual) alternative(depth int, a schemes.Alternative) {
	for _, c := range a {
		text := code(c.Field) + m.named(c.Field) + " " + m.say.Text("logic."+c.Logic, "Value", code(c.Value))
		if c.Strict {
			text += m.say.Text("docs.strict")
		}
		if c.Because != "" {
			text += m.say.Text("docs.because", "Reason", cell(c.Because))
		}
		m.bullet(depth, text)
	}
}

// grouping is how lines become one document, and documents one call.
func (m *manual) grouping() {
	g, o := m.scheme.Target.Group, m.scheme.Target.Operation
	if g == nil && o == nil {
		return
	}
	m.heading(2, "docs.group")
	if g != nil {
		m.group(*g)
	}
	if o != nil {
		m.operation(*o)
	}
}

func (m *manual) group(g schemes.Group) {
	m.bullet(0, m.say.Text("docs.group.head", "Fields", m.listed(g.HeaderGroup)))
	if len(g.BodyGroup) > 0 {
		m.bullet(0, m.say.Text("docs.group.body", "Fields", m.listed(g.BodyGroup)))
	}
	if g.BodyName != "" {
		m.bullet(0, m.say.Text("docs.group.name", "List", code(g.BodyName)))
	}
	if g.BodyMaxLine > 0 {
		m.bullet(0, m.say.Text("docs.group.most", "Lines", g.BodyMaxLine, "List", code(g.TargetBodyName)))
	}
	for _, c := range g.Calculate {
		m.bullet(0, m.say.Text("docs.calculate", "Field", code(c.Field)+m.named(c.Field), "How", code(c.Accumulator)))
	}
}

func (m *manual) operation(o schemes.Operation) {
	if o.Method != "merge" {
		m.bullet(0, m.say.Text("docs.operation.batch", "Rows", o.Rows, "Key", code(o.RowsKey)))
		return
	}
	m.bullet(0, m.say.Text("docs.group.head", "Fields", m.listed(o.Field)))
	if len(o.BodySum) > 0 {
		m.bullet(0, m.say.Text("docs.merge.sum", "Fields", m.listed(o.BodySum)))
	}
	if o.BodyName != "" {
		m.bullet(0, m.say.Text("docs.group.name", "List", code(o.BodyName)))
	}
}

func (m *manual) listed(fields []string) string {
	parts := make([]string, len(fields))
	for i, f := range fields {
		parts[i] = code(f) + m.named(f)
	}
	return strings.Join(parts, ", ")
}
