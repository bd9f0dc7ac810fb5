package group

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync/atomic"
)

// told is an answer, or that the call broke down.
type told[A any] struct {
	answer A
	broken *broken
}

// broken is a panic, told to everybody whose question was in the call: in the
// goroutine of the call itself it would end the process.
type broken struct {
	cause any
	stack []byte
}

func (t told[A]) read() (A, error) {
	if t.broken != nil {
		panic(fmt.Sprintf("%v\n\n%s", t.broken.cause, t.broken.stack))
	}
	return t.answer, nil
}

// call makes the call of a batch, tells each its answer, and gives its place to
// the next.
func (a *account[Q, A]) call(batch []*member[Q, A]) {
	ctx, done := awaited(batch)
	defer done()
	answers := make([]A, len(batch))
	failure := ask(ctx, batch, answers)
	for i, m := range batch {
		m.told <- told[A]{answers[i], failure}
	}
	a.calls.mu.Lock()
	defer a.calls.mu.Unlock()
	a.underWay--
	a.dispatch()
}

func ask[Q, A any](ctx context.Context, batch []*member[Q, A], answers []A) (failure *broken) {
	questions := make([]Q, len(batch))
	for i, m := range batch {
		questions[i] = m.question
	}
	defer func() {
		if cause := recover(); cause != nil {
			failure = &broken{cause, debug.Stack()}
		}
	}()
	batch[0].do(ctx, questions, answers)
	return nil
}

// awaited is the context of a call: it ends when the last who waits has given up.
func awaited[Q, A any](batch []*member[Q, A]) (ctx context.Context, done func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(batch[0].ctx))
	var waiting atomic.Int64
	waiting.Store(int64(len(batch)))
	stops := make([]func() bool, len(batch))
	for i, m := range batch {
		stops[i] = context.AfterFunc(m.ctx, func() {
			if waiting.Add(-1) == 0 {
				cancel()
			}
		})
	}
	return ctx, func() {
		for _, stop := range stops {
			stop()
		}
		cancel()
	}
}
