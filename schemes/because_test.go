package schemes_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// What a person reads of a document that is skipped is in both languages: the engine
// does not translate what a scheme says.
func TestReasonsOfBuiltInSchemesAreInBothLanguages(t *testing.T) {
	t.Parallel()
	files, err := fs.Glob(os.DirFS("."), "*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	english, chinese := regexp.MustCompile(`[a-z]{3,} [a-z]`), regexp.MustCompile(`\p{Han}{2,}[^"]*\)|\([^)]*\p{Han}{2,}`)
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if _, because, there := strings.Cut(line, "because: "); there && (!english.MatchString(because) || !chinese.MatchString(because)) {
				t.Errorf("%s: %s", name, strings.TrimSpace(because))
			}
		}
	}
}
