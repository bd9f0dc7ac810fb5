package kingdeetest

import (
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"sync"
	"time"
)

const (
	sessionCookie = "kdservice-sessionid"
	aspCookie     = "ASP.NET_SessionId"
	// lockAfter wrong passwords in a row lock the user.
	lockAfter = 5
)

// access knows who is logged in.
type access struct {
	opts Options

	mu       sync.Mutex
	sessions map[string]time.Time // session id → last use
	wrong    int                  // refused passwords in a row
}

func newAccess(o Options) *access {
	return &access{opts: o, sessions: map[string]time.Time{}}
}

func (a *access) open(now time.Time) string {
	a.mu.Lock()
	defer a.mu.Unlock()
	id := randomHex(4) + "-" + randomHex(2) + "-" + randomHex(2) + "-" + randomHex(2) + "-" + randomHex(6)
	a.sessions[id] = now
	return id
}

func (a *access) close(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.sessions, id)
}

func (a *access) dropAll() {
	a.mu.Lock()
	defer a.mu.Unlock()
	clear(a.sessions)
}

// alive says whether the session may be used, and keeps it from idling.
func (a *access) alive(id string, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	last, ok := a.sessions[id]
	if !ok || now.Sub(last) > a.opts.IdleTimeout {
		delete(a.sessions, id)
		return false
	}
	a.sessions[id] = now
	return true
}

// admit accepts a call that presents a session in any of the three ways, or
// that signs itself; a signed call without session gets cookies for one.
func (a *access) admit(r *http.Request, now time.Time) ([]*http.Cookie, bool) {
	for _, id := range presented(r) {
		if a.alive(id, now) {
			return nil, true
		}
	}
	if !a.signed(r, now) {
		return nil, false
	}
	return cookies(a.open(now)), true
}

func presented(r *http.Request) []string {
	ids := []string{r.Header.Get(sessionCookie), r.Header.Get("SID")}
	if c, err := r.Cookie(sessionCookie); err == nil {
		ids = append(ids, c.Value)
	}
	return ids
}

// cookies carry no Expires: one SDK splits Set-Cookie at commas.
func cookies(id string) []*http.Cookie {
	return []*http.Cookie{
		{Name: sessionCookie, Value: id, Path: "/"},
		{Name: aspCookie, Value: randomHex(12), Path: "/", HttpOnly: true},
	}
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}
