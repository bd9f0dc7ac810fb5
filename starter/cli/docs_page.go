package cli

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// manual is a scheme being written down for people who will not read YAML.
type manual struct {
	strings.Builder
	say     *messages.Printer
	scheme  *schemes.Scheme
	library *schemes.Library
	apis    map[string][]connectors.API
}

func (m *manual) write() {
	m.title(1, m.scheme.Title)
	m.overview()
	m.request()
	m.selection()
	if m.scheme.Target != nil {
		m.mapping()
		m.lookups()
		m.grouping()
		m.afterwards()
	}
	m.tables()
	m.kept()
	m.examples()
}

func (m *manual) overview() {
	s := m.scheme
	rows := [][]string{
		{"column.scheme", code(s.Name)},
		{"docs.id", code(s.ID)},
		{"column.source", m.system(s.Source.Connector, s.Source.Account, s.Source.API)},
		{"scheme.id", code(s.Source.ID)},
		{"scheme.number", code(s.Source.Number)},
		{"column.schedule", m.when()},
	}
	if s.Source.Connector != schemes.Collection { // which is read whatever the time
		rows = append(rows, []string{"scheme.window", cell(m.say.Text("scheme.window.text", "Overlap", brief(s.Source.Window.Overlap),
			"Lag", brief(s.Source.Window.Lag), "Start", brief(s.Source.Window.Start)))})
	}
	rows = append(rows, m.target()...)
	if s.Amounts != nil {
		rows = append(rows, []string{"docs.amounts", m.say.Text("docs.amounts.text",
			"What", cell(s.Amounts.Title), "Source", code(s.Amounts.Source), "Target", code(s.Amounts.Target))})
	}
	if s.Compatible {
		rows = append(rows, []string{"docs.compatible", m.say.Text("docs.compatible.yes")})
	}
	m.facts(append(rows, []string{"column.revision", code(s.Revision)}))
}

func (m *manual) target() [][]string {
	t := m.scheme.Target
	if t == nil {
		return [][]string{{"column.to", m.say.Text("scheme.base.long")}}
	}
	var steps []string
	for _, step := range t.Steps {
		steps = append(steps, m.say.Text("step."+string(step)))
	}
	rows := [][]string{
		{"column.to", m.system(t.Connector, t.Account, t.API, fmt.Sprintf("%s %v", t.API, t.Options["FormId"]))},
		{"scheme.steps", strings.Join(steps, " → ")},
		{"docs.number", code(t.Number)},
		{"docs.allot", code(strings.Join(t.Allot, ", "))},
	}
	if t.OnChange == schemes.Update {
		rows = append(rows, []string{"docs.change", m.say.Text("docs.change.update")})
	}
	if t.OnError != "" {
		rows = append(rows, []string{"docs.failing", m.say.Text("failing."+t.OnError, "Default", "")})
	}
	if len(m.scheme.Collections()) > 0 {
		rows = append(rows, []string{"docs.deadline", brief(t.WaitDeadline)})
	}
	return append(rows, m.options("docs.options", t.Options)...)
}

func (m *manual) options(id string, options map[string]any) [][]string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(options)) {
		parts = append(parts, code(fmt.Sprintf("%s = %v", name, options[name])))
	}
	return [][]string{{id, strings.Join(parts, "<br>")}}
}

// system is an account at a system and one of its APIs with the vendor's
// Chinese name. An API may be described once for each form, under the form's name.
func (m *manual) system(connector, account, api string, forms ...string) string {
	text := connector + " " + account + " " + api
	for _, name := range append(forms, api) {
		for _, api := range m.apis[connector] {
			if strings.EqualFold(api.Name, name) {
				return code(text) + " " + cell(api.Title)
			}
		}
	}
	return code(text)
}

func (m *manual) when() string {
	when := when(m.scheme.Schedule)
	if m.scheme.Schedule.Every > 0 {
		return m.say.Text("schedule.every", "Every", when)
	}
	return code(when)
}
