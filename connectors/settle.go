package connectors

import "time"

// A Settling target may go on with a call for long after nobody waits for its
// answer any more, behind a proxy that gave up for instance. A document that is not
// there is saved again only when that time has passed.
type Settling interface {
	Target
	// Settles is how long a call may still take effect after its answer was lost.
	Settles() time.Duration
}
