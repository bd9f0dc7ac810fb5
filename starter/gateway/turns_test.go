package gateway

import (
	"slices"
	"testing"
	"testing/synctest"
)

// Who comes later waits for the order it brings, and for no other.
func TestTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns()
		var kept []string
		keep := func(name string, documents ...string) {
			defer turns.take(documents)()
			kept = append(kept, name)
		}
		first := turns.take([]string{"M1", "M2", "M1"})
		go keep("second", "M3", "M2")
		synctest.Wait()
		go keep("third", "M2", "M1")
		synctest.Wait()
		keep("another", "M4")
		kept = append(kept, "first")
		first()
		synctest.Wait()
		if !slices.Equal(kept, []string{"another", "first", "second", "third"}) || len(turns.last) != 0 {
			t.Errorf("%v, %d are remembered", kept, len(turns.last))
		}
	})
}
