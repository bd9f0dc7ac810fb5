package bench

import (
	"time"

	"github.com/erpbridge/erpbridge/connectors/simulators"
)

// The models of latency.
const (
	None      = "none"      // the systems answer as soon as they can
	Realistic = "realistic" // as a rented 金蝶 and 聚水潭 do on an ordinary day
)

const (
	page   = 150 * time.Millisecond
	atOnce = 5  // calls that 金蝶 works on; the others wait in the web server's queue
	batch  = 20 // bills that 金蝶 advises for a call
)

// paceOf is how long the systems take.
func paceOf(latency string) simulators.Pace {
	if latency == None {
		return simulators.Pace{}
	}
	return simulators.Pace{Page: page, Call: call, AtOnce: atOnce}
}

// call is how long 金蝶 takes. A save checks and computes every line; submitting
// writes a state, auditing books stock as well.
func call(method string, bills int) time.Duration {
	switch method {
	case "Save", "BatchSave":
		return milliseconds(300 + 60*bills)
	case "Submit":
		return milliseconds(100 + 10*bills)
	case "Audit":
		return milliseconds(300 + 30*bills)
	default:
		return milliseconds(100)
	}
}

func milliseconds(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// limit is how many bills a second the target can take at most: all its places are
// taken, by full batches. 0: the model sets none.
func limit(latency, steps string) float64 {
	if latency == None {
		return 0
	}
	one := call("BatchSave", batch)
	if steps == ThreeCalls {
		one += call("Submit", batch) + call("Audit", batch)
	}
	return atOnce * batch / one.Seconds()
}
