// Package bench measures how fast documents are carried, and what a document
// costs: 聚水潭 refunds, all there at once or coming at a rate, become audited 金蝶
// bills. Simulators, Temporal and the engine are processes of their own, so that
// the cost of each is known; at the end the ledgers are compared, because what is
// fast and wrong is a failure.
package bench

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// The lanes that are measured.
const (
	Document = "document" // each document a workflow of its own
	Bulk     = "bulk"     // page by page
	Auto     = "auto"     // as the engine decides
	// Naive is what one would write first: a workflow and three activities a
	// document, nothing grouped, no store, the settings of SDK and server as they
	// come. The gain of the others is a ratio to it.
	Naive = "naive"
	// All are the document, the bulk and the naive lane, one after another.
	All = "all"
)

// The schemes that are measured.
const (
	// Standard is the standard job: 50 documents a page, 3 lines each, about 25
	// fields, one lookup.
	Standard = "standard"
	// Refunds is integration 0 with its real mapping: a bill for each line.
	Refunds = "jushuitan-refund-to-kingdee-return"
)

// Options are the benchmark's flags.
type Options struct {
	Lane      string
	Documents int    // bills to be made
	Latency   string // None or Realistic
	Scheme    string
	Steps     string  // one call for save, submit and audit, or three
	Rate      float64 // documents that come in a second; 0: all are there at the beginning
	Stored    int     // documents that the store has from before
	Runs      int     // of each lane; the median counts
	Store     string  // a PostgreSQL, postgres://…, in which databases may be made; empty: SQLite
	Summary   string  // write the summary as JSON to this file
	Profile   string  // write CPU profiles of engine and Temporal to this folder
	Dir       string  // where logs and stores are while it runs; empty: where temporary files are
	Lang      string  // zh, en; empty: as the environment says
	Environ   map[string]string
	Out       io.Writer

	// Program starts a part of the benchmark, whose arguments are added to it; see Part.
	Program []string
}

// Steps are how many calls a document takes at the target.
const (
	OneCall    = "one"
	ThreeCalls = "three"
)

func (o Options) checked() (Options, error) {
	for flag, test := range map[string]struct {
		value string
		known []string
	}{
		"--lane":    {o.Lane, []string{All, Document, Bulk, Auto, Naive}},
		"--latency": {o.Latency, []string{None, Realistic}},
		"--scheme":  {o.Scheme, []string{Standard, Refunds}},
		"--steps":   {o.Steps, []string{OneCall, ThreeCalls}},
	} {
		if !slices.Contains(test.known, test.value) {
			return o, fmt.Errorf("%s %s: it is one of %s", flag, test.value, strings.Join(test.known, ", "))
		}
	}
	switch {
	case o.Documents < 1 || o.Runs < 1:
		return o, errors.New("--documents and --runs must be at least 1")
	case o.Rate < 0 || o.Stored < 0:
		return o, errors.New("--rate and --stored cannot be negative")
	case o.Store != "" && !strings.HasPrefix(o.Store, "postgres"):
		return o, errors.New("--store takes a PostgreSQL, postgres://user:password@host:5432/db; without it SQLite is used")
	}
	return o, nil
}

func (o Options) lanes() []string {
	if o.Lane == All {
		return []string{Document, Bulk, Naive}
	}
	return []string{o.Lane}
}
