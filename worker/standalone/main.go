// Command standalone is erpbridge with everything in one process: an embedded
// Temporal server with its Web UI, the store and a worker. Its demo adds
// simulated systems; nothing has to be installed.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // small machines have no time zones

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/worker/standalone/bench"
	"github.com/erpbridge/erpbridge/worker/standalone/campaign"
	"github.com/erpbridge/erpbridge/worker/standalone/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, leave := untilOrphaned(ctx)
	defer leave()
	root := &cobra.Command{
		Use: "standalone", Short: "erpbridge with everything in one process",
		SilenceUsage: true, SilenceErrors: true,
	}
	root.AddCommand(demoCommand(), campaignCommand(), campaignPartCommand(), benchCommand(), benchPartCommand())
	if err := root.ExecuteContext(ctx); err != nil {
		if !errors.Is(err, demo.ErrNotGood) && !errors.Is(err, campaign.ErrFailed) && !errors.Is(err, bench.ErrWrong) { // the summary has said it
			fmt.Fprintln(os.Stderr, "standalone:", err)
		}
		stop()
		os.Exit(1)
	}
}
