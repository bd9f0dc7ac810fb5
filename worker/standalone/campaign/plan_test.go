package campaign

import (
	"slices"
	"testing"
)

// The same seed makes the same list, another seed another one, and every kind that
// can be made is there before one is there twice.
func TestTheSeedDecides(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		o := Options{Seed: seed, Documents: 100, Faults: int(seed) * 7 % 300, Stop: longestStop}
		bills := int(seed) * 101 % 5000
		faults := plan(o, bills)
		if again := plan(o, bills); !slices.Equal(faults, again) {
			t.Fatal("the same options made another list")
		}
		if len(faults) != o.Faults || !slices.IsSortedFunc(faults, func(a, b Fault) int { return a.At - b.At }) {
			t.Fatalf("%d faults of %d, or not in their order", len(faults), o.Faults)
		}
		met := map[Kind]int{}
		for _, f := range faults {
			met[f.Kind]++
			if f.At > bills || f.Stop > o.Stop {
				t.Fatalf("%+v never happens, or takes too long", f)
			}
		}
		if most := min(len(faults), len(o.kinds())); len(met) != most {
			t.Fatalf("%d kinds in %d faults", len(met), len(faults))
		}
	}
}

func TestAnotherSeedIsAnotherList(t *testing.T) {
	t.Parallel()
	hashes := map[string]bool{}
	for seed := range uint64(20) {
		h, err := hash(plan(Options{Seed: seed, Faults: 20, Stop: longestStop}, 100))
		if err != nil {
			t.Fatal(err)
		}
		hashes[h] = true
	}
	if len(hashes) != 20 {
		t.Errorf("20 seeds made %d lists", len(hashes))
	}
}

// What can be made depends on the store, and on nothing else that changes here.
func TestOnlySomeKinds(t *testing.T) {
	t.Parallel()
	if got := plan(Options{Faults: 5, Only: []string{"cut"}, Stop: longestStop}, 10); slices.ContainsFunc(got, func(f Fault) bool { return f.Kind != Cut }) {
		t.Errorf("%v", got)
	}
	for store, want := range map[string][]Kind{
		"": {KillStore, CutStore}, "postgres://x": {KillStore, DiskFull}, Postgres: {DiskFull},
	} {
		if got := (Options{Store: store}).left(); !slices.Equal(got, want) {
			t.Errorf("left out with the store %q: %v", store, got)
		}
	}
	if got := plan(Options{Faults: 5, Only: []string{"cut-store"}}, 10); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
