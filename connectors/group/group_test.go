package group_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/erpbridge/erpbridge/connectors/group"
)

type calls = group.Calls[int, string]

func kind(most, atOnce int) group.Kind {
	return group.Kind{Account: "MAIN", Call: "save", Most: most, AtOnce: atOnce}
}

// system answers each question with the batch that it came in, after a while.
type system struct {
	takes   time.Duration
	mu      sync.Mutex
	batches [][]int
}

func (s *system) save(ctx context.Context, questions []int, answers []string) {
	s.mu.Lock()
	n := len(s.batches)
	s.batches = append(s.batches, slices.Clone(questions))
	s.mu.Unlock()
	select {
	case <-time.After(s.takes):
	case <-ctx.Done(): // nobody may hear of it who still waits
		return
	}
	for i, q := range questions {
		answers[i] = fmt.Sprintf("%d of call %d", q, n)
	}
}

// sizes are those of the calls that were made, the largest first: of two that
// leave at the same moment, either may be seen first.
func (s *system) sizes() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	sizes := make([]int, len(s.batches))
	for i, b := range s.batches {
		sizes[i] = len(b)
	}
	slices.SortFunc(sizes, func(a, b int) int { return b - a })
	return sizes
}

func (s *system) want(t *testing.T, sizes ...int) {
	t.Helper()
	if got := s.sizes(); !slices.Equal(got, sizes) {
		t.Errorf("calls of %v questions, want %v", got, sizes)
	}
}

func TestOneAloneLeavesAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c, began := &system{}, calls{}, time.Now()
		got, err := c.Expect(kind(20, 5)).Ask(t.Context(), 7, s.save)
		if err != nil || got != "7 of call 0" || time.Since(began) != 0 {
			t.Errorf("%q, %v, after %v", got, err, time.Since(began))
		}
		s.want(t, 1)
	})
}

// Those who were announced come one after the other; a call waits for them, and
// leaves when it is full.
func TestACallWaitsForThoseWhoComeAndLeavesFull(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := &system{takes: time.Second}, calls{}
		for n := range 50 {
			place := c.Expect(kind(20, 5))
			go func() {
				time.Sleep(time.Duration(n) * time.Millisecond)
				if _, err := place.Ask(t.Context(), n, s.save); err != nil {
					t.Error(err)
				}
			}()
		}
		synctest.Wait()
		time.Sleep(49 * time.Millisecond)
		synctest.Wait()
		s.want(t, 20, 20, 10)
		time.Sleep(time.Second)
		synctest.Wait()
	})
}

func TestNobodyWaitsLongForWhoDoesNotCome(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := &system{}, calls{}
		late, began := c.Expect(kind(20, 5)), time.Now()
		if _, err := c.Expect(kind(20, 5)).Ask(t.Context(), 1, s.save); err != nil || time.Since(began) != group.Quiet {
			t.Errorf("%v, after %v", err, time.Since(began))
		}
		go func() { time.Sleep(time.Millisecond); late.Leave() }()
		began = time.Now()
		if _, err := c.Expect(kind(20, 5)).Ask(t.Context(), 2, s.save); err != nil || time.Since(began) != time.Millisecond {
			t.Errorf("when the other lets go: %v, after %v", err, time.Since(began))
		}
		s.want(t, 1, 1)
	})
}

// As long as others keep coming a call waits for them, but not for ever.
func TestACallWaitsNoLongerThanLongest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := &system{}, calls{}
		for n := range 20 {
			place := c.Expect(kind(1000, 5))
			go func() {
				time.Sleep(time.Duration(n)*10*time.Millisecond - time.Duration(n))
				_, _ = place.Ask(t.Context(), n, s.save) // what is asked is looked at
			}()
		}
		time.Sleep(time.Second)
		s.want(t, 11, 9)
	})
}

func TestABusyAccountCollects(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := &system{takes: time.Second}, calls{}
		ask := func(n int, call string) {
			k := kind(20, 2)
			k.Call = call
			go func() { _, _ = c.Expect(k).Ask(t.Context(), n, s.save) }()
			synctest.Wait()
		}
		ask(1, "save")
		ask(2, "audit")
		for n := range 30 {
			ask(10+n, "save")
		}
		ask(3, "audit")
		s.want(t, 1, 1)
		time.Sleep(time.Second)
		synctest.Wait()
		s.want(t, 20, 10, 1, 1)
		time.Sleep(time.Second)
		synctest.Wait()
		s.want(t, 20, 10, 1, 1, 1)
		time.Sleep(time.Second)
		synctest.Wait()
	})
}

func TestWhoWaitsLongestGoesFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := &system{takes: time.Second}, calls{}
		save, audit := kind(20, 1), kind(20, 1)
		audit.Call = "audit"
		announced := c.Expect(save)
		for n, k := range []group.Kind{save, audit, save} {
			go func() { _, _ = c.Expect(k).Ask(t.Context(), n, s.save) }()
			time.Sleep(50 * time.Millisecond)
		}
		announced.Leave()
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if got := fmt.Sprint(s.batches); got != "[[0] [1] [2]]" {
			t.Error(got)
		}
	})
}

func TestWhoGivesUpTakesNothingFromTheOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := &system{takes: time.Second}, calls{}
		ctx, giveUp := context.WithCancel(t.Context())
		ask := func(ctx context.Context, n int) <-chan error {
			told := make(chan error, 1)
			place := c.Expect(kind(2, 1))
			go func() {
				got, err := place.Ask(ctx, n, s.save)
				if err == nil && got == "" {
					err = errors.New("no answer")
				}
				told <- err
			}()
			synctest.Wait()
			return told
		}
		announced := c.Expect(kind(2, 1))
		first, second := ask(ctx, 1), ask(t.Context(), 2)
		announced.Leave()
		waiting := ask(ctx, 3)
		giveUp()
		if err := <-first; !errors.Is(err, group.ErrNotAwaited) || !errors.Is(err, context.Canceled) {
			t.Errorf("whose call was under way: %v", err)
		}
		if err := <-waiting; !errors.Is(err, group.ErrNotAsked) || !errors.Is(err, context.Canceled) {
			t.Errorf("who was waiting: %v", err)
		}
		if err := <-second; err != nil {
			t.Errorf("who stayed: %v", err)
		}
		s.want(t, 2)
	})
}

func TestACallNobodyWaitsForEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var c calls
		var ended error
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err := c.Expect(kind(1, 1)).Ask(ctx, 1, func(ctx context.Context, _ []int, _ []string) {
			<-ctx.Done()
			ended = ctx.Err()
			time.Sleep(time.Second)
		})
		synctest.Wait()
		if !errors.Is(err, group.ErrNotAwaited) || !errors.Is(err, context.DeadlineExceeded) || ended == nil {
			t.Errorf("%v, the call %v", err, ended)
		}
		time.Sleep(time.Second)
	})
}

// A call that breaks down breaks down for those who asked, not for the process,
// and gives its place to the next.
func TestACallThatPanics(t *testing.T) {
	t.Parallel()
	var c calls
	panics := func() (cause any) {
		defer func() { cause = recover() }()
		_, _ = c.Expect(kind(1, 1)).Ask(t.Context(), 1, func(context.Context, []int, []string) { panic("nil map") })
		return nil
	}
	if cause := fmt.Sprint(panics()); cause[:7] != "nil map" {
		t.Error(cause)
	}
	s := &system{}
	if got, err := c.Expect(kind(1, 1)).Ask(t.Context(), 2, s.save); err != nil || got != "2 of call 0" {
		t.Errorf("%q, %v", got, err)
	}
}
