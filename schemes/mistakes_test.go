package schemes_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
)

// Every mistake of a file is named at once, with its place and what to write.
func TestMistakesGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/mistakes/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, err = schemes.Parse(name, content)
			if err == nil {
				t.Fatal("it was accepted")
			}
			golden(t, filepath.Join("mistakes", strings.TrimSuffix(name, ".yaml")+".golden"), []byte(err.Error()+"\n"))
		})
	}
}

// No file makes the parser panic.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/mistakes/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, "jushuitan-refund-to-kingdee-return.yaml") {
		content, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		s, err := schemes.Parse("x.yaml", content)
		if (s == nil) == (err == nil) {
			t.Errorf("got %v and %v", s, err)
		}
	})
}
