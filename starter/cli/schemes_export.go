package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/saas"
)

func (a *app) exportScheme() *cobra.Command {
	return &cobra.Command{
		Use: "export NAME", Short: a.say.Text("export.short"), Long: a.say.Text("export.long"),
		Example: "  starter schemes export jushuitan-orders > orders.json", Args: a.between(1, 1),
		RunE: func(_ *cobra.Command, args []string) error { return a.runExport(args[0]) },
	}
}

// runExport prints metadata; it is JSON whatever --output says.
func (a *app) runExport(name string) error {
	s, err := a.namedOrFile(name)
	if err != nil {
		return err
	}
	metadata, err := saas.Export(s)
	if err != nil {
		return a.fail("export.failed", "Error", err)
	}
	if _, err := fmt.Fprint(a.env.Stdout, string(metadata)); err != nil {
		return a.fail("output.failed", "Error", err)
	}
	return nil
}

// namedOrFile is a scheme of the library, or of a file beside it.
func (a *app) namedOrFile(name string) (*schemes.Scheme, error) {
	if !strings.HasSuffix(name, ".yaml") {
		lib, err := a.library()
		if err != nil {
			return nil, err
		}
		return a.scheme(lib, name)
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, a.fail("import.unreadable", "Error", err)
	}
	s, err := schemes.Parse(filepath.Base(name), content)
	if err != nil {
		return nil, a.fail("schemes.unreadable", "Error", err)
	}
	return s, nil
}
