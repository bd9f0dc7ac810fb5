package campaign

import (
	"slices"
	"sync"
	"time"
)

// times are how long it took after each kill until the next new document was saved.
type times struct {
	mu      sync.Mutex
	open    []kill
	seconds []float64
}

type kill struct {
	at    time.Time
	bills int
}

func (t *times) killed(bills int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open = append(t.open, kill{time.Now(), bills})
}

// saved notes how many bills there are now.
func (t *times) saved(bills int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open = slices.DeleteFunc(t.open, func(k kill) bool {
		if bills <= k.bills {
			return false
		}
		t.seconds = append(t.seconds, float64(time.Since(k.at).Milliseconds())/1000)
		return true
	})
}

// recovered are the seconds of all kills after which there was something left to save.
func (t *times) recovered() []float64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return append([]float64{}, t.seconds...)
}
