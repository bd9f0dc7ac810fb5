package schemes

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/jsonschema-go/jsonschema"
	"go.yaml.in/yaml/v3"
)

const schemaFile = "scheme.schema.json"

// The schema that editors read is made of the Go types and lists that Parse
// reads with; -update writes it anew.
func TestSchemaIsCurrent(t *testing.T) {
	t.Parallel()
	want := schemaText(t, formatSchema(t))
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(schemaFile, want, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want, Schema()) {
		t.Errorf("%s is not what the Go types say; go test ./schemes -run SchemaIsCurrent -update writes it anew", schemaFile)
	}
}

func schemaText(t *testing.T, s *jsonschema.Schema) []byte {
	t.Helper()
	compact, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := json.Indent(&b, compact, "", "  "); err != nil {
		t.Fatal(err)
	}
	return append(b.Bytes(), '\n')
}

// asks is the committed schema, ready to validate.
func asks(t *testing.T) *jsonschema.Resolved {
	t.Helper()
	var s jsonschema.Schema
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	return resolved
}

// refusal is what the schema says of a scheme file; nil when it is content.
func refusal(t *testing.T, s *jsonschema.Resolved, content []byte) error {
	t.Helper()
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(jsonValue(document.Content[0]))
	if err != nil {
		t.Fatal(err)
	}
	var instance any
	if err := json.Unmarshal(text, &instance); err != nil {
		t.Fatal(err)
	}
	return s.Validate(instance)
}

// No scheme that works is underlined in an editor.
func TestSchemaAcceptsSchemes(t *testing.T) {
	t.Parallel()
	s, checked := asks(t), 0
	for _, pattern := range []string{"*.yaml", "testdata/*.yaml", "testdata/*/*.yaml", "../starter/testdata/*/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := Parse(filepath.Base(file), content); err != nil {
				continue
			}
			checked++
			if err := refusal(t, s, content); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	if checked < 5 {
		t.Errorf("only %d schemes were found", checked)
	}
}

// Editors find the schema without being asked: every scheme that comes with the
// program names it in its first line, by a path that works offline.
func TestSchemesNameTheirSchema(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if line, _, _ := strings.Cut(string(content), "\n"); line != "# yaml-language-server: $schema=./"+schemaFile {
			t.Errorf("%s begins with %q", file, line)
		}
	}
}

// What newer drafts brought is passed over in silence by editors of draft-07.
func TestSchemaIsDraft07(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"$defs", "prefixItems", "dependentRequired", "dependentSchemas", "unevaluatedProperties", "$anchor"} {
		if bytes.Contains(Schema(), []byte(`"`+word+`"`)) {
			t.Errorf("the schema uses %s", word)
		}
	}
	var tree any
	if err := json.Unmarshal(Schema(), &tree); err != nil {
		t.Fatal(err)
	}
	lonelyRefs(t, tree)
}

// lonelyRefs: draft-07 does not read what stands beside a $ref.
func lonelyRefs(t *testing.T, v any) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		if _, ok := v["$ref"]; ok && len(v) > 1 {
			t.Errorf("beside a $ref: %v", v)
		}
		for _, inner := range v {
			lonelyRefs(t, inner)
		}
	case []any:
		for _, inner := range v {
			lonelyRefs(t, inner)
		}
	}
}
