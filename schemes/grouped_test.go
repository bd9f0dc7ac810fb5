package schemes_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
)

// Schemes that group keep the promises of their own tests: one within its rows,
// one over several.
func TestGroupedSchemes(t *testing.T) {
	t.Parallel()
	library, err := schemes.LoadDir("testdata/grouped")
	if err != nil {
		t.Fatal(err)
	}
	merges := map[string]bool{"returns": false, "stockouts": true, "customers": false, "bills": false}
	for _, name := range library.Names() {
		s, err := library.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		if s.Merges() != merges[name] {
			t.Errorf("%s: Merges() is %v", name, s.Merges())
		}
		for _, result := range s.RunTests(t.Context()) {
			if !result.Passed {
				t.Errorf("%s:%d: %s\n%s", result.File, result.Line, result.Name, result.Diff)
			}
		}
	}
}
