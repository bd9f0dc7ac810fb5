package cli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/erpbridge/erpbridge/schemes"
)

// The schema can be put beside the schemes: it is not taken for one of them.
func TestSchemaBesideSchemes(t *testing.T) {
	t.Parallel()
	env := environ("sqlite::memory:", "schemes")
	o := run(t.Context(), env, "schemes", "schema")
	if o.code != 0 || o.stdout != string(schemes.Schema()) {
		t.Fatalf("exit %d: %s %s", o.code, o.stdout, o.stderr)
	}
	dir := t.TempDir()
	shops, err := os.ReadFile("../testdata/schemes/shops.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"scheme.schema.json": []byte(o.stdout), "shops.yaml": shops} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	env["SCHEMES_DIR"] = dir
	if o := run(t.Context(), env, "schemes", "validate", "--lang", "en"); o.code != 0 || !bytes.Contains([]byte(o.stdout), []byte("1 scheme checked")) {
		t.Errorf("exit %d: %s %s", o.code, o.stdout, o.stderr)
	}
}

func TestSchemaAsJSON(t *testing.T) {
	t.Parallel()
	o := run(t.Context(), environ("sqlite::memory:", "schemes"), "schemes", "schema", "--output", "json")
	var want bytes.Buffer
	if err := json.Compact(&want, schemes.Schema()); err != nil {
		t.Fatal(err)
	}
	var got bytes.Buffer
	if err := json.Compact(&got, []byte(o.stdout)); err != nil || got.String() != want.String() {
		t.Errorf("%v: %s", err, o.stdout)
	}
}
