package group

import (
	"context"
	"slices"
	"time"
)

// member is a question that is asked.
type member[Q, A any] struct {
	ctx      context.Context
	question Q
	do       Asking[Q, A]
	at       time.Time
	last     bool         // the others go first
	told     chan told[A] // room for the one answer, whether or not it is awaited
}

// queue is the questions that go into the next call of a kind.
type queue[Q, A any] struct {
	account *account[Q, A]
	kind    Kind
	members []*member[Q, A]
	coming  int // announced, and not here yet
}

func (q *queue[Q, A]) add(m *member[Q, A]) {
	m.at = time.Now()
	at := slices.IndexFunc(q.members, func(other *member[Q, A]) bool { return other.last && !m.last })
	if at < 0 {
		at = len(q.members)
	}
	q.members = slices.Insert(q.members, at, m)
}

// before says whether a question is to be asked before another.
func (m *member[Q, A]) before(other *member[Q, A]) bool {
	if m.last != other.last {
		return other.last
	}
	return m.at.Before(other.at)
}

func (q *queue[Q, A]) remove(m *member[Q, A]) bool {
	i := slices.Index(q.members, m)
	if i >= 0 {
		q.members = slices.Delete(q.members, i, i+1)
	}
	return i >= 0
}

// due is when the next call leaves though questions are still to come.
func (q *queue[Q, A]) due() time.Time {
	byTime := func(a, b *member[Q, A]) int { return a.at.Compare(b.at) }
	longest, quiet := slices.MinFunc(q.members, byTime).at.Add(Longest), slices.MaxFunc(q.members, byTime).at.Add(Quiet)
	if longest.Before(quiet) {
		return longest
	}
	return quiet
}

// ready: the next call need not wait for more questions.
func (q *queue[Q, A]) ready(now time.Time) bool {
	return len(q.members) >= q.kind.Most || q.coming == 0 || !now.Before(q.due())
}

// take takes out the questions of the next call, the first first.
func (q *queue[Q, A]) take() []*member[Q, A] {
	n := min(len(q.members), max(q.kind.Most, 1))
	batch := slices.Clone(q.members[:n])
	q.members = slices.Delete(q.members, 0, n)
	return batch
}
