package http_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/schemes"
)

// The schemes beside the examples are right, and keep the promises of their tests.
func TestSchemesOfTheExamples(t *testing.T) {
	t.Parallel()
	library, err := schemes.LoadDir("examples/schemes")
	if err != nil {
		t.Fatal(err)
	}
	apis, err := all.APIsOf(nil)
	if err != nil {
		t.Fatal(err)
	}
	library.Know(apis)
	for _, name := range library.Names() {
		s, err := library.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range s.Check(apis) {
			t.Errorf("%v", p)
		}
		for _, result := range s.RunTests(t.Context()) {
			if !result.Passed {
				t.Errorf("%s: %s\n%s", name, result.Name, result.Diff)
			}
		}
	}
}
