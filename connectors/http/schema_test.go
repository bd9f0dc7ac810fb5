package http

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"go.yaml.in/yaml/v3"
)

var update = flag.Bool("update", false, "write the schema anew")

const schemaFile = "examples/connector.schema.json"

// The schema that editors read is made of the types that Parse reads with; -update
// writes it anew.
func TestSchemaIsCurrent(t *testing.T) {
	t.Parallel()
	want := schemaText(t)
	if *update {
		if err := os.WriteFile(schemaFile, want, 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(want, Schema()) {
		t.Errorf("%s is not what the Go types say; go test ./connectors/http -run SchemaIsCurrent -update writes it anew", schemaFile)
	}
}

func schemaText(t *testing.T) []byte {
	t.Helper()
	s := schemaOf(reflect.TypeFor[Description]())
	s.Schema, s.Title = "http://json-schema.org/draft-07/schema#", "erpbridge connector"
	s.Definitions = map[string]*jsonschema.Schema{"text": {Types: []string{"string", "number", "boolean"}}}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// schemaOf follows the reader: what it reads as what.
func schemaOf(of reflect.Type) *jsonschema.Schema {
	text := &jsonschema.Schema{Ref: "#/definitions/text"}
	switch v := reflect.Zero(of).Interface().(type) {
	case template:
		return text
	case params:
		return &jsonschema.Schema{Type: "object", AdditionalProperties: text}
	case limited:
		return words(v.words())
	case time.Duration:
		return &jsonschema.Schema{Type: "string", Pattern: `^([0-9]+d|([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+)$`}
	}
	switch of.Kind() {
	case reflect.Pointer:
		return schemaOf(of.Elem())
	case reflect.Slice:
		return &jsonschema.Schema{Type: "array", Items: schemaOf(of.Elem())}
	case reflect.Struct:
		return object(of)
	case reflect.Bool:
		return &jsonschema.Schema{Type: "boolean"}
	case reflect.Int:
		return &jsonschema.Schema{Type: "integer", Minimum: jsonschema.Ptr(0.0), Maximum: jsonschema.Ptr(1e6)}
	default:
		return text
	}
}

func object(of reflect.Type) *jsonschema.Schema {
	s := &jsonschema.Schema{
		Type: "object", Properties: map[string]*jsonschema.Schema{}, AdditionalProperties: &jsonschema.Schema{Not: &jsonschema.Schema{}},
	}
	for _, k := range keysOf(of) {
		s.Properties[k.name] = schemaOf(of.FieldByIndex(k.index).Type)
		s.PropertyOrder = append(s.PropertyOrder, k.name)
		if k.required {
			s.Required = append(s.Required, k.name)
		}
	}
	return s
}

func words(all []string) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, w := range all {
		if w != "" {
			s.Enum = append(s.Enum, w)
		}
	}
	return s
}

// The examples are right to an editor, and it underlines what Parse refuses by
// the shape of a file.
func TestSchemaAgreesWithParse(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("examples/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if err := refusal(t, content); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, m := range [][2]string{
			{"title:", "titel:"},
			{"kind: bearer", "kind: barer"},
			{"public: true", "public: yes please"},
			{"perSecond: 5", "perSecond: -1"},
			{"longest: 7d", "longest: soon"},
			{"effect: QUERY", "effect: READ"},
			{"rows: data.list", "rows: [data]"},
			{"label: 备注", "lable: 备注"},
		} {
			wrong := []byte(strings.Replace(string(content), m[0], m[1], 1))
			_, parsed := Parse(filepath.Base(file), wrong)
			if refusal(t, wrong) == nil || parsed == nil {
				t.Errorf("%s: %s passes: %v", file, m[1], parsed)
			}
		}
		if line, _, _ := strings.Cut(string(content), "\n"); line != "# yaml-language-server: $schema=./connector.schema.json" {
			t.Errorf("%s begins with %q: editors do not find the schema", file, line)
		}
	}
}

// refusal is what the schema says of a description; nil when it is content.
func refusal(t *testing.T, content []byte) error {
	t.Helper()
	var s jsonschema.Schema
	if err := json.Unmarshal(Schema(), &s); err != nil {
		t.Fatal(err)
	}
	resolved, err := s.Resolve(nil)
	if err != nil {
		t.Fatal(err)
	}
	var instance any
	if err := yaml.Unmarshal(content, &instance); err != nil {
		t.Fatal(err)
	}
	return resolved.Validate(instance)
}

// What newer drafts brought is passed over in silence by editors of draft-07.
func TestSchemaIsDraft07(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"$defs", "prefixItems", "dependentRequired", "unevaluatedProperties"} {
		if slices.Contains(strings.FieldsFunc(string(Schema()), func(r rune) bool { return r == '"' }), word) {
			t.Errorf("the schema uses %s", word)
		}
	}
}
