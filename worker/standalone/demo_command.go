package main

import (
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/worker/standalone/demo"
)

func demoCommand() *cobra.Command {
	var o demo.Options
	var since string
	c := &cobra.Command{
		Use:   "demo",
		Short: "run integrations: by default, 聚水潭 refunds become audited 金蝶 bills",
		Long: "Starts Temporal with its Web UI, a simulator for every system that has no <SYSTEM>_MAIN_URL in the\n" +
			"environment, the store and a worker; runs the schemes, shows progress and a summary. Schemes that are\n" +
			"called are called by a simulated mall and by 快递100.",
		Example: "  standalone demo\n  standalone demo --scheme mall-orders-to-wangdiantong --documents 50\n" +
			"  standalone demo --scheme all --documents 50 --exit",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			var err error
			if o.Since, err = parseSince(since); err != nil {
				return err
			}
			o.Environ, o.Out = settings.Environ(), os.Stdout
			o.Terminal = term.IsTerminal(int(os.Stdout.Fd()))
			return demo.Run(c.Context(), o)
		},
	}
	f := c.Flags()
	f.BoolVar(&o.Exit, "exit", false, "end when the work is done; the exit code is 0 only if nothing is lost or different")
	f.StringVar(&o.Data, "data", "", "keep the state in this folder and resume from it (default: a clean start, nothing kept)")
	f.IntVar(&o.Documents, "documents", 1000, "how many refunds, orders, stock-outs each simulated system has")
	f.StringArrayVar(&o.Schemes, "scheme", nil, "run this scheme and those it needs (repeatable); all: every one")
	f.StringVar(&since, "since", "", "start of the first window: 2026-11-01, 2026-11-01T08:00:00+08:00, or 3d, 12h ago (default 30d)")
	f.StringVar(&o.Summary, "summary", "", "write the summary as JSON to this file")
	f.StringVar(&o.Lang, "lang", "", "zh or en (default: as the environment's LANG says)")
	f.DurationVar(&o.Stall, "stall", 3*time.Minute, "with --exit: give up when nothing has moved for this long")
	f.IntVar(&o.Ports.Temporal, "temporal-port", 7233, "port of the Temporal server; 0 picks a free one")
	f.IntVar(&o.Ports.UI, "ui-port", 8233, "port of the Temporal Web UI; 0 picks a free one")
	f.IntVar(&o.Ports.Callbacks, "callbacks-port", 8090, "port at which schemes can be called; 0 picks a free one")
	f.IntVar(&o.Ports.Kingdee, "kingdee-port", 0, "port of the simulated 金蝶云星空; 0 picks a free one")
	f.IntVar(&o.Ports.Jushuitan, "jushuitan-port", 0, "port of the simulated 聚水潭; 0 picks a free one")
	return c
}

func parseSince(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := settings.ParseTime(text, time.Now())
	if err != nil {
		return t, fmt.Errorf("--since: %w", err)
	}
	return t, nil
}
