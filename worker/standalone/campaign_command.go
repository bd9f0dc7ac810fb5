package main

import (
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/worker/standalone/campaign"
)

// campaignPart is how a campaign starts its processes.
const campaignPart = "campaign-part"

func campaignCommand() *cobra.Command {
	var o campaign.Options
	var minutes, stop int
	c := &cobra.Command{
		Use:   "campaign",
		Short: "try to break the engine: kill, stop, cut, refuse; then compare the ledgers",
		Long: "Lets two worker processes and a Temporal process carry 聚水潭 refunds to 金蝶, both simulated with a ledger\n" +
			"of their own, makes the faults that follow from the seed, and compares the ledgers. The exit code is 0 only if\n" +
			"nothing is lost, doubled or different, and every document is at its end or waits for a person who has to act.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			program, err := os.Executable()
			if err != nil {
				return err
			}
			o.Environ, o.Out, o.Program = settings.Environ(), os.Stdout, []string{program, campaignPart}
			o.Limit, o.Stop = time.Duration(minutes)*time.Minute, time.Duration(stop)*time.Second
			return campaign.Run(c.Context(), o)
		},
	}
	f := c.Flags()
	f.Uint64Var(&o.Seed, "seed", 1, "from which the documents and the faults follow")
	f.IntVar(&o.Documents, "documents", 5000, "how many refunds the simulated 聚水潭 has")
	f.IntVar(&o.Faults, "faults", 200, "how many faults are made")
	f.StringArrayVar(&o.Only, "only", nil, "make only this kind of fault (repeatable)")
	f.IntVar(&stop, "stop-seconds", 60, "the longest time for which a worker is stopped")
	f.IntVar(&minutes, "minutes", 0, "give up after so many minutes (default: when nothing moves any more)")
	f.StringVar(&o.Store, "store", "", "postgres: one that is made for the campaign, and killed; postgres://…: an empty database (default: SQLite in a file of its own)")
	f.StringVar(&o.Summary, "summary", "", "write the summary as JSON to this file")
	f.StringVar(&o.Dir, "dir", "", "an existing folder for logs and stores, which stay there when the campaign fails (default: for temporary files)")
	f.StringVar(&o.Lang, "lang", "", "zh or en (default: as the environment's LANG says)")
	f.StringVar(&o.Broken, "broken", "", "take something from the engine, to see the campaign find it: "+strings.Join(campaign.BrokenEngines(), ", "))
	return c
}

// campaignPartCommand is nobody's but the campaign's.
func campaignPartCommand() *cobra.Command {
	return &cobra.Command{
		Use: campaignPart, Hidden: true, DisableFlagParsing: true,
		RunE: func(c *cobra.Command, args []string) error { return campaign.Part(c.Context(), args) },
	}
}
