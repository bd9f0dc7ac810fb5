package kingdee

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"
)

// refusalMemory is how long a refused login is not tried again: about five
// wrong passwords lock the user, and retries would be those five.
const refusalMemory = 5 * time.Minute

// errLoginRefused is the cause of a refusal that is remembered: the server has
// looked at the password. A wrong URL, say, may be tried at any time.
var errLoginRefused = errors.New("login refused")

// session is what a login gave: its id for the header, and both cookies.
type session struct {
	id      string
	cookies []*http.Cookie
}

// sessions shares one session among all calls of an account; whoever needs a
// new one first logs in, the others wait for it.
type sessions struct {
	login func(context.Context) (*session, error)
	now   func() time.Time
	turn  chan struct{} // holds a token while somebody logs in

	mu       sync.Mutex
	current  *session
	attempts int
	failure  error     // of the last attempt
	until    time.Time // until when a refusal is remembered
}

func newSessions(login func(context.Context) (*session, error), now func() time.Time) *sessions {
	return &sessions{login: login, now: now, turn: make(chan struct{}, 1)}
}

func (s *sessions) open() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current != nil
}

// get returns the session, after logging in when there is none.
func (s *sessions) get(ctx context.Context) (*session, error) {
	s.mu.Lock()
	current, seen := s.current, s.attempts
	s.mu.Unlock()
	if current != nil {
		return current, nil
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if current, err := s.meanwhile(seen); current != nil || err != nil {
		return current, err
	}
	return s.attempt(ctx)
}

// meanwhile is what became of the login somebody else made while we waited; a
// caller that gave up is no answer for us.
func (s *sessions) meanwhile(seen int) (*session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.current != nil:
		return s.current, nil
	case s.now().Before(s.until):
		return nil, s.failure
	case s.attempts != seen && !gaveUp(s.failure):
		return nil, s.failure
	default:
		return nil, nil // nothing happened meanwhile
	}
}

func gaveUp(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

func (s *sessions) attempt(ctx context.Context) (*session, error) {
	fresh, err := s.login(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.attempts++
	s.current, s.failure = fresh, err
	if errors.Is(err, errLoginRefused) {
		s.until = s.now().Add(refusalMemory)
	}
	return fresh, err
}

// drop forgets a session that the server no longer knows, unless somebody has
// renewed it already.
func (s *sessions) drop(used *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == used {
		s.current = nil
	}
}

// keep notes the session that the server opened for a signed call.
func (s *sessions) keep(fresh *session) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = fresh
}

// peek is the session, or nil.
func (s *sessions) peek() *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}
