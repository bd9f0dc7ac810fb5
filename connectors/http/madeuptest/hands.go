package madeuptest

import (
	"maps"
	"slices"
	"time"
)

// UnknownWarehouse is one that the system does not have.
const UnknownWarehouse = "NO-SUCH"

// Put adds a document that came in, or replaces the one with its id.
func (s *Server) Put(d Stockin, updated time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d.UpdatedAt = updated.In(s.zone).Format(time.DateTime)
	s.stockin = slices.DeleteFunc(s.stockin, func(other Stockin) bool { return other.ID == d.ID })
	s.stockin = append(s.stockin, d)
}

// Remove takes a document away.
func (s *Server) Remove(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stockin = slices.DeleteFunc(s.stockin, func(d Stockin) bool { return d.ID == id })
}

// Notices are those that were created.
func (s *Server) Notices() []Notice {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.notices)
}

// Take takes notices as if they had been created; those that would be refused are not.
func (s *Server) Take(notices ...Notice) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, n := range notices {
		s.take(n)
	}
}

// Calls counts calls by path; Logins those that gave a token.
func (s *Server) Calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.calls)
}

// Logins counts the tokens given.
func (s *Server) Logins() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tokens
}

// ExpireToken kills the token; the account may have another.
func (s *Server) ExpireToken() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.token = ""
}

// Shut has the account refused from now on.
func (s *Server) Shut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shut = true
}

// Refuse has the next call that is not a login refused with a code and words.
func (s *Server) Refuse(code int, message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = append(s.refuse, refusal{Code: code, Message: message})
}

// Throttle has the next call that is not a login told off.
func (s *Server) Throttle(wait time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refuse = append(s.refuse, tooOften(int(wait/time.Second)))
}
