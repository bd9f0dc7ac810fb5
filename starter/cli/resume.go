package cli

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

func (a *app) resume() *cobra.Command {
	var by, account string
	c := &cobra.Command{
		Use: "resume SCHEME… | --account SYSTEM/ACCOUNT", Short: a.say.Text("resume.short"), Long: a.say.Text("resume.long"),
		Args: a.between(0, -1),
		RunE: func(c *cobra.Command, names []string) error {
			return a.turn(c.Context(), names, account, a.resumeOne(by, account))
		},
	}
	a.byFlag(c, &by)
	c.Flags().StringVar(&account, "account", "", a.say.Text("flag.account.resume"))
	return c
}

// resumeOne says who had paused the scheme; the note at Temporal names who resumed it.
func (a *app) resumeOne(by, account string) turning {
	order := func(o orders.Orders, ctx context.Context, scheme, _ string) error { return o.Resume(ctx, scheme, by) }
	return turning{order: order, note: func(ctx context.Context, s pauses, scheme string) (turned, error) {
		before, paused, err := s.Paused(ctx, scheme)
		if err != nil {
			return turned{}, err
		}
		switch {
		case !paused:
			return asTurned(scheme, actionRunning, docstore.Pause{}), nil
		case account != "" && before.Account != account: // somebody has another reason
			return asTurned(scheme, actionKept, before), nil
		}
		return asTurned(scheme, actionResumed, before), s.ClearPause(ctx, scheme)
	}}
}
