package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/erpbridge/erpbridge/worker/settings"
	"github.com/erpbridge/erpbridge/worker/standalone/bench"
)

// benchPart is how a benchmark starts its processes.
const benchPart = "bench-part"

func benchCommand() *cobra.Command {
	var o bench.Options
	c := &cobra.Command{
		Use:   "bench",
		Short: "measure how fast documents are carried, and what one costs",
		Long: "Lets 聚水潭 refunds become audited 金蝶 bills, lane by lane, with simulators, Temporal and engine as processes\n" +
			"of their own, and prints what a document costs in each; then compares the ledgers. The exit code is 0 only if\n" +
			"every bill is there once, audited, with its amount.",
		Example: "  standalone bench --documents 1000 --runs 1\n  standalone bench --lane auto --latency realistic\n" +
			"  standalone bench --lane bulk --documents 200000 --runs 1\n  standalone bench --lane document --rate 20 --documents 600",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			program, err := os.Executable()
			if err != nil {
				return err
			}
			o.Environ, o.Out, o.Program = settings.Environ(), os.Stdout, []string{program, benchPart}
			return bench.Run(c.Context(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.Lane, "lane", bench.All, "document, bulk, auto, naive, or all: document, bulk and naive")
	f.IntVar(&o.Documents, "documents", 1000, "how many bills are to be made")
	f.StringVar(&o.Latency, "latency", bench.None, "of the systems: none, or realistic")
	f.StringVar(&o.Scheme, "scheme", bench.Standard, "what is carried: the standard job, or "+bench.Refunds)
	f.StringVar(&o.Steps, "steps", bench.ThreeCalls, "save, submit and audit in one call, or in three")
	f.Float64Var(&o.Rate, "rate", 0, "how many refunds come in a second (default: all are there at the beginning)")
	f.IntVar(&o.Stored, "stored", 0, "how many audited documents the store has from before")
	f.IntVar(&o.Runs, "runs", 3, "how often each lane is run; the median counts")
	f.StringVar(&o.Store, "store", "", "a PostgreSQL in which databases may be made, postgres://… (default: SQLite in a file of its own)")
	f.StringVar(&o.Summary, "summary", "", "write the summary as JSON to this file")
	f.StringVar(&o.Profile, "profile", "", "write CPU profiles of the engine and of Temporal to this folder")
	f.StringVar(&o.Dir, "dir", "", "an existing folder for logs and stores, of which logs stay there when something is wrong (default: for temporary files)")
	f.StringVar(&o.Lang, "lang", "", "zh or en (default: as the environment's LANG says)")
	c.AddCommand(benchCallbacksCommand())
	return c
}

func benchCallbacksCommand() *cobra.Command {
	var o bench.CallbackOptions
	c := &cobra.Command{
		Use:   "callbacks",
		Short: "measure how soon callbacks are acknowledged",
		Long: "Lets a simulated mall call the gateway at a steady rate while the engine carries the orders to 旺店通, and says how\n" +
			"long the acknowledgement took and how often the mall was told to call again. The exit code is 0 only if every\n" +
			"acknowledged order is in the store.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			program, err := os.Executable()
			if err != nil {
				return err
			}
			o.Environ, o.Out, o.Program = settings.Environ(), os.Stdout, []string{program, benchPart}
			return bench.RunCallbacks(c.Context(), o)
		},
	}
	f := c.Flags()
	f.IntVar(&o.Rate, "rate", 200, "calls a second")
	f.IntVar(&o.Seconds, "seconds", 60, "for how long")
	f.StringVar(&o.Store, "store", "", "a PostgreSQL in which databases may be made, postgres://… (default: SQLite in a file of its own)")
	f.StringVar(&o.Summary, "summary", "", "write the result as JSON to this file")
	f.StringVar(&o.Dir, "dir", "", "an existing folder for logs and stores, of which logs stay there when something is wrong (default: for temporary files)")
	f.StringVar(&o.Lang, "lang", "", "zh or en (default: as the environment's LANG says)")
	return c
}

// benchPartCommand is nobody's but the benchmark's.
func benchPartCommand() *cobra.Command {
	return &cobra.Command{
		Use: benchPart, Hidden: true, DisableFlagParsing: true,
		RunE: func(c *cobra.Command, args []string) error { return bench.Part(c.Context(), args) },
	}
}
