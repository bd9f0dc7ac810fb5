package cli

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/schemes"
)

func (a *app) schema() *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: a.say.Text("schemes.schema.short"), Long: a.say.Text("schemes.schema.long"),
		Example: "  starter schemes schema > scheme.schema.json", Args: a.between(0, 0),
		RunE: func(*cobra.Command, []string) error { return a.print(schemaFile(schemes.Schema())) },
	}
}

// schemaFile is JSON whatever the format.
type schemaFile json.RawMessage

// MarshalJSON implements json.Marshaler.
func (s schemaFile) MarshalJSON() ([]byte, error) { return s, nil }

func (s schemaFile) text(p *page) { p.block(string(s)) }
