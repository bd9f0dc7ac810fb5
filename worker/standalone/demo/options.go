// Package demo runs integrations before a newcomer's eyes: Temporal with its
// Web UI, systems to integrate, real schemes, progress, and a summary that
// compares what the source had with what the target now has.
package demo

import (
	"io"
	"time"
)

// Options are the demo's flags.
type Options struct {
	Exit      bool          // end when the work is done
	Data      string        // keep the state here and resume; empty: a clean start, nothing kept
	Documents int           // source documents to simulate
	Schemes   []string      // names, or All; empty: DefaultSchemes
	Since     time.Time     // start of the first window; zero: 30 days ago
	Summary   string        // write the summary as JSON to this file
	Ports     Ports         // 0 picks a free one where that is allowed
	Stall     time.Duration // with Exit: how long nothing may move before the demo gives up
	Environ   map[string]string
	Lang      string // zh, en; empty: as the environment says
	Out       io.Writer
	Terminal  bool // Out is a terminal: draw a bar
}

// Ports are where the demo listens, always on the loopback address.
type Ports struct {
	Temporal, UI, Callbacks, Kingdee, Jushuitan int
}

// firstWindow is how far back the demo reads when --since does not say.
const firstWindow = 30 * 24 * time.Hour

func (o Options) since(now time.Time) time.Time {
	if o.Since.IsZero() {
		return now.Add(-firstWindow).Truncate(time.Second)
	}
	return o.Since
}
