package cli

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

func (a *app) showScheme() *cobra.Command {
	return &cobra.Command{
		Use: "show NAME", Short: a.say.Text("schemes.show.short"), Args: a.between(1, 1),
		RunE: func(_ *cobra.Command, args []string) error { return a.runShowScheme(args[0]) },
	}
}

func (a *app) runShowScheme(name string) error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	s, err := a.scheme(lib, name)
	if err != nil {
		return err
	}
	return a.print(describe(s))
}

func describe(s *schemes.Scheme) schemeDetail {
	d := schemeDetail{
		Name: s.Name, Title: s.Title, File: s.File, Revision: s.Revision, Schedule: when(s.Schedule),
		Lookups: s.Collections(), Tests: len(s.Tests),
		Source: sourceDetail{
			Connector: s.Source.Connector, Account: s.Source.Account, API: s.Source.API,
			ID: s.Source.ID, Number: s.Source.Number,
			Overlap: brief(s.Source.Window.Overlap), Lag: brief(s.Source.Window.Lag), Start: brief(s.Source.Window.Start),
			Request: flat(s.Source.Request, ""),
		},
	}
	if t := s.Target; t != nil {
		d.Target = &targetDetail{
			Connector: t.Connector, Account: t.Account, API: t.API, Options: t.Options,
			Number: t.Number, Mapping: flat(t.Request, ""),
		}
		for _, step := range t.Steps {
			d.Target.Steps = append(d.Target.Steps, string(step))
		}
	}
	return d
}

// flat lists fields with their children below them, named by their whole path.
func flat(fields []mapping.Field, prefix string) []fieldDetail {
	list := []fieldDetail{}
	for _, f := range fields {
		list = append(list, fieldDetail{Field: prefix + f.Name, Label: f.Label, Type: f.Type, Value: written(f.Value)})
		list = append(list, flat(f.Children, prefix+f.Name+".")...)
	}
	return list
}

func written(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// schemeDetail is a scheme as its file says it.
type schemeDetail struct {
	Name     string        `json:"name"`
	Title    string        `json:"title"`
	File     string        `json:"file"`
	Revision string        `json:"revision"`
	Schedule string        `json:"schedule,omitempty"`
	Source   sourceDetail  `json:"source"`
	Target   *targetDetail `json:"target,omitempty"`
	Lookups  []string      `json:"lookups,omitempty"` // schemes whose rows it reads
	Tests    int           `json:"tests"`
}

type sourceDetail struct {
	Connector string        `json:"connector"`
	Account   string        `json:"account"`
	API       string        `json:"api"`
	ID        string        `json:"id"`
	Number    string        `json:"number"`
	Overlap   string        `json:"overlap"`
	Lag       string        `json:"lag"`
	Start     string        `json:"start"`
	Request   []fieldDetail `json:"request"`
}

type targetDetail struct {
	Connector string         `json:"connector"`
	Account   string         `json:"account"`
	API       string         `json:"api"`
	Options   map[string]any `json:"options,omitempty"`
	Steps     []string       `json:"steps"`
	Number    string         `json:"number,omitempty"`
	Mapping   []fieldDetail  `json:"mapping"`
}

type fieldDetail struct {
	Field string `json:"field"`
	Label string `json:"label,omitempty"`
	Type  string `json:"type,omitempty"`
	Value string `json:"value,omitempty"`
}

func (d schemeDetail) text(p *page) {
	p.block(d.Name + "  " + d.Title)
	p.table(nil, d.facts(p))
	p.mapping("scheme.request", d.Source.Request)
	if d.Target == nil {
		p.WriteByte('\n')
		p.line("scheme.base.long")
		return
	}
	p.section("scheme.options", options(d.Target.Options))
	p.mapping("scheme.mapping", d.Target.Mapping)
}

func (d schemeDetail) facts(p *page) [][]string {
	s := d.Source
	fact := func(id, value string) []string { return []string{"  " + p.say.Text(id), value} }
	facts := [][]string{
		fact("column.source", s.Connector+" "+s.Account+" "+s.API),
		fact("scheme.id", s.ID), fact("scheme.number", s.Number),
		fact("scheme.window", p.say.Text("scheme.window.text", "Overlap", s.Overlap, "Lag", s.Lag, "Start", s.Start)),
		fact("column.schedule", p.schedule(d.Schedule)),
	}
	if t := d.Target; t != nil {
		facts = append(facts, fact("column.to", t.Connector+" "+t.Account+" "+t.API),
			fact("scheme.steps", strings.Join(t.Steps, ", ")))
	}
	if len(d.Lookups) > 0 {
		facts = append(facts, fact("scheme.lookups", strings.Join(d.Lookups, ", ")))
	}
	return append(facts, fact("scheme.tests", fmt.Sprint(d.Tests)), fact("column.revision", d.Revision), fact("scheme.file", d.File))
}

func (p *page) mapping(heading string, fields []fieldDetail) {
	if len(fields) == 0 {
		return
	}
	rows := make([][]string, len(fields))
	for i, f := range fields {
		rows[i] = []string{f.Field, f.Label, f.Type, f.Value}
	}
	p.heading(heading)
	p.table([]string{"column.field", "column.label", "column.type", "column.value"}, rows)
}

func options(all map[string]any) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(all)) {
		value, err := json.Marshal(all[name])
		if err != nil {
			value = fmt.Append(nil, all[name])
		}
		fmt.Fprintf(&b, "  %s = %s\n", name, value)
	}
	return b.String()
}
