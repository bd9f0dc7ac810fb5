package campaign

import (
	"maps"
	"slices"
	"sync"
)

// armed are the faults that wait for a call to meet, and the count of those that
// have happened.
type armed struct {
	mu      sync.Mutex
	waiting []Fault
	met     map[Kind]int
	happens func(Fault) // told of each, when it happens
}

func newArmed(happens func(Fault)) *armed { return &armed{met: map[Kind]int{}, happens: happens} }

// arm lets the next call of its kind meet a fault.
func (a *armed) arm(f Fault) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.waiting = append(a.waiting, f)
}

// take is the fault that a call meets. One that is done to a worker waits for a
// call of that worker.
func (a *armed) take(c Call, worker int) (Fault, bool) {
	if c == "" {
		return Fault{}, false
	}
	a.mu.Lock()
	i := slices.IndexFunc(a.waiting, func(f Fault) bool {
		return f.Call == c && (!f.Kind.done() || f.Victim == worker)
	})
	if i < 0 {
		a.mu.Unlock()
		return Fault{}, false
	}
	f := a.waiting[i]
	a.waiting = slices.Delete(a.waiting, i, i+1)
	a.mu.Unlock()
	a.happened(f)
	return f, true
}

func (a *armed) happened(f Fault) {
	a.mu.Lock()
	a.met[f.Kind]++
	a.mu.Unlock()
	a.happens(f)
}

// open is how many still wait for a call.
func (a *armed) open() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.waiting)
}

// counted are the faults that have happened, by kind.
func (a *armed) counted() map[Kind]int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return maps.Clone(a.met)
}
