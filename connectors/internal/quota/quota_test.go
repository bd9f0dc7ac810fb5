package quota

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counted is a server that looks back over any sliding window of its own clock.
type counted struct {
	mu sync.Mutex
	at []time.Time
}

func (c *counted) arrive() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = append(c.at, time.Now())
}

// most is the largest number of arrivals in any window.
func (c *counted) most(window time.Duration) int {
	most, first := 0, 0
	for i, t := range c.at {
		for t.Sub(c.at[first]) >= window {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// The bubble's clock moves only when everybody waits, so 20 minutes take none.
func TestTheQuotaIsKeptHoweverTheNetworkDelays(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, server := New(5, 100), &counted{}
		var all sync.WaitGroup
		for i := range 1000 {
			all.Go(func() {
				err := l.Do(t.Context(), func() error {
					time.Sleep(time.Duration(i*7919%900) * time.Millisecond) // on its way there
					server.arrive()
					time.Sleep(time.Duration(i*104729%300) * time.Millisecond) // and back
					return nil
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		began := time.Now()
		all.Wait()
		if n := server.most(time.Second); n > 5 {
			t.Errorf("%d calls in a second", n)
		}
		if n := server.most(time.Minute); n > 100 {
			t.Errorf("%d calls in a minute", n)
		}
		if took := time.Since(began); took > 12*time.Minute {
			t.Errorf("1000 calls at 100 a minute took %v: the quota is not used", took)
		}
	})
}

func TestAWaitForTheQuotaEndsWithItsCaller(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := New(1, 100)
		nothing := func() error { return nil }
		if err := l.Do(t.Context(), nothing); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		if err := l.Do(ctx, func() error { t.Error("called after its caller left"); return nil }); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if err := l.Do(t.Context(), nothing); err != nil { // the place was given back
			t.Error(err)
		}
	})
}
