package kingdeetest

import (
	"maps"
	"sync"
)

// Calls is how often each method was called, and how many calls were under way
// at once.
type Calls struct {
	Count map[string]int // by the vendor's spelling: BatchSave, LoginByAppSecret, …
	Peak  map[string]int // most calls of the method at once
	All   int            // most calls of any method at once
}

type counts struct {
	mu    sync.Mutex
	now   map[string]int
	calls Calls
	all   int
}

func newCounts() *counts {
	return &counts{now: map[string]int{}, calls: Calls{Count: map[string]int{}, Peak: map[string]int{}}}
}

// enter counts a call in; the function it returns counts it out.
func (c *counts) enter(method string) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls.Count[method]++
	c.now[method]++
	c.all++
	c.calls.Peak[method] = max(c.calls.Peak[method], c.now[method])
	c.calls.All = max(c.calls.All, c.all)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.now[method]--
		c.all--
	}
}

// Calls counts the calls that have reached the server since it was made, those
// that were then made to fail included.
func (s *Server) Calls() Calls {
	s.counts.mu.Lock()
	defer s.counts.mu.Unlock()
	c := s.counts.calls
	return Calls{Count: maps.Clone(c.Count), Peak: maps.Clone(c.Peak), All: c.All}
}
