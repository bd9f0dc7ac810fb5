// Package fault is how simulated systems misbehave. There are two ways to order
// it: rules, which say how calls of an API go wrong from now on (Rules), and a
// queue, whose orders are served one after the other (Queue).
package fault

import (
	"sync"
	"time"
)

// Kind is one way in which a call goes wrong.
type Kind string

// The kinds of fault.
const (
	Delay       Kind = "delay"        // the answer comes late, after Fault.Delay
	ServerError Kind = "server-error" // HTTP 500 with an HTML page
	BadGateway  Kind = "bad-gateway"  // HTTP 502 of a proxy
	Drop        Kind = "drop"         // the connection is cut before anything is done
	Cut         Kind = "cut"          // the connection is cut AFTER everything is done
	Truncated   Kind = "truncated"    // done, but only half of the answer arrives
	Empty       Kind = "empty"        // done, and HTTP 200 with nothing
	Garbage     Kind = "garbage"      // done, and Fault.Body instead of the answer, HTTP 200
	Refuse      Kind = "refuse"       // not done: Fault.Code and Fault.Message
)

// Fault is a rule for calls that are to go wrong. C is what the vendor's codes are.
type Fault[C any] struct {
	Kind  Kind
	API   string // "": every one
	Every int    // only every n-th call of the API; 0: each
	Times int    // at most so often; 0: always

	Delay       time.Duration
	AfterCommit bool   // for ServerError and BadGateway: the call is done first
	Code        C      // for Refuse
	Message     string // for Refuse
	Body        string // for Garbage
}

// Rules are the faults of one system. The zero value has none.
type Rules[C any] struct {
	mu    sync.Mutex
	rules []*rule[C]
}

type rule[C any] struct {
	Fault[C]
	seen, done int
}

// Add adds a rule. Of several that fit a call, the first one made decides.
func (r *Rules[C]) Add(f Fault[C]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rules = append(r.rules, &rule[C]{Fault: f})
}

// Clear removes all rules.
func (r *Rules[C]) Clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rules = nil
}

// Next is the fault of the call that has just come; the zero Fault when there is none.
func (r *Rules[C]) Next(api string) Fault[C] {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, one := range r.rules {
		if (one.API == "" || one.API == api) && one.due() {
			return one.Fault
		}
	}
	return Fault[C]{}
}

func (r *rule[C]) due() bool {
	r.seen++
	if r.Times > 0 && r.done >= r.Times || r.Every > 1 && r.seen%r.Every != 0 {
		return false
	}
	r.done++
	return true
}
