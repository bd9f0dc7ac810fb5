package schemes

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// formatSchema is draft-07, the newest that the YAML extensions of all editors
// understand: definitions, not $defs, and nothing beside a $ref.
func formatSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	types := wordSchemas()
	types[reflect.TypeFor[fieldFormat]()] = &jsonschema.Schema{Ref: "#/definitions/field"}
	s := schemaOf[fileFormat](t, types)
	delete(types, reflect.TypeFor[fieldFormat]())
	types[reflect.TypeFor[[]fieldFormat]()] = &jsonschema.Schema{
		Type: "array", Items: &jsonschema.Schema{Ref: "#/definitions/field"},
	}
	field := schemaOf[fieldFormat](t, types)
	field.AllOf = fieldRules()
	s.Schema, s.Title = "http://json-schema.org/draft-07/schema#", "erpbridge scheme"
	s.Definitions = map[string]*jsonschema.Schema{"field": field}
	addRules(s)
	withoutNull(s)
	return s
}

func schemaOf[T any](t *testing.T, types map[reflect.Type]*jsonschema.Schema) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.For[T](&jsonschema.ForOptions{TypeSchemas: types})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// wordSchemas say what the types of words.go may hold, by the lists of Parse.
// Text may be written as a number: FNumber: 10086 is read as it stands.
func wordSchemas() map[reflect.Type]*jsonschema.Schema {
	text := &jsonschema.Schema{Types: []string{"string", "number"}}
	scalar := &jsonschema.Schema{Types: []string{"string", "number", "boolean", "null"}}
	return map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[string]():        text,
		reflect.TypeFor[laneWord]():      oneOf(lanes()),
		reflect.TypeFor[saasWord]():      oneOf(compatibilities()),
		reflect.TypeFor[typeWord]():      {AnyOf: []*jsonschema.Schema{oneOf(mapping.Types()), {Type: "string", Pattern: mapping.DecimalPattern()}}},
		reflect.TypeFor[parserNames]():   {Type: "string", Pattern: severalOf(mapping.Parsers()), Extra: says("expected " + strings.Join(mapping.Parsers(), ", ") + ", or several joined by commas")},
		reflect.TypeFor[logicWord]():     {AnyOf: []*jsonschema.Schema{oneOf(logics()), {Type: "string", Pattern: anyCase(logics())}}},
		reflect.TypeFor[missingWord]():   oneOf(missings()),
		reflect.TypeFor[changeWord]():    oneOf(changes()),
		reflect.TypeFor[refusalWord]():   oneOf(refusals()),
		reflect.TypeFor[cancelWord]():    oneOf(cancels()),
		reflect.TypeFor[notFoundWord]():  oneOf(notFounds()),
		reflect.TypeFor[onErrorWord]():   orNull(oneOf(mapping.OnErrors())),
		reflect.TypeFor[directionWord](): oneOf(directions()),
		reflect.TypeFor[methodWord]():    oneOf(methods()),
		reflect.TypeFor[accumulator]():   oneOf(accumulators()),
		reflect.TypeFor[stepWords]():     stepSchema(),
		reflect.TypeFor[names]():         {AnyOf: []*jsonschema.Schema{{Type: "array", Items: text}, text}},
		reflect.TypeFor[span]():          {Type: "string", Pattern: `^([0-9]+d|0|([0-9]+(\.[0-9]*)?(ns|us|µs|ms|s|m|h))+)$`, Extra: says("expected a duration such as 90s, 10m, 24h or 30d")},
		reflect.TypeFor[crontab]():       {Type: "string", Pattern: `^\s*[0-9*,/-]+(\s+[0-9*,/-]+){4}\s*$`, Extra: says("expected a crontab of five fields: minute, hour, day of month, month, day of week")},
		reflect.TypeFor[word]():          {Types: []string{"string", "integer"}, Pattern: sweepNames.String(), Extra: says("expected small letters, digits and hyphens")},
		reflect.TypeFor[positive]():      {Type: "integer", Minimum: jsonschema.Ptr(1.0)},
		reflect.TypeFor[natural]():       {Type: "integer", Minimum: jsonschema.Ptr(0.0)},
		reflect.TypeFor[single]():        scalar,
		reflect.TypeFor[option]():        {Types: scalar.Types, Pattern: `^([^{]|\{([^{]|$))*$`, Extra: says("an option is the same for every document and cannot hold {{…}}")},
		reflect.TypeFor[comparand]():     {Types: append(slices.Clone(scalar.Types), "array")},
	}
}

// says are keywords of editors alone: what a person reads instead of "does not
// match the pattern".
func says(sentence string) map[string]any {
	return map[string]any{"patternErrorMessage": sentence, "errorMessage": sentence}
}

func oneOf(words []string) *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "string"}
	for _, w := range words {
		s.Enum = append(s.Enum, w)
	}
	return s
}

// anyCase is one of the words in capitals or not; a schema has no flag for it.
func anyCase(words []string) string {
	var b strings.Builder
	for _, letter := range strings.Join(words, "|") {
		if unicode.IsLetter(letter) {
			b.WriteString("[" + string(unicode.ToLower(letter)) + string(unicode.ToUpper(letter)) + "]")
			continue
		}
		b.WriteRune(letter)
	}
	return "^(" + b.String() + ")$"
}

// orNull takes the word null without quotes, too.
func orNull(s *jsonschema.Schema) *jsonschema.Schema {
	s.Type, s.Types, s.Enum = "", []string{"string", "null"}, append(s.Enum, nil)
	return s
}

// severalOf is one of the words, or several joined by commas.
func severalOf(words []string) string {
	one := `\s*(` + strings.Join(words, "|") + `)\s*`
	return "^" + one + "(," + one + ")*$"
}

// stepSchema is save, then submit, then audit, from the left without a gap.
func stepSchema() *jsonschema.Schema {
	s := &jsonschema.Schema{Type: "array", AdditionalItems: never()}
	for _, step := range allSteps() {
		s.ItemsArray = append(s.ItemsArray, oneOf([]string{string(step)}))
	}
	return s
}

func never() *jsonschema.Schema { return &jsonschema.Schema{Not: &jsonschema.Schema{}} }

// absent refuses a key with a sentence, which editors have none of for "not".
func absent(key, sentence string) *jsonschema.Schema {
	return &jsonschema.Schema{Properties: map[string]*jsonschema.Schema{key: {Type: "null", Extra: says(sentence)}}}
}

func required(keys ...string) *jsonschema.Schema { return &jsonschema.Schema{Required: keys} }

// fieldRules: children belong to objects and arrays, and an object has children
// or a value.
func fieldRules() []*jsonschema.Schema {
	typed := func(words ...string) *jsonschema.Schema {
		return &jsonschema.Schema{Required: []string{"type"}, Properties: map[string]*jsonschema.Schema{"type": oneOf(words)}}
	}
	objectWithChildren := typed("object")
	objectWithChildren.Required = append(objectWithChildren.Required, "children")
	listValue := required("value")
	listValue.Properties = map[string]*jsonschema.Schema{"value": {Type: "array"}}
	return []*jsonschema.Schema{
		{If: required("children"), Then: typed("object", "array")},
		{If: objectWithChildren, Then: absent("value", "an object has children, or a value, not both")},
		{If: listValue, Then: typed("array")},
	}
}

// addRules are what keys have to do with each other.
func addRules(s *jsonschema.Schema) {
	for _, times := range []*jsonschema.Schema{s.Properties["schedule"], s.Properties["remedy"].Items, s.Properties["reconcile"]} {
		times.AnyOf = []*jsonschema.Schema{required("every"), required("cron")}
		times.If, times.Then = required("every"), absent("cron", "every and cron exclude each other")
	}
	test := s.Properties["tests"].Items
	test.AllOf = []*jsonschema.Schema{
		{OneOf: []*jsonschema.Schema{required("row"), required("rows")}},
		{AnyOf: []*jsonschema.Schema{
			required("want"), required("wantSkip"), required("wantError"), required("wantWaits"), required("wantHanded"),
		}},
	}
	condition := s.Properties["source"].Properties["condition"].Items.Items
	condition.If = &jsonschema.Schema{Properties: map[string]*jsonschema.Schema{"logic": oneOf(slices.DeleteFunc(logics(), func(l string) bool {
		return strings.Contains(l, "eq") || strings.Contains(l, "null")
	}))}}
	condition.Then = required("value")
	s.If, s.Then = &jsonschema.Schema{Not: required("compatibility")}, strictFormats()
}

// strictFormats: only a compatible scheme may name a format that is not there.
func strictFormats() *jsonschema.Schema {
	names := &jsonschema.Schema{
		Pattern: strings.TrimSuffix(anyCase(formatNames()), "$") + `\s*(\(.*\))?\s*$`,
		Extra:   says("expected " + strings.Join(formatNames(), ", ")),
	}
	at := func(key string, s *jsonschema.Schema) *jsonschema.Schema {
		return &jsonschema.Schema{Properties: map[string]*jsonschema.Schema{key: s}}
	}
	return at("source", at("formatResponse", &jsonschema.Schema{Items: at("format", names)}))
}

// withoutNull takes out what Go's nil means to encoding/json: an empty list is
// not written as null here.
func withoutNull(s *jsonschema.Schema) {
	if len(s.Types) == 2 && s.Types[0] == "null" {
		s.Type, s.Types = s.Types[1], nil
	}
	for _, inner := range s.Properties {
		withoutNull(inner)
	}
	for _, inner := range s.Definitions {
		withoutNull(inner)
	}
	for _, inner := range []*jsonschema.Schema{s.Items, s.AdditionalProperties} {
		if inner != nil {
			withoutNull(inner)
		}
	}
}
