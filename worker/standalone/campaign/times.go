package campaign

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// times are how long it took after each kill until the next new document was saved.
type times struct {
	mu      sync.Mutex
	open    []kill
	seconds map[Kind][]float64
}

type kill struct {
	kind Kind
	at   time.Time
	had  int // of what the killed process makes more of
}

func newTimes() *times { return &times{seconds: map[Kind][]float64{}} }

func (t *times) killed(k Kind, had int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open = append(t.open, kill{k, time.Now(), had})
}

// saved notes how many bills there are now, and how many calls the gateway has
// acknowledged.
func (t *times) saved(bills, calls int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.open = slices.DeleteFunc(t.open, func(k kill) bool {
		has := bills
		if k.kind == KillGateway {
			has = calls
		}
		if has <= k.had {
			return false
		}
		t.seconds[k.kind] = append(t.seconds[k.kind], float64(time.Since(k.at).Milliseconds())/1000)
		return true
	})
}

// by are the seconds of all kills after which there was something left to save.
func (t *times) by() map[Kind][]float64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	all := map[Kind][]float64{}
	for kind, seconds := range t.seconds {
		all[kind] = slices.Clone(seconds)
	}
	return all
}

// recovered are the same, whatever was killed.
func (t *times) recovered() []float64 {
	all := []float64{}
	by := t.by()
	for _, kind := range slices.Sorted(maps.Keys(by)) {
		all = append(all, by[kind]...)
	}
	return all
}
