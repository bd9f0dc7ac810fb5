package cli

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/starter/mask"
)

// lookups are all lookups, for whoever has to see that their base data is there.
func (m *manual) lookups() {
	all := m.scheme.Lookups()
	if len(all) == 0 {
		return
	}
	m.heading(2, "docs.lookups")
	rows := make([][]string, len(all))
	for i, l := range all {
		rows[i] = []string{m.titleOf(l.Collection), code(l.Find), codes(l.Where), code(l.Place.Field)}
	}
	m.table([]string{"column.scheme", "docs.column.find", "docs.column.where", "docs.column.target"}, rows)
}

func (m *manual) lookupsOf(f mapping.Field) []*mapping.Lookup {
	return slices.DeleteFunc(slices.Clone(m.scheme.Lookups()), func(l *mapping.Lookup) bool { return l.Place != f.Place })
}

// titleOf is a scheme as people call it.
func (m *manual) titleOf(name string) string {
	if of, err := m.library.Get(name); err == nil {
		return cell(of.Title) + " " + code(of.Name)
	}
	return code(name)
}

func (m *manual) tables() {
	if len(m.scheme.Mappings) == 0 {
		return
	}
	m.heading(2, "docs.tables")
	for _, t := range m.scheme.Mappings {
		m.title(3, strings.TrimSpace(t.Name+" "+t.Title))
		rows := make([][]string, len(t.Rows))
		for i, r := range t.Rows {
			rows[i] = []string{code(written(r.A)), cell(r.ALabel), code(written(r.B)), cell(r.BLabel)}
		}
		m.table([]string{"docs.column.a", "docs.column.name", "docs.column.b", "docs.column.name"}, rows)
		m.paragraph("absent."+t.NotFound, "Default", code(written(t.Default)))
	}
}

// afterwards is what happens with the target's answer.
func (m *manual) afterwards() {
	t := m.scheme.Target
	if len(t.Writeback) == 0 && t.HandOver == nil {
		return
	}
	m.heading(2, "docs.after")
	for _, f := range t.Writeback {
		m.bullet(0, m.say.Text("docs.writeback", "Field", code(f.Name), "Value", code(written(f.Value))))
	}
	if t.HandOver == nil {
		return
	}
	m.bullet(0, m.say.Text("docs.handover", "Scheme", m.titleOf(t.HandOver.Scheme)))
	for _, f := range t.HandOver.Fields {
		m.bullet(1, code(f.Name)+": "+code(written(f.Value)))
	}
}

func (m *manual) kept() {
	kept := m.scheme.Kept()
	if len(kept) == 0 {
		return
	}
	m.heading(2, "docs.kept")
	for _, k := range kept {
		m.bullet(0, code(k.Place.Field)+" "+cell(m.say.Reason(k.Message)))
	}
}

// examples are the tests: what comes in and what comes of it.
func (m *manual) examples() {
	if len(m.scheme.Tests) == 0 {
		return
	}
	m.heading(2, "docs.examples")
	for i, t := range m.scheme.Tests {
		m.title(3, strings.TrimSpace(m.say.Text("docs.example", "Number", i+1, "Name", t.Name)))
		m.example(t)
	}
}

func (m *manual) example(t schemes.Test) {
	rows := t.Rows
	if t.Row != nil {
		rows = append([]json.RawMessage{t.Row}, rows...)
	}
	m.blocks("docs.example.row", rows)
	for _, name := range sortedKeys(t.Collections) {
		m.paragraph("docs.example.collection", "Scheme", m.titleOf(name))
		for _, row := range t.Collections[name] {
			m.json(mask.JSON(row))
		}
	}
	m.blocks("docs.example.want", t.Want)
	for _, reason := range t.WantSkip {
		m.paragraph("docs.example.skip", "Reason", cell(reason))
	}
	if t.WantError != "" {
		m.paragraph("docs.example.error", "Error", cell(t.WantError))
	}
	if t.WantWaits != "" {
		m.paragraph("docs.example.waits", "Scheme", m.titleOf(t.WantWaits))
	}
	if t.WantHanded != nil {
		m.blocks("docs.example.handed", []json.RawMessage{t.WantHanded})
	}
}

func (m *manual) blocks(id string, contents []json.RawMessage) {
	if len(contents) == 0 {
		return
	}
	m.paragraph(id)
	for _, content := range contents {
		m.json(mask.JSON(content))
	}
}
