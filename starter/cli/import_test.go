package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// imports are command lines of import and export, each with its golden files.
func imports() map[string]string {
	const dir = "../testdata/import/"
	return map[string]string{
		"schemes-import":          "schemes import " + dir + "returns.json --out -",
		"schemes-import-stripped": "schemes import " + dir + "stripped.json --out -",
		"schemes-import-restored": "schemes import " + dir + "stripped.json --out - --restore-braces --connector 金蝶云星辰=kingdee --name refund-bills",
		"schemes-import-broken":   "schemes import " + dir + "broken.json --out -",
		"schemes-import-missing":  "schemes import " + dir + "none.json",
		"schemes-export":          "schemes export refunds",
		"schemes-export-unknown":  "schemes export refund",
		"help-schemes-import":     "schemes import -h",
		"help-schemes-export":     "schemes export -h",
	}
}

func TestGoldenImports(t *testing.T) {
	t.Parallel()
	url := seeded(t)
	for name, line := range imports() {
		args := strings.Fields(line)
		for _, lang := range []string{"en", "zh"} {
			t.Run(name+"/"+lang, func(t *testing.T) {
				t.Parallel()
				o := run(t.Context(), environ(url, "schemes"), append(args, "--lang", lang)...)
				golden(t, name+"."+lang, o.text(url))
			})
		}
		if strings.HasPrefix(name, "help") {
			continue
		}
		t.Run(name+"/json", func(t *testing.T) {
			t.Parallel()
			o := run(t.Context(), environ(url, "schemes"), append(args, "--output", "json")...)
			golden(t, name+".json", o.text(url))
		})
	}
}

// What is there is not overwritten unasked; what is missing can be stood in for.
func TestImportWritesFiles(t *testing.T) {
	t.Parallel()
	env, out := environ(seeded(t), "schemes"), t.TempDir()
	line := []string{"schemes", "import", "../testdata/import/returns.json", "--out", out}
	if o := run(t.Context(), env, line...); o.code != 0 {
		t.Fatalf("the import failed: %+v", o)
	}
	written, err := os.ReadFile(filepath.Join(out, "returns.yaml"))
	if err != nil || !strings.Contains(string(written), "name: returns\n") {
		t.Fatalf("nothing was written: %v\n%s", err, written)
	}
	if o := run(t.Context(), env, line...); o.code != 1 || !strings.Contains(o.stdout, "--force") {
		t.Errorf("it was overwritten unasked: %+v", o)
	}
	if o := run(t.Context(), env, append(line, "--force", "--placeholders")...); o.code != 0 {
		t.Errorf("it was not overwritten: %+v", o)
	}
	env["SCHEMES_DIR"] = out
	if o := run(t.Context(), env, "schemes", "list"); o.code != 0 || !strings.Contains(o.stdout, "missing-3c9d8e7f") {
		t.Errorf("the library does not load: %+v", o)
	}
}
