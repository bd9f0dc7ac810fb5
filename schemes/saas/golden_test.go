package saas_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/schemes/saas"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden imports each file of testdata and compares what came of it, notes
// included, with the golden file beside it.
func TestGolden(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no testdata: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			o := saas.Options{APIs: all.APIs(), RestoreBraces: strings.Contains(file, "stripped")}
			imported, err := saas.Import([]saas.File{{Name: filepath.Base(file), Content: content}}, o)
			var b strings.Builder
			if err != nil {
				fmt.Fprintf(&b, "error: %v\n", err)
			}
			for _, one := range imported {
				again(t, one)
				describe(&b, one)
			}
			golden(t, strings.TrimSuffix(file, ".json")+".golden", b.String())
		})
	}
}

func describe(b *strings.Builder, one saas.Imported) {
	fmt.Fprintf(b, "%s\n--- %+v\n", one.YAML, one.Counts)
	for _, m := range one.Missing {
		fmt.Fprintf(b, "missing %s for %s\n", m.Scheme, strings.Join(m.Fields, ", "))
	}
	for _, n := range one.Notes {
		place := strings.TrimSpace(n.Side + " " + n.Field)
		fmt.Fprintf(b, "%s %s: %s", n.Kind, place, n)
		if n.Certainty != "" {
			fmt.Fprintf(b, " (%s)", n.Certainty)
		}
		b.WriteByte('\n')
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs (go test ./schemes/saas -update writes it anew)\ngot:\n%s\nwant:\n%s", file, got, want)
	}
}
