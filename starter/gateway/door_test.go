package gateway

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// No more calls are let in than the rush and the rate allow, and whoever waits
// as long as told is let in.
func TestADoorKeepsItsRate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		perMinute := rapid.IntRange(1, 10000).Draw(r, "a minute")
		begun := time.Unix(1e9, 0)
		calls := rapid.IntRange(1, 200).Draw(r, "calls")
		d, now := newDoor(Limits{PerMinute: perMinute, Concurrency: 1}), begun
		for let := 1; let <= calls; let++ {
			now = now.Add(time.Duration(rapid.Int64Range(0, 3e9).Draw(r, "later")))
			if after := d.knock(now); after > 0 {
				now = now.Add(after + time.Microsecond)
				if after = d.knock(now); after > 0 {
					r.Fatalf("waited as told, and %s more", after)
				}
			}
			if most := max(1, float64(perMinute)*rush) + now.Sub(begun).Minutes()*float64(perMinute); float64(let) > most+0.01 {
				r.Fatalf("%d calls were let in, %v at most", let, most)
			}
		}
	})
}

// A clock that is set back gives nobody more calls, and takes none away.
func TestADoorWhenTheClockIsSetBack(t *testing.T) {
	t.Parallel()
	d, now := newDoor(Limits{PerMinute: 30, Concurrency: 1}), time.Unix(1e9, 0)
	for range 3 {
		if after := d.knock(now); after > 0 {
			t.Errorf("not let in for %s", after)
		}
	}
	if d.knock(now.Add(-time.Hour)) == 0 || d.knock(now) == 0 {
		t.Error("more are let in than may be")
	}
	if after := d.knock(now.Add(2 * time.Second)); after > 0 {
		t.Errorf("not let in for %s", after)
	}
}
