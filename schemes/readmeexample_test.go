package schemes_test

import (
	"os"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
)

// The whole scheme that both twins show can be loaded and passes its tests.
func TestReadmeExample(t *testing.T) {
	t.Parallel()
	const begin, end = "```yaml\n# yaml-language-server: $schema=./scheme.schema.json\nname: ", "```"
	for _, file := range []string{"README.md", "README.zh-CN.md"} {
		page, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, found := strings.Cut(string(page), begin)
		example, _, closed := strings.Cut(rest, end)
		if !found || !closed {
			t.Fatalf("%s has no example", file)
		}
		s, err := schemes.Parse("sales.yaml", []byte("name: "+example))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if len(s.Tests) == 0 {
			t.Errorf("%s: the example has no tests", file)
		}
		for _, result := range s.RunTests(t.Context()) {
			if !result.Passed {
				t.Errorf("%s: %+v", file, result)
			}
		}
	}
}
