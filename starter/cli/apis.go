package cli

import (
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors"
)

func (a *app) apis() *cobra.Command {
	c := a.group(&cobra.Command{Use: "apis", Short: a.say.Text("apis.short"), Long: a.say.Text("apis.long")})
	c.AddCommand(
		&cobra.Command{
			Use: "list [SYSTEM]", Short: a.say.Text("apis.list.short"), Args: a.between(0, 1),
			RunE: func(_ *cobra.Command, args []string) error { return a.runListAPIs(args) },
		},
		&cobra.Command{
			Use: "show SYSTEM API", Short: a.say.Text("apis.show.short"), Long: a.say.Text("apis.show.long"),
			Example: "  starter apis show jushuitan refund.single.query", Args: a.between(2, 2),
			RunE: func(_ *cobra.Command, args []string) error { return a.runShowAPI(args[0], args[1]) },
		},
		&cobra.Command{
			Use: "schema", Short: a.say.Text("apis.schema.short"), Long: a.say.Text("apis.schema.long"),
			Example: "  starter apis schema > connector.schema.json", Args: a.between(0, 0),
			RunE: func(*cobra.Command, []string) error { return a.print(schemaFile(a.env.DescriptionSchema)) },
		},
	)
	return c
}

func (a *app) runListAPIs(chosen []string) error {
	all := a.offered()
	systems := slices.Sorted(maps.Keys(all))
	if len(chosen) > 0 {
		if err := a.checkSystem(chosen[0], systems); err != nil {
			return err
		}
		systems = chosen
	}
	list := apiList{APIs: []apiRow{}}
	for _, system := range systems {
		for _, api := range all[system] {
			list.APIs = append(list.APIs, apiRow{System: system, Name: api.Name, Title: api.Title, Effect: api.Effect})
		}
	}
	return a.print(list)
}

// offered are the APIs of the systems and, where the schemes can be read, their
// documents, which others can read as a collection. What is wrong with schemes is
// for validate to say.
func (a *app) offered() map[string][]connectors.API {
	lib, err := a.library()
	if err != nil {
		a.note("apis.systems", "Error", err)
		return a.env.APIs()
	}
	return lib.Offered(a.env.APIs())
}

func (a *app) checkSystem(name string, known []string) error {
	if slices.Contains(known, name) {
		return nil
	}
	return a.fail("system.unknown", "System", name, "Known", strings.Join(known, ", "), "Hint", a.nearest(name, known))
}

func (a *app) runShowAPI(system, name string) error {
	all := a.offered()
	if err := a.checkSystem(system, slices.Sorted(maps.Keys(all))); err != nil {
		return err
	}
	var known []string
	for _, api := range all[system] {
		if strings.EqualFold(api.Name, name) {
			return a.print(apiDetail{System: system, API: api})
		}
		known = append(known, api.Name)
	}
	return a.fail("api.unknown", "System", system, "API", name, "Known", strings.Join(known, ", "),
		"Hint", a.nearest(name, known))
}

// apiList is what systems offer.
type apiList struct {
	APIs []apiRow `json:"apis"`
}

type apiRow struct {
	System string            `json:"system"`
	Name   string            `json:"name"`
	Title  string            `json:"title"`
	Effect connectors.Effect `json:"effect"`
}

func (l apiList) text(p *page) {
	rows := make([][]string, len(l.APIs))
	for i, api := range l.APIs {
		rows[i] = []string{api.System, api.Name, string(api.Effect), api.Title}
	}
	p.table([]string{"column.system", "column.api", "column.effect", "column.title"}, rows)
}

// apiDetail is one API as its vendor's page describes it.
type apiDetail struct {
	System string `json:"system"`
	connectors.API
}

func (d apiDetail) text(p *page) {
	p.block(d.System + " " + d.Name + "  " + d.Title + "  " + string(d.Effect))
	p.fields("api.request", d.Request)
	p.fields("api.response", d.Response)
	if len(d.Request)+len(d.Response) == 0 {
		p.line("api.none")
	}
}

func (p *page) fields(heading string, fields []connectors.Field) {
	if len(fields) == 0 {
		return
	}
	rows := make([][]string, len(fields))
	for i, f := range fields {
		rows[i] = []string{f.Name, f.Title, fieldType(f), p.mandatory(f), f.About}
	}
	p.heading(heading)
	p.table([]string{"column.field", "column.title", "column.type", "column.mandatory", "column.about"}, rows)
}

func fieldType(f connectors.Field) string {
	if f.Reference != "" {
		return f.Type + " " + f.Reference
	}
	return f.Type
}

func (p *page) mandatory(f connectors.Field) string {
	if f.Mandatory {
		return p.say.Text("word.yes")
	}
	return ""
}
