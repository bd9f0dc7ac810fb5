package mapping_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

func parsed(kind string, value, params any, names ...string) mapping.Field {
	f := field(kind, value)
	for _, name := range names {
		f.Parsers = append(f.Parsers, mapping.Parser{Place: f.Place, Name: name, Params: params})
	}
	return f
}

func TestParsers(t *testing.T) {
	t.Parallel()
	both := connectors.Object{{Name: "params2", Value: "b"}, {Name: "params1", Value: "a"}}
	form := connectors.Object{{Name: "view", Value: json.Number("1")}, {Name: "edit", Value: json.Number("0")}, {Name: "fieldId", Value: "77"}}
	tests := []struct {
		field mapping.Field
		want  string
	}{
		{parsed("string", "{{head.shop}}", "FNumber", "ConvertObjectParser"), `{"F":{"FNumber":"S1"}}`},
		{parsed("", "{{price}}", "value", "ConvertObjectParser"), `{"F":{"value":100.00}}`},
		{parsed("", "{{empty}}", "FNumber", "ConvertObjectParser"), `{}`},
		{parsed("", "x", "a,b", "ConvertTwoStageObjectParser"), `{"F":{"a":{"b":"x"}}}`},
		{parsed("", "x", []any{"a", "b"}, "ConvertTwoStageObjectParser"), `{"F":{"a":{"b":"x"}}}`},
		{parsed("", "x", both, "ConvertTwoStageObjectParser"), `{"F":{"a":{"b":"x"}}}`},
		{parsed("array", "{{tags}}", ",", "StringToArray"), `{"F":["a","b","a"]}`},
		{parsed("", "{{tags}}", nil, "StringToArray"), `{"F":["a","b","a"]}`},
		{parsed("array", "a b", " ", "StringToArray"), `{"F":["a","b"]}`},
		{parsed("array", "{{empty}}", ",", "StringToArray"), `{"F":[]}`},
		{parsed("array", nil, ",", "StringToArray"), `{"F":[]}`},
		{parsed("array", "{{labels}}", ",", "StringToArray"), `{"F":["x","y"]}`},
		{parsed("array", "{{tags}}", ",", "StringToArray", "ArrayUnique"), `{"F":["a","b"]}`},
		{parsed("array", "{{tags}}", ",", "StringToArray", "ArrayUnique", "ArrayToString"), `{"F":"a,b"}`},
		{parsed("array", "labels", "/", "ArrayToString"), `{"F":"x/y"}`},
		{parsed("", "{{labels}}", "", "ArrayToString"), `{"F":"x,y"}`},
		{parsed("string", "{{name}}", ",", "ArrayToString"), `{"F":"O'Neil"}`},
		{parsed("array", []any{"FId", "{{name}}", "", json.Number("3")}, ",", "ArrayToString"), `{"F":"FId,O'Neil,3"}`},
		{parsed("", "{{head}}", nil, "ConvertJson"), `{"F":[{"Key":"shop","Value":"S1"},{"Key":"deep","Value":{"x":"y"}}]}`},
		{parsed("", "{{json}}", nil, "ConvertJson"), `{"F":[{"Key":"k","Value":1.50}]}`},
		{parsed("", "{{price}}", "unit_price", "K3WiseHeiHuCustomParser"), `{"F":[{"keyName":"unit_price","keyValue":100.00}]}`},
		{parsed("", "{{name}}", form, "workflowRequestTableFields"), `{"F":{"fieldName":"F","fieldValue":"O'Neil","view":1,"edit":0,"fieldId":"77"}}`},
		{parsed("", "{{name}}", "1,0,77", "workflowRequestTableFields"), `{"F":{"fieldName":"F","fieldValue":"O'Neil","view":"1","edit":"0","fieldId":"77"}}`},
	}
	for _, test := range tests {
		if got, err := apply(t, test.field, base()); err != nil || got != test.want {
			t.Errorf("%v %v: got %s, %v\nwant %s", test.field.Value, test.field.Parsers, got, err, test.want)
		}
	}
}

// Parsers work on what children make, too.
func TestParsersOfComposites(t *testing.T) {
	t.Parallel()
	object := field("object", nil, named("a", "{{id}}"), named("b", "{{name}}"))
	object.Parsers = []mapping.Parser{{Name: "ConvertJson"}}
	if got, err := apply(t, object, base()); err != nil || got != `{"F":[{"Key":"a","Value":12},{"Key":"b","Value":"O'Neil"}]}` {
		t.Errorf("got %s, %v", got, err)
	}
	rows := field("array", "lines", named("a", "{{lines.sku}}"))
	rows.Parsers = []mapping.Parser{{Name: "ConvertObjectParser", Params: "row"}}
	if got, err := apply(t, rows, base()); err != nil || got != `{"F":{"row":[{"a":"A"},{"a":"B"}]}}` {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestParserErrors(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]mapping.Field{
		"parser StringToArray: is an object, not one value":           parsed("", "{{head}}", ",", "StringToArray"),
		"parser ArrayToString: element 1 is an object, not one value": parsed("", "{{lines}}", ",", "ArrayToString"),
		"parser ArrayUnique: it is text, not a list":                  parsed("", "{{name}}", nil, "ArrayUnique"),
		"parser ConvertJson: it is text, not an object":               parsed("", "{{name}}", nil, "ConvertJson"),
		"parser ConvertJson: it is a number, not an object":           parsed("", "{{price}}", nil, "ConvertJson"),
		"it is text, not a list (the parser StringToArray makes one":  field("array", "name"),
		"it is a list, not an object in {{lines}} (lines=a list)":     field("object", "{{lines}}"),
	} {
		_, err := apply(t, f, base())
		var failed *mapping.FieldError
		if !errors.As(err, &failed) || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "x.yaml:7: F: ") {
			t.Errorf("got %v\nwant %s", err, want)
		}
	}
}

func TestParserMistakes(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]mapping.Field{
		`there is no parser "ConvertObjectPaser"; did you mean "ConvertObjectParser"?`: parsed("", "x", "a", "ConvertObjectPaser"),
		"parser ConvertObjectParser: its params must say key":                          parsed("", "x", nil, "ConvertObjectParser"),
		"parser ConvertTwoStageObjectParser: its params must say params1, params2":     parsed("", "x", "a", "ConvertTwoStageObjectParser"),
		"parser ArrayToString: its params must be the text between two elements":       parsed("", "x", []any{","}, "ArrayToString"),
		"parser ArrayUnique: it takes no params":                                       parsed("", "x", ",", "ArrayUnique"),
		"parser K3WiseHeiHuCustomParser: its params must say name":                     parsed("", "x", "", "K3WiseHeiHuCustomParser"),
		"parser workflowRequestTableFields: its params must say view, edit, fieldId":   parsed("", "x", "1,2", "workflowRequestTableFields"),
	} {
		_, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{f}, mapping.Rules{})
		if len(mistakes) != 1 || !strings.HasPrefix(mistakes[0].Error(), "x.yaml:7:3: F: "+want) {
			t.Errorf("got %v\nwant %s", mistakes, want)
		}
	}
}

// Joining what was split gives the text back, and a list of different elements
// passes ArrayUnique as it is.
func TestParsersRoundTrip(t *testing.T) {
	t.Parallel()
	m := compile(t, parsed("array", "{{v}}", "|", "StringToArray", "ArrayToString"))
	rapid.Check(t, func(r *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[^|]{1,5}`), 1, 6).Draw(r, "words")
		text := strings.Join(words, "|")
		got, err := m.Apply(t.Context(), mapping.Document{Content: content(r, text)}, nil)
		if err != nil || got[0].Value != text {
			r.Fatalf("%q became %v, %v", text, got, err)
		}
	})
}

func content(t interface{ Fatal(...any) }, v any) json.RawMessage {
	raw, err := json.Marshal(map[string]any{"v": v})
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// In a source request a list is written out, or as text with commas.
func TestListsInRequests(t *testing.T) {
	t.Parallel()
	fields := []mapping.Field{
		parsed("array", "FId, F_X.FNumber", ",", "ArrayToString"),
		parsed("array", []any{"FId", "{{PAGINATION_PAGE_SIZE}}"}, nil),
		parsed("array", "a,b", nil),
	}
	for i, name := range []string{"keys", "list", "plain"} {
		fields[i].Name = name
	}
	m, mistakes := mapping.CompileRequest("x.yaml", fields, mapping.Rules{})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	object, err := m.Request(mapping.Variables{PageSize: 50})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := object.MarshalJSON(); string(got) != `{"keys":"FId,F_X.FNumber","list":["FId",50],"plain":["a","b"]}` {
		t.Errorf("got %s", got)
	}
}
