package kingdee

import (
	"context"
	"testing"
	"time"
)

// Many calls notice a lost session; the slow ones must not throw away the new
// one that the first of them has opened.
func TestRenewedSessionIsKept(t *testing.T) {
	t.Parallel()
	logins := 0
	s := newSessions(func(context.Context) (*session, error) {
		logins++
		return &session{}, nil
	}, time.Now)
	get := func() *session {
		got, err := s.get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	old := get()
	s.drop(old)
	renewed := get()
	s.drop(old)
	if get() != renewed || logins != 2 {
		t.Errorf("%d logins", logins)
	}
}
