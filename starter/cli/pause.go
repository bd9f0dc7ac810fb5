package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/workflows/orders"
)

func (a *app) pause() *cobra.Command {
	var by, reason, account string
	var wait time.Duration
	c := &cobra.Command{
		Use: "pause SCHEME… | --account SYSTEM/ACCOUNT", Short: a.say.Text("pause.short"), Long: a.say.Text("pause.long"),
		Example: "  starter pause jushuitan-refund-to-kingdee-return --reason 盘点\n" +
			"  starter pause --account kingdee/MAIN --reason 月末结账",
		Args: a.between(0, -1),
		RunE: func(c *cobra.Command, names []string) error {
			p := docstore.Pause{By: by, Reason: reason, Account: account, At: a.env.Now()}
			return a.turn(c.Context(), names, account, a.pauseOne(p, wait))
		},
	}
	a.byFlag(c, &by)
	c.Flags().StringVar(&reason, "reason", "", a.say.Text("flag.reason.why"))
	c.Flags().StringVar(&account, "account", "", a.say.Text("flag.account.pause"))
	c.Flags().DurationVar(&wait, "wait", time.Minute, a.say.Text("flag.wait.pause"))
	return c
}

func (a *app) byFlag(c *cobra.Command, by *string) {
	c.Flags().StringVar(by, "by", a.env.User, a.say.Text("flag.by"))
}

func (a *app) pauseOne(p docstore.Pause, wait time.Duration) turning {
	return turning{await: wait, order: orders.Orders.Pause, note: func(ctx context.Context, s pauses, scheme string) (turned, error) {
		before, paused, err := s.Paused(ctx, scheme)
		if err != nil {
			return turned{}, err
		}
		if paused {
			return asTurned(scheme, actionAlready, before), nil
		}
		return asTurned(scheme, actionPaused, p), s.SetPause(ctx, scheme, p)
	}}
}
