package cli

import (
	"github.com/spf13/cobra"
)

func (a *app) docsScheme() *cobra.Command {
	return &cobra.Command{
		Use: "docs NAME|FILE", Short: a.say.Text("docs.short"), Long: a.say.Text("docs.long"),
		Example: "  starter schemes docs jushuitan-refund-to-kingdee-return --lang zh > 退货.md", Args: a.between(1, 1),
		RunE: func(_ *cobra.Command, args []string) error { return a.runDocs(args[0]) },
	}
}

func (a *app) runDocs(name string) error {
	s, lib, err := a.schemeOrFile(name)
	if err != nil {
		return err
	}
	m := &manual{say: a.say, scheme: s, library: lib, apis: lib.Offered(a.env.APIs())}
	m.write()
	return a.print(docs{Scheme: s.Name, Title: s.Title, Revision: s.Revision, Markdown: m.String()})
}

// docs is a scheme as a document for people.
type docs struct {
	Scheme   string `json:"scheme"`
	Title    string `json:"title"`
	Revision string `json:"revision"`
	Markdown string `json:"markdown"`
}

func (d docs) text(p *page) { p.block(d.Markdown) }
