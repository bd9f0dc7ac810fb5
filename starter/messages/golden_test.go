package messages_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/starter/messages"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What schemes/testdata has in English is here in Chinese, for people to read.
// Schemes' own tests see that the English is what is really said.
func TestMistakesInChinese(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../schemes/testdata/mistakes/*.golden")
	checks, errChecks := filepath.Glob("../../schemes/testdata/checks/*.golden")
	if err != nil || errChecks != nil || len(files) == 0 || len(checks) == 0 {
		t.Fatal(files, checks, err, errChecks)
	}
	for _, file := range append(files, checks...) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			say, english := messages.New(messages.Chinese), strings.Split(read(t, file), "\n")
			chinese := make([]string, len(english))
			for i, line := range english {
				chinese[i] = inChinese(t, say, line)
			}
			name := filepath.Join("testdata", filepath.Base(filepath.Dir(file)), strings.TrimSuffix(filepath.Base(file), "golden")+"zh.golden")
			golden(t, name, strings.Join(chinese, "\n"))
		})
	}
}

// What documents of a scheme come to, whose tests all fail.
func TestDocumentsInChinese(t *testing.T) {
	t.Parallel()
	s, err := schemes.Parse("documents.yaml", []byte(read(t, "testdata/documents.yaml")))
	if err != nil {
		t.Fatal(err)
	}
	say, english, chinese := messages.New(messages.Chinese), []string{}, []string{}
	for _, result := range s.RunTests(t.Context()) {
		said := say.Reason(result.Diff)
		english = append(english, "# "+result.Name, result.Diff)
		chinese = append(chinese, "# "+result.Name, said)
		for i, line := range strings.Split(result.Diff, "\n") {
			if en, zh := anyPlace.FindString(line), anyPlace.FindString(strings.Split(said, "\n")[i]); en != zh || said == result.Diff {
				t.Errorf("%s: %s is said %s", result.Name, line, said)
			}
		}
	}
	golden(t, "testdata/documents.en.golden", strings.Join(english, "\n")+"\n")
	golden(t, "testdata/documents.zh.golden", strings.Join(chinese, "\n")+"\n")
}

var anyPlace = regexp.MustCompile(`documents\.yaml(?::\d+)*`)

var place = regexp.MustCompile(`^(?:error |warning )?(\S+:\d+:\d+: )`)

// inChinese says a line in Chinese; both languages name the same place.
func inChinese(t *testing.T, say *messages.Printer, line string) string {
	t.Helper()
	severity := regexp.MustCompile(`^(error |warning )?`).FindString(line)
	said := severity + say.Reason(strings.TrimPrefix(line, severity))
	if line != "" && said == line {
		t.Errorf("it has no Chinese: %s", line)
	}
	if en, zh := place.FindString(line), place.FindString(said); en != zh {
		t.Errorf("the place is %q, in Chinese %q", en, zh)
	}
	return said
}

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, file); got != want {
		t.Errorf("%s differs (go test ./starter/messages -update writes it anew)\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}
