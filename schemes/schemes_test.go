package schemes_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/schemes"
)

// Every scheme that comes with the program keeps the promises of its own tests.
func TestEmbeddedSchemes(t *testing.T) {
	t.Parallel()
	library, err := schemes.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	library.Know(all.APIs())
	for _, name := range library.Names() {
		s, err := library.Get(name)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Tests) == 0 {
			t.Errorf("%s has no tests", s.File)
		}
		for _, result := range s.RunTests(t.Context()) {
			t.Run(name+"/"+result.Name, func(t *testing.T) {
				t.Parallel()
				if !result.Passed {
					t.Errorf("%s:%d: %s\n%s", result.File, result.Line, result.Name, result.Diff)
				}
			})
		}
	}
}
