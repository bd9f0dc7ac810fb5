package group_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors/group"
)

// asker asks one question in its own way.
type asker struct {
	question       int
	kind           group.Kind
	comes, givesUp time.Duration // after it was announced
	leaves         bool          // announced, and never asked
}

func drawAskers(rt *rapid.T) []asker {
	most, atOnce := rapid.IntRange(1, 8).Draw(rt, "most"), rapid.IntRange(1, 4).Draw(rt, "at once")
	pause := rapid.Map(rapid.IntRange(0, 60), func(n int) time.Duration { return time.Duration(n) * 5 * time.Millisecond })
	askers := make([]asker, rapid.IntRange(1, 60).Draw(rt, "askers"))
	for i := range askers {
		k := group.Kind{Account: "MAIN", Call: rapid.SampledFrom([]string{"save", "audit"}).Draw(rt, "call"), Most: most, AtOnce: atOnce}
		askers[i] = asker{
			question: i, kind: k, comes: pause.Draw(rt, "comes"), givesUp: time.Hour, leaves: rapid.IntRange(0, 9).Draw(rt, "leaves") == 0,
		}
		if rapid.IntRange(0, 3).Draw(rt, "gives up") == 0 {
			askers[i].givesUp = pause.Draw(rt, "after")
		}
	}
	return askers
}

// ledger is a system that notes what was asked of it, and in what was wrong.
type ledger struct {
	mu       sync.Mutex
	kind     group.Kind
	underWay int
	asked    map[int]int
	wrong    []string
}

func (l *ledger) complain(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.wrong = append(l.wrong, fmt.Sprintf(format, args...))
}

func (l *ledger) ask(askers []asker, call any) group.Asking[int, string] {
	return func(ctx context.Context, questions []int, answers []string) {
		l.begin(len(questions))
		for _, q := range questions {
			if askers[q].kind.Call != call {
				l.complain("%d was asked in a call to %v", q, call)
			}
		}
		l.mu.Lock()
		for _, q := range questions {
			l.asked[q]++
		}
		l.mu.Unlock()
		select {
		case <-time.After(70 * time.Millisecond):
			for i, q := range questions {
				answers[i] = fmt.Sprint(q)
			}
		case <-ctx.Done(): // no answer, and nobody to hear it
		}
		l.mu.Lock()
		l.underWay--
		l.mu.Unlock()
	}
}

func (l *ledger) begin(questions int) {
	l.mu.Lock()
	l.underWay++
	underWay := l.underWay
	l.mu.Unlock()
	if underWay > l.kind.AtOnce || questions > l.kind.Most || questions == 0 {
		l.complain("%d calls at once, one of %d questions, by %+v", underWay, questions, l.kind)
	}
}

// behave does what the asker does, and compares what it hears with what was asked.
func (a asker) behave(t *testing.T, l *ledger, c *calls, do group.Asking[int, string]) {
	place := c.Expect(a.kind)
	defer place.Leave()
	time.Sleep(a.comes)
	if a.leaves {
		return
	}
	ctx, cancel := context.WithTimeout(t.Context(), a.givesUp)
	defer cancel()
	got, err := place.Ask(ctx, a.question, do)
	l.mu.Lock()
	asked := l.asked[a.question]
	l.mu.Unlock()
	switch {
	case err == nil && (got != fmt.Sprint(a.question) && ctx.Err() == nil || asked != 1),
		errors.Is(err, group.ErrNotAsked) && asked != 0,
		err != nil && !errors.Is(err, context.DeadlineExceeded):
		l.complain("%d was asked %d times and heard %q, %v", a.question, asked, got, err)
	}
}

// Whoever comes when, gives up or does not come at all: nothing is asked twice, and
// everybody hears the answer to his own question.
func TestEverybodyHearsHisOwnAnswer(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		askers := drawAskers(rt)
		l := &ledger{kind: askers[0].kind, asked: map[int]int{}}
		synctest.Test(t, func(t *testing.T) {
			var c calls
			for _, a := range askers {
				go a.behave(t, l, &c, l.ask(askers, a.kind.Call))
			}
			synctest.Wait()
			time.Sleep(time.Minute)
			if n := c.Kept(); n != 0 {
				l.complain("%d accounts are kept", n)
			}
		})
		for q, n := range l.asked {
			if n > 1 {
				l.complain("%d was asked %d times", q, n)
			}
		}
		if len(l.wrong) > 0 {
			rt.Fatal(l.wrong)
		}
	})
}
