package campaign

import (
	"fmt"
	"slices"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
)

// shop lets refunds come while the campaign runs: some are there from the
// beginning, the others come as work is done.
type shop struct {
	source *jushuitantest.Server

	mu      sync.Mutex
	here    []map[string]any
	to      []map[string]any           // to come
	amounts map[string]decimal.Decimal // by bill, of lines that have changed
	gone    map[string]bool            // by bill, of refunds that were cancelled
}

// portion is how many refunds come at once: two pages of them.
const portion = 80

func newShop(source *jushuitantest.Server) *shop {
	s := &shop{source: source, here: source.Refunds(), amounts: map[string]decimal.Decimal{}, gone: map[string]bool{}}
	for len(s.here) > max(portion, len(s.to)/2) && len(s.here) > portion {
		last := s.here[len(s.here)-1]
		s.here, s.to = s.here[:len(s.here)-1], append(s.to, last)
		source.RemoveRefund(fmt.Sprint(last["as_id"]))
	}
	return s
}

// bring lets the next refunds come, changed now; false when there are no more.
func (s *shop) bring() (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := min(portion, len(s.to))
	for _, row := range s.to[:n] {
		delete(row, "modified")
	}
	err := s.source.SeedRefunds(s.to[:n]...)
	s.here, s.to = append(s.here, s.to[:n]...), s.to[n:]
	return n > 0, err
}

// touch lets some refunds be changed at the source, which takes them out of the
// window that is being read.
func (s *shop) touch(which int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	const rows = 5
	for i := range rows {
		row := s.here[(which+i)%len(s.here)]
		_ = s.source.Touch(fmt.Sprint(row["as_id"])) // it is there: nothing is removed any more
	}
}

// rest is how many refunds are still to come.
func (s *shop) rest() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.to)
}

// sources are faults that wait for the next page.
type sources struct {
	mu    sync.Mutex
	armed []Fault
}

func (s *sources) arm(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed = append(s.armed, f)
}

func (s *sources) take() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := slices.Clone(s.armed)
	s.armed = nil
	return all
}
