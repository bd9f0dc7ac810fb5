package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
)

func (a *app) schemes() *cobra.Command {
	c := a.group(&cobra.Command{
		Use: "schemes", Short: a.say.Text("schemes.short"), Long: a.say.Text("schemes.long"),
	})
	c.AddCommand(a.importSchemes(), a.exportScheme(), a.listSchemes(), a.showScheme(), a.validate(), a.testSchemes(), a.schema())
	c.AddCommand(a.previewScheme(), a.docsScheme())
	return c
}

func (a *app) listSchemes() *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: a.say.Text("schemes.list.short"), Args: a.between(0, 0),
		RunE: func(*cobra.Command, []string) error { return a.runListSchemes() },
	}
}

func (a *app) runListSchemes() error {
	lib, err := a.library()
	if err != nil {
		return err
	}
	all, err := a.chosen(lib, nil)
	if err != nil {
		return err
	}
	list := schemeList{Schemes: []schemeRow{}}
	for _, s := range all {
		list.Schemes = append(list.Schemes, schemeRow{
			Name: s.Name, Title: s.Title, Source: sourceName(s), Target: targetName(s),
			Schedule: when(s.Schedule), Revision: s.Revision,
		})
	}
	return a.print(list)
}

// schemeList is the library at a glance.
type schemeList struct {
	Schemes []schemeRow `json:"schemes"`
}

type schemeRow struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Source   string `json:"source"`
	Target   string `json:"target,omitempty"` // empty: base data, kept for others to look up
	Schedule string `json:"schedule,omitempty"`
	Revision string `json:"revision"`
}

func (l schemeList) text(p *page) {
	rows := make([][]string, len(l.Schemes))
	for i, s := range l.Schemes {
		target := s.Target
		if target == "" {
			target = p.say.Text("scheme.base")
		}
		rows[i] = []string{s.Name, s.Title, s.Source, target, p.schedule(s.Schedule)}
	}
	p.table([]string{"column.scheme", "column.title", "column.source", "column.to", "column.schedule"}, rows)
}

// sourceName reads "jushuitan MAIN refund.single.query".
func sourceName(s *schemes.Scheme) string {
	return s.Source.Connector + " " + s.Source.Account + " " + s.Source.API
}

func targetName(s *schemes.Scheme) string {
	if s.Target == nil {
		return ""
	}
	return s.Target.Connector + " " + s.Target.Account + " " + s.Target.API
}

// when is a schedule as its file writes it: "10m", or crontab lines.
func when(s schemes.Schedule) string {
	if s.Every > 0 {
		return brief(s.Every)
	}
	return strings.Join(s.Cron, "; ")
}

// schedule is what when returns, for people; a crontab line has spaces.
func (p *page) schedule(when string) string {
	if when == "" || strings.Contains(when, " ") {
		return when
	}
	return p.say.Text("schedule.every", "Every", when)
}
