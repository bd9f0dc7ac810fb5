package gateway

import "sync"

// memory knows the last calls that were kept. It is this process's own: another
// gateway beside it has its own, and after a restart it is empty.
type memory struct {
	mu    sync.Mutex
	calls map[string]bool
	order []string // a ring, the oldest at next
	next  int
}

func newMemory(size int) *memory {
	return &memory{calls: make(map[string]bool), order: make([]string, size)}
}

func (m *memory) has(call string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.calls[call]
}

// add remembers a call and forgets the oldest.
func (m *memory) add(call string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.calls[call] {
		return
	}
	delete(m.calls, m.order[m.next])
	m.order[m.next], m.calls[call] = call, true
	m.next = (m.next + 1) % len(m.order)
}
