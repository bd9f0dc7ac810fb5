package activities_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/erpbridge/erpbridge/activities"
	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes"
)

// listener notes when a scheme was asked to run, by a clock of its own.
type listener struct {
	began  time.Time
	busy   int // how often a run is under way
	err    error
	paused bool
	new    bool // it has never run
	at     []string
	runs   int
}

func (a *listener) Running(_ context.Context, scheme string) ([]string, error) {
	a.at = append(a.at, fmt.Sprint(scheme, " ", time.Since(a.began)))
	if a.busy > 1 {
		a.busy--
		return []string{"sync:" + scheme}, nil
	}
	return nil, a.err
}

func (a *listener) Begin(context.Context, string) (bool, error) {
	a.runs++
	a.busy--
	return a.busy < 0, nil // one that is listed late is met only now
}

func (a *listener) Watermark(context.Context, string) (time.Time, bool, error) {
	return time.Time{}, !a.new, nil
}

func (a *listener) Paused(context.Context, string) (docstore.Pause, bool, error) {
	return docstore.Pause{}, a.paused, nil
}

// inBubble asks by a clock that stands still while anybody works.
func inBubble(t *testing.T, a *listener, do func(ask func(), f *activities.Followers)) []string {
	t.Helper()
	library, err := schemes.LoadDir("testdata/followed")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		a.began = time.Now()
		f := activities.NewFollowers(activities.NewSchemes(library, nil), a, a, slog.New(slog.DiscardHandler))
		do(func() { f.Ask(t.Context(), tracks) }, f)
		time.Sleep(time.Hour)
		synctest.Wait()
		f.Close()
	})
	return a.at
}

// A flood of rows asks at once, and once more after the last of them.
func TestManyRowsAskOnceInAWhile(t *testing.T) {
	t.Parallel()
	got := inBubble(t, &listener{}, func(ask func(), _ *activities.Followers) {
		for range 50 {
			ask()
			time.Sleep(100 * time.Millisecond)
		}
	})
	if want := []string{tracked + " 0s", tracked + " 2s", tracked + " 4s", tracked + " 6s"}; !slices.Equal(got, want) {
		t.Errorf("asked at %q, want %q", got, want)
	}
}

// A run that is under way may have read already: it is asked for another until one
// begins, ever less often.
func TestARunUnderWayIsFollowedByAnother(t *testing.T) {
	t.Parallel()
	got := inBubble(t, &listener{busy: 7}, func(ask func(), _ *activities.Followers) { ask() })
	var want []string
	for _, at := range []string{"0s", "2s", "6s", "14s", "30s", "1m0s", "1m30s", "2m0s"} {
		want = append(want, tracked+" "+at)
	}
	if !slices.Equal(got, want) {
		t.Errorf("asked at %q, want %q", got, want)
	}
}

// A process that ends asks for what it would have asked for later.
func TestWhoEndsAsksOnceMore(t *testing.T) {
	t.Parallel()
	got := inBubble(t, &listener{}, func(ask func(), f *activities.Followers) {
		ask()
		ask()
		time.Sleep(time.Second)
		f.Close()
		time.Sleep(time.Second)
		ask()
	})
	if want := []string{tracked + " 0s", tracked + " 1s", tracked + " 2s"}; !slices.Equal(got, want) {
		t.Errorf("asked at %q, want %q", got, want)
	}
}

// What cannot be asked, or is paused, runs by its schedule.
func TestWhatCannotBeAskedIsLeftToItsSchedule(t *testing.T) {
	t.Parallel()
	got := inBubble(t, &listener{err: errors.New("Temporal is away")}, func(ask func(), _ *activities.Followers) { ask() })
	if want := []string{tracked + " 0s"}; !slices.Equal(got, want) {
		t.Errorf("asked at %q, want %q", got, want)
	}
	for _, l := range []*listener{{new: true}, {new: true, busy: 3}} {
		if inBubble(t, l, func(ask func(), _ *activities.Followers) { ask() }); l.runs > 0 {
			t.Errorf("a scheme that nobody has set to work was begun %d times", l.runs)
		}
	}
	if got := inBubble(t, &listener{paused: true}, func(ask func(), _ *activities.Followers) { ask() }); len(got) > 0 {
		t.Errorf("a paused scheme was asked at %q", got)
	}
}
