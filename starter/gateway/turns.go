package gateway

import "sync"

// turns lets calls that bring the same document keep it in the order in which
// they came, also when the store holds them up: a caller who gave up waiting
// sends the order as it is by then, and the call before must not undo that.
// Another gateway beside this one has its own turns.
type turns struct {
	mu   sync.Mutex
	last map[string]chan struct{} // by document: closed when the last call that brings it is done
}

func newTurns() *turns { return &turns{last: map[string]chan struct{}{}} }

// take waits for the calls before this one, and tells how to let in those
// behind it. The wait needs no end of its own: each of them came earlier, and
// so the store's time is over earlier for it.
func (t *turns) take(documents []string) (leave func()) {
	mine := make(chan struct{})
	for _, before := range t.join(documents, mine) {
		<-before
	}
	return func() { t.leave(documents, mine) }
}

// join queues for all documents at once, so that two calls never wait for each other.
func (t *turns) join(documents []string, mine chan struct{}) (before []chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, d := range documents {
		if last := t.last[d]; last != nil && last != mine {
			before = append(before, last)
		}
		t.last[d] = mine
	}
	return before
}

func (t *turns) leave(documents []string, mine chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, d := range documents {
		if t.last[d] == mine {
			delete(t.last, d)
		}
	}
	close(mine)
}
