// Package campaign tries to break the engine's promise: nothing lost, nothing
// twice, not a cent off. It lets a merchant's systems, simulated with a ledger of
// their own, be integrated by two worker processes and a Temporal process, does to
// all of them what happens to processes, networks and systems, and then compares
// the ledgers. Which faults it makes, when and to whom follows from a seed.
package campaign

import (
	"errors"
	"io"
	"time"
)

// The schemes that are put to the test.
const (
	Scheme     = "jushuitan-refund-to-kingdee-return" // 聚水潭 refunds that become audited 金蝶 bills
	MallScheme = "mall-orders-to-wangdiantong"        // a mall's calls that become 旺店通 orders
)

// form is what those bills are.
const form = "SAL_RETURNSTOCK"

// collections are what that scheme looks up in.
func collections() []string { return []string{"kingdee-customers", "jushuitan-orders"} }

// Options are the campaign's flags.
type Options struct {
	Seed      uint64
	Documents int           // refunds at the source
	Faults    int           // how many are made
	Only      []string      // kinds of faults; empty: all that can be made here
	Stop      time.Duration // the longest time for which a process is stopped; 0: a minute
	Limit     time.Duration // for the whole; 0: none
	Store     string        // Postgres, or the URL of an empty one, postgres://…; empty: SQLite in a file of its own
	Summary   string        // write the summary as JSON to this file
	Dir       string        // where logs and stores are while it runs, and stay when it fails; empty: where temporary files are
	Lang      string        // zh, en; empty: as the environment says
	Environ   map[string]string
	Out       io.Writer

	// Program starts a part of the campaign, whose arguments are added to it; see Part.
	Program []string
	// Broken is what the workers' engine is made to lack; see BrokenEngines.
	Broken string
}

const (
	longestStop  = time.Minute
	shortestStop = 5 * time.Second
)

func (o Options) checked() (Options, error) {
	if o.Stop == 0 {
		o.Stop = longestStop
	}
	switch {
	case o.Documents < 1:
		return o, errors.New("--documents must be at least 1")
	case o.Faults < 0:
		return o, errors.New("--faults cannot be negative")
	case o.Stop < 0 || o.Limit < 0:
		return o, errors.New("--stop-seconds and --minutes cannot be negative")
	}
	return o, errors.Join(checkBroken(o.Broken), o.checkKinds())
}
