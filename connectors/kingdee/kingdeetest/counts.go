package kingdeetest

import (
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/shopspring/decimal"
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

// Standing is where a bill of the ledger stands, for those who look at many.
type Standing struct {
	Number    string
	Status    string
	AllAmount decimal.Decimal // 价税合计
	AuditedAt time.Time       // zero: it is not audited
}

// Standings are the bills of a form, in the order in which they came into being.
func (s *Server) Standings(formID string) []Standing {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.forms[strings.ToLower(formID)]
	if !ok {
		return nil
	}
	out := make([]Standing, len(f.bills))
	for i, b := range f.bills {
		out[i] = Standing{b.number, b.state, money(b.head, f.total), b.auditedAt}
	}
	return out
}

// Audited is how many bills of a form are audited.
func (s *Server) Audited(formID string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, ok := s.forms[strings.ToLower(formID)]
	if !ok {
		return 0
	}
	for _, b := range f.bills {
		if b.state == auditedState {
			n++
		}
	}
	return n
}
