// Package group joins what many ask for at the same time into few calls, as a
// database commits the transactions of many clients with one write to its disk.
//
// While an account is busy, what is asked of it collects, and leaves in the call
// that is made next. While it is not, a question waits only for others that have
// been announced: one that is alone leaves at once. Each question gets the answer
// to itself, and whoever stops waiting for it takes nothing from the others.
package group

import (
	"context"
	"errors"
	"sync"
	"time"
)

// How long a call that is not full waits for questions that are announced.
const (
	// Quiet is how long it waits for the next of them.
	Quiet = 20 * time.Millisecond
	// Longest is how long it waits altogether.
	Longest = 100 * time.Millisecond
)

// Kind says which questions may share a call, and what a call takes. Account and
// Call can be compared.
type Kind struct {
	Account any // that is called: its calls under way are counted together
	Call    any // questions of one account about one thing share a call
	Most    int // questions in one call
	AtOnce  int // calls of the account under way at once
}

var (
	// ErrNotAsked: the caller gave up before its question had left.
	ErrNotAsked = errors.New("given up before it was asked")
	// ErrNotAwaited: the caller gave up while the call was under way; it may do
	// what it was asked.
	ErrNotAwaited = errors.New("given up before it was answered")
)

// Asking makes one call for all questions and writes the answer of each in its
// place. It is called once for each question, in whichever order they came; its
// context ends when nobody waits for an answer any more, and its values are those
// of the first.
type Asking[Q, A any] func(ctx context.Context, questions []Q, answers []A)

// Calls are the calls of one process. The zero value is ready for use, by many at
// once.
type Calls[Q, A any] struct {
	mu       sync.Mutex
	accounts map[any]*account[Q, A]
}

// Expect announces a question, so that calls wait for it a little. It is asked
// with Ask, or let go with Leave.
func (c *Calls[Q, A]) Expect(k Kind) *Place[Q, A] {
	c.mu.Lock()
	defer c.mu.Unlock()
	q := c.account(k).queue(k)
	q.coming++
	return &Place[Q, A]{calls: c, kind: k, queue: q}
}

// Place is a question that is announced. It belongs to one goroutine.
type Place[Q, A any] struct {
	calls *Calls[Q, A]
	kind  Kind
	queue *queue[Q, A]
	left  bool
	last  bool
}

// Last lets questions that are not last go before this one, whenever they come.
func (p *Place[Q, A]) Last() { p.last = true }

// Leave lets the others no longer wait; after Ask it does nothing.
func (p *Place[Q, A]) Leave() {
	p.calls.mu.Lock()
	defer p.calls.mu.Unlock()
	p.come()
	p.queue.account.dispatch()
}

// come: it need not be waited for any more. Callers hold the lock.
func (p *Place[Q, A]) come() {
	if !p.left {
		p.left = true
		p.queue.coming--
	}
}

// Ask asks and returns the answer. When the context ends first it returns
// its cause, and ErrNotAsked or ErrNotAwaited.
func (p *Place[Q, A]) Ask(ctx context.Context, question Q, do Asking[Q, A]) (A, error) {
	if ctx.Err() != nil {
		p.Leave()
		var none A
		return none, errors.Join(ErrNotAsked, context.Cause(ctx))
	}
	m := &member[Q, A]{ctx: ctx, question: question, do: do, last: p.last, told: make(chan told[A], 1)}
	p.calls.mu.Lock()
	p.come()
	p.queue = p.calls.account(p.kind).queue(p.kind) // the one it was may be forgotten
	p.queue.add(m)
	p.queue.account.dispatch()
	p.calls.mu.Unlock()
	select {
	case t := <-m.told:
		return t.read()
	case <-ctx.Done():
		return p.giveUp(m)
	}
}

func (p *Place[Q, A]) giveUp(m *member[Q, A]) (A, error) {
	p.calls.mu.Lock()
	waiting := p.queue.remove(m)
	p.queue.account.dispatch()
	p.calls.mu.Unlock()
	var none A
	if waiting {
		return none, errors.Join(ErrNotAsked, context.Cause(m.ctx))
	}
	select {
	case t := <-m.told:
		return t.read()
	default:
		return none, errors.Join(ErrNotAwaited, context.Cause(m.ctx))
	}
}
