package messages

import (
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestEveryAdviceHasChinese: whatever a connector puts into the Advice of an error is
// said in Chinese, also when it is put together, or comes out of a function; and
// nothing is in Chinese that no connector advises.
func TestEveryAdviceHasChinese(t *testing.T) {
	t.Parallel()
	p, given := New(Chinese), []string{}
	for _, folder := range connectorFolders(t) {
		for _, a := range readRefusals(t, folder).advice {
			for _, english := range a.says {
				said := p.Reason("x MAIN API rejected: 不行 — " + english)
				if strings.Contains(said, " — ") || twoWords.MatchString(said) {
					t.Errorf("%s: the advice %q is said %q", a.at, english, said)
				}
			}
			if len(a.says) == 0 {
				t.Errorf("%s: it cannot be told what the advice says", a.at)
			}
			given = append(given, a.says...)
		}
	}
	for _, s := range chinese(t).Advice {
		if form := s.form(); !slices.ContainsFunc(given, form.MatchString) {
			t.Errorf("nobody advises %q", s.English)
		}
	}
}

// TestEveryMessageHasChinese: so is what a connector puts in the place of a system's
// words, and those are as they are.
func TestEveryMessageHasChinese(t *testing.T) {
	t.Parallel()
	p, found := New(Chinese), 0
	for _, folder := range connectorFolders(t) {
		for _, m := range readRefusals(t, folder).messages {
			for _, english := range m.says {
				found++
				if said := p.Reason("x MAIN API rejected: " + english); twoWords.MatchString(said) {
					t.Errorf("%s: the message %q is said %q", m.at, english, said)
				}
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d messages were found: does this test still know how refusals are made?", found)
	}
}

// form matches what the sentence may be in English, with another behind it or not.
func (s sentence) form() *regexp.Regexp {
	var texts []string
	for _, p := range s.parts {
		texts = append(texts, regexp.QuoteMeta(p.text))
	}
	return regexp.MustCompile("^" + strings.Join(texts, ".+") + "(?:; .+)?$")
}

// twoWords beside each other are English that was taken for a value.
var twoWords = regexp.MustCompile(`\b[a-z]{2,} [a-z]{2,}\b`)

// connectorFolders are the folders of all connectors, without those of their simulators.
func connectorFolders(t *testing.T) []string {
	t.Helper()
	var folders []string
	err := filepath.WalkDir("../../connectors", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if strings.HasSuffix(path, "test") || d.Name() == "testdata" {
			return fs.SkipDir
		}
		folders = append(folders, path)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return folders
}
