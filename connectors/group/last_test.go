package group_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// What is asked last waits for what comes later and is not, in its own calls and
// in those of others.
func TestOthersGoBeforeTheLast(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := &system{takes: time.Second}, calls{}
		ask := func(call string, n int, last bool) {
			k := kind(2, 1)
			k.Call = call
			place := c.Expect(k)
			if last {
				place.Last()
			}
			go func() {
				if _, err := place.Ask(t.Context(), n, s.save); err != nil {
					t.Error(err)
				}
			}()
			synctest.Wait()
		}
		ask("save", 0, true) // is under way while the others come
		for n := range 4 {
			ask("save", 1+n, true)
		}
		ask("save", 10, false)
		ask("audit", 20, false)
		time.Sleep(time.Minute)
		synctest.Wait()
		if want := [][]int{{0}, {10, 1}, {20}, {2, 3}, {4}}; !slices.EqualFunc(s.batches, want, slices.Equal) {
			t.Errorf("calls %v, want %v", s.batches, want)
		}
	})
}
