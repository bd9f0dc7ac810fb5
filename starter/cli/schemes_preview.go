package cli

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// previewFlags say which row is mapped, and where lookups look.
type previewFlags struct {
	document, live, since, collections string
	unmasked                           bool
}

func (a *app) previewScheme() *cobra.Command {
	var f previewFlags
	c := &cobra.Command{
		Use: "preview NAME|FILE", Short: a.say.Text("preview.short"), Long: a.say.Text("preview.long"),
		Example: "  starter schemes preview jushuitan-refund-to-kingdee-return --document row.json --collections base.yaml\n" +
			"  starter schemes preview my-scheme.yaml --live 40011 --since 7d",
		Args: a.between(1, 1),
		RunE: func(c *cobra.Command, args []string) error { return a.runPreview(c.Context(), args[0], f) },
	}
	c.Flags().StringVar(&f.document, "document", "", a.say.Text("flag.document"))
	c.Flags().StringVar(&f.live, "live", "", a.say.Text("flag.live"))
	c.Flags().StringVar(&f.since, "since", "", a.say.Text("flag.since.live"))
	c.Flags().StringVar(&f.collections, "collections", "", a.say.Text("flag.collections"))
	c.Flags().BoolVar(&f.unmasked, "unmasked", false, a.say.Text("flag.unmasked"))
	return c
}

func (a *app) runPreview(ctx context.Context, name string, f previewFlags) error {
	if (f.document == "") == (f.live == "") || f.live == "" && f.since != "" {
		return a.usage("usage.preview")
	}
	s, _, err := a.schemeOrFile(name)
	if err != nil {
		return err
	}
	v := preview{Scheme: s.Name, Title: s.Title, File: s.File, Documents: []previewed{}, Masked: !f.unmasked}
	rows, err := a.previewRows(ctx, s, f, &v)
	if err != nil {
		return err
	}
	err = a.withLookups(ctx, s, f.collections, func(look mapping.Finder) error {
		v.Documents = a.trace(ctx, s, rows, look)
		return nil
	})
	if err != nil {
		return err
	}
	return a.finish(v)
}

func (a *app) finish(v preview) error {
	if v.Masked {
		v.hide()
	}
	if err := a.print(v); err != nil {
		return err
	}
	if n := v.failed(); n > 0 {
		return a.fail("preview.failed", "Count", n)
	}
	return nil
}

// previewRows reads the row as it is, from a file or from the source itself.
func (a *app) previewRows(ctx context.Context, s *schemes.Scheme, f previewFlags, v *preview) ([]json.RawMessage, error) {
	if f.document != "" {
		return a.rowsOf(f.document)
	}
	since, err := a.since(f.since)
	if err != nil {
		return nil, err
	}
	found, err := a.searchLive(ctx, s, f.live, since)
	if err != nil {
		return nil, err
	}
	v.Live = &found.extent
	return []json.RawMessage{found.row}, nil
}
