package group

import (
	"slices"
	"time"
)

// account is what is asked of one account. It is guarded by the lock of its Calls.
type account[Q, A any] struct {
	calls    *Calls[Q, A]
	name     any
	atOnce   int
	underWay int
	queues   []*queue[Q, A]
	timer    *time.Timer // nil until it is needed
}

func (c *Calls[Q, A]) account(k Kind) *account[Q, A] {
	a := c.accounts[k.Account]
	if a == nil {
		a = &account[Q, A]{calls: c, name: k.Account}
		if c.accounts == nil {
			c.accounts = map[any]*account[Q, A]{}
		}
		c.accounts[k.Account] = a
	}
	a.atOnce = max(k.AtOnce, 1)
	return a
}

func (a *account[Q, A]) queue(k Kind) *queue[Q, A] {
	at := slices.IndexFunc(a.queues, func(q *queue[Q, A]) bool { return q.kind.Call == k.Call })
	if at >= 0 {
		return a.queues[at]
	}
	q := &queue[Q, A]{account: a, kind: k}
	a.queues = append(a.queues, q)
	return q
}

// dispatch lets calls leave as long as the account takes them, and forgets queues
// in which nobody waits and to which nobody comes.
func (a *account[Q, A]) dispatch() {
	now := time.Now()
	for a.underWay < a.atOnce {
		q := a.next(now)
		if q == nil {
			a.wake(now)
			break
		}
		a.underWay++
		go a.call(q.take())
	}
	a.queues = slices.DeleteFunc(a.queues, func(q *queue[Q, A]) bool { return len(q.members)+q.coming == 0 })
	a.forget()
}

// forget lets go of an account of which nothing is asked; another of its name may
// be in use by then.
func (a *account[Q, A]) forget() {
	if len(a.queues) == 0 && a.underWay == 0 && a.calls.accounts[a.name] == a {
		delete(a.calls.accounts, a.name)
	}
}

// next is the queue whose call leaves now: that of whoever has waited longest, of
// those who need not let others go first.
func (a *account[Q, A]) next(now time.Time) *queue[Q, A] {
	var oldest *queue[Q, A]
	for _, q := range a.queues {
		if len(q.members) == 0 || !q.ready(now) {
			continue
		}
		if oldest == nil || q.members[0].before(oldest.members[0]) {
			oldest = q
		}
	}
	return oldest
}

// wake has the account looked at again when the first of its calls is due that
// waits for questions to come.
func (a *account[Q, A]) wake(now time.Time) {
	wait := time.Duration(-1)
	for _, q := range a.queues {
		if len(q.members) == 0 {
			continue
		}
		if due := q.due().Sub(now); wait < 0 || due < wait {
			wait = due
		}
	}
	switch {
	case wait < 0:
	case a.timer == nil:
		a.timer = time.AfterFunc(wait, a.look)
	default:
		a.timer.Reset(wait)
	}
}

func (a *account[Q, A]) look() {
	a.calls.mu.Lock()
	defer a.calls.mu.Unlock()
	a.dispatch()
}
