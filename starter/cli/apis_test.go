package cli_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/erpbridge/erpbridge/connectors/all"
	"github.com/erpbridge/erpbridge/connectors/http"
	"github.com/erpbridge/erpbridge/starter/cli"
)

// Each API of each system can be shown, and each field of it stands in a line
// with its Chinese name.
func TestEveryAPICanBeShown(t *testing.T) {
	t.Parallel()
	for system, apis := range all.APIs() {
		for _, api := range apis {
			got := runKnowing(t.Context(), all.APIs, "apis", "show", system, api.Name)
			if got.code != 0 || !strings.HasPrefix(got.stdout, system+" "+api.Name+"  "+api.Title) {
				t.Errorf("%s %s: %+v", system, api.Name, got)
			}
			lines := strings.Split(got.stdout, "\n")
			for _, f := range append(api.Request, api.Response...) {
				if !hasLine(lines, f.Name, f.Title) {
					t.Errorf("%s %s does not show %s %s", system, api.Name, f.Name, f.Title)
				}
			}
		}
	}
}

func hasLine(lines []string, name, title string) bool {
	for _, line := range lines {
		if words := strings.Fields(line); len(words) > 1 && words[0] == name && strings.Contains(line, " "+title) {
			return true
		}
	}
	return false
}

// The schema of descriptions can be put beside them: it is not taken for one.
func TestSchemaOfDescriptions(t *testing.T) {
	t.Parallel()
	o := runIn(t.Context(), cli.Env{APIs: apis, DescriptionSchema: all.DescriptionSchema()}, "apis", "schema")
	if o.code != 0 || o.stdout != string(all.DescriptionSchema()) {
		t.Fatalf("exit %d: %.200s %s", o.code, o.stdout, o.stderr)
	}
	examples, err := fs.Sub(os.DirFS("../../connectors/http"), "examples")
	if err != nil {
		t.Fatal(err)
	}
	beside := fstest.MapFS{"connector.schema.json": {Data: []byte(o.stdout)}}
	content, err := fs.ReadFile(examples, "xiaomancang.yaml")
	if err != nil {
		t.Fatal(err)
	}
	beside["xiaomancang.yaml"] = &fstest.MapFile{Data: content}
	if all, err := http.Load(beside); err != nil || len(all) != 1 {
		t.Errorf("%d descriptions: %v", len(all), err)
	}
}
