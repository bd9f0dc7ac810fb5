package mapping_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// ruled is a field with what the scheme says about its failures.
func ruled(kind string, value any, change func(*mapping.Field)) mapping.Field {
	f := field(kind, value)
	if change != nil {
		change(&f)
	}
	return f
}

func onError(rule string) func(*mapping.Field) {
	return func(f *mapping.Field) { f.OnError, f.Default = rule, "0" }
}

func missing(rule string) func(*mapping.Field) {
	return func(f *mapping.Field) { f.Missing = rule }
}

const nobody = "_findCollection find org from customers where FNumber={{name}}"

func TestWhatBecomesOfErrors(t *testing.T) {
	t.Parallel()
	compatible, byDefault := mapping.Rules{Compatible: true}, mapping.Rules{OnError: mapping.Null}
	tests := map[string]struct {
		rules mapping.Rules
		field mapping.Field
		want  string
	}{
		"null":                        {mapping.Rules{}, ruled("", "_function {{price}}/{{zero}}", onError(mapping.Null)), `{}`},
		"default has the type":        {mapping.Rules{}, ruled("decimal", "_function {{price}}/{{zero}}", onError(mapping.Default)), `{"F":0}`},
		"kept without prefix":         {mapping.Rules{}, ruled("", "_function {{price}}/{{zero}}", onError(mapping.Keep)), `{"F":"100.00/0"}`},
		"kept with what was found":    {mapping.Rules{}, ruled("", "_function _findCollection find org from customers where FNumber=S3 _endFind/{{zero}}", onError(mapping.Keep)), `{"F":"7/0"}`},
		"kept with pipes":             {mapping.Rules{}, ruled("int", "{{t|date}}/{{name|date}}", onError(mapping.Keep)), `{"F":"2024-03-01/O'Neil"}`},
		"a value kept has its type":   {mapping.Rules{}, ruled("int", "{{text}}", onError(mapping.Keep)), `{"F":"99.90"}`},
		"a list is kept as JSON":      {mapping.Rules{}, ruled("", "x{{labels}}", onError(mapping.Keep)), `{"F":"x[\"x\",\"y\"]"}`},
		"of the target":               {byDefault, ruled("int", "{{name}}", nil), `{}`},
		"the field's own first":       {byDefault, ruled("int", "{{name}}", onError(mapping.Keep)), `{"F":"O'Neil"}`},
		"a list that is none":         {byDefault, ruled("array", "name", func(f *mapping.Field) { f.Children = []mapping.Field{named("A", "1")} }), `{}`},
		"compatible, division":        {compatible, ruled("", "_function {{price}}/{{zero}}", nil), `{"F":"100.00/0"}`},
		"compatible, NULL":            {compatible, ruled("", "_function {{nothing}}*{{qty}}", nil), `{"F":"*3"}`},
		"compatible, text":            {compatible, ruled("", "_function {{name}}*2", nil), `{"F":"O'Neil*2"}`},
		"compatible, text in quotes":  {compatible, ruled("", "_function '{{name}}'+2", nil), `{"F":2}`},
		"compatible, type":            {compatible, ruled("int", "{{name}}", nil), `{"F":"O'Neil"}`},
		"compatible, constant":        {compatible, ruled("int", "three", nil), `{"F":"three"}`},
		"compatible, nobody":          {compatible, ruled("", nobody, nil), `{}`},
		"compatible, empty key":       {compatible, ruled("", "_findCollection find org from customers where FNumber={{empty}}", nil), `{}`},
		"compatible, no such path":    {compatible, ruled("", "{{no.such}}", nil), `{}`},
		"compatible, many values":     {compatible, ruled("", "{{lines.sku}}", nil), `{}`},
		"compatible, required":        {compatible, ruled("", "{{empty}}", func(f *mapping.Field) { f.Required = true }), `{}`},
		"compatible, but waits":       {compatible, ruled("", "{{id}}", missing(mapping.Wait)), `{"F":12}`},
		"nobody, empty":               {mapping.Rules{}, ruled("", nobody, missing(mapping.Empty)), `{}`},
		"nobody, error, null":         {mapping.Rules{}, ruled("", nobody, func(f *mapping.Field) { f.Missing, f.OnError = mapping.Fail, mapping.Null }), `{}`},
		"required and there":          {mapping.Rules{}, ruled("", "{{id}}", func(f *mapping.Field) { f.Required = true }), `{"F":12}`},
		"required, default":           {mapping.Rules{}, ruled("", "{{empty}}", func(f *mapping.Field) { f.Required, f.OnError, f.Default = true, mapping.Default, "x" }), `{"F":"x"}`},
		"default of target, none own": {mapping.Rules{OnError: mapping.Default}, ruled("", "{{id}}", nil), `{"F":12}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := applyWith(t, test.rules, test.field); err != nil || got != test.want {
				t.Errorf("got %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func TestWhatStillStops(t *testing.T) {
	t.Parallel()
	required := func(f *mapping.Field) { f.Required = true }
	tests := map[string]struct {
		rules mapping.Rules
		field mapping.Field
	}{
		"x.yaml:7: F: customers has no row where FNumber=O'Neil yet, and F needs its org (x.yaml:7) in _find": {mapping.Rules{}, ruled("", nobody, missing(mapping.Fail))},
		"x.yaml:7: F: it is required (is_required) and has no value in {{empty}} (empty=)":                    {mapping.Rules{}, ruled("", "{{empty}}", required)},
		"it is required (is_required) and has no value in _find":                                              {mapping.Rules{}, ruled("", nobody, func(f *mapping.Field) { f.Required, f.Missing = true, mapping.Empty })},
		"it is required (is_required) and has no value in lines":                                              {mapping.Rules{}, ruled("array", "lines", func(f *mapping.Field) { f.Required, f.Children = true, []mapping.Field{named("A", "{{empty}}")} })},
		`"O'Neil" is not a whole number in {{name}} (name=O'Neil)`:                                            {mapping.Rules{OnError: mapping.Default}, ruled("int", "{{name}}", nil)},
		`"O'Neil" is not a date or time`:                                                                      {mapping.Rules{}, ruled("date", "{{name}}", nil)},
		"100.00 does not fit into decimal(4,2)":                                                               {mapping.Rules{}, ruled("decimal(4,2)", "{{price}}", nil)},
		"99.90 does not fit into decimal(9,0)":                                                                {mapping.Rules{}, ruled("decimal(9,0)", "{{text}}", nil)},
		"name is text, not a list in name":                                                                    {mapping.Rules{}, ruled("array", "name", func(f *mapping.Field) { f.Children = []mapping.Field{named("A", "1")} })},
		"{{labels.x}}: an element of labels is text, not an object":                                           {mapping.Rules{}, ruled("array", "labels", func(f *mapping.Field) { f.Children = []mapping.Field{named("A", "{{labels.x}}")} })},
	}
	for want, test := range tests {
		_, err := applyWith(t, test.rules, test.field)
		var failed *mapping.FieldError
		var waits *mapping.MissingError
		if !errors.As(err, &failed) || errors.As(err, &waits) || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v\nwant a FieldError with %s", err, want)
		}
	}
}

// A child that fails is the child's error, whatever its parent may do without.
func TestAChildFailsAlone(t *testing.T) {
	t.Parallel()
	parent := field("object", nil, named("A", "_function 1/{{zero}}"))
	parent.OnError = mapping.Null
	if _, err := applyWith(t, mapping.Rules{}, parent); err == nil || !strings.HasPrefix(err.Error(), "x.yaml:7: F.A: division by 0") {
		t.Errorf("got %v", err)
	}
}

// A store that is away is no matter of policy: the document is tried again.
func TestNoPolicyCoversTheStore(t *testing.T) {
	t.Parallel()
	for _, rules := range []mapping.Rules{{Compatible: true}, {OnError: mapping.Null}} {
		m, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{field("", nobody)}, rules)
		if len(mistakes) > 0 {
			t.Fatal(mistakes)
		}
		if entry, err := m.Apply(t.Context(), document(), broken{}); !errors.Is(err, errStore) {
			t.Errorf("%+v: got %v, %v", rules, entry, err)
		}
	}
}

// A number that would fill the memory when written out is none.
func TestEndlessNumbers(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"int", "number", "decimal(9,2)"} {
		if got, err := applyWith(t, mapping.Rules{}, field(kind, "{{endless}}")); err == nil || !strings.Contains(err.Error(), `"1e999999999" is not a `) {
			t.Errorf("%s: got %s, %v", kind, got, err)
		}
	}
}

func TestLastSyncOfADocument(t *testing.T) {
	t.Parallel()
	d := document()
	d.LastSync = time.Unix(1709000000, 0)
	got, err := compile(t, field("", "{{LAST_SYNC_TIME}}000")).Apply(t.Context(), d, nil)
	if err != nil || got[0].Value != "1709000000000" {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestPolicyMistakes(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]mapping.Field{
		"onError: default needs a default":                              ruled("", "1", func(f *mapping.Field) { f.OnError = mapping.Default }),
		`default: "x" is not a whole number`:                            ruled("int", "1", func(f *mapping.Field) { f.OnError, f.Default = mapping.Default, "x" }),
		"it is required (is_required) and is given no value":            ruled("", nil, func(f *mapping.Field) { f.Required = true }),
		`"three" is not a whole number`:                                 ruled("int", "three", nil),
		`"never" is not a date or time`:                                 ruled("date", "never", nil),
		`"integr" is not one of string, text`:                           ruled("integr", "1", nil),
		`did you mean "integer"?`:                                       ruled("integr", "1", nil),
		"decimal(2,3): the places after the point are among the digits": ruled("decimal(2,3)", "1", nil),
		"an object has children, or a value, not both":                  ruled("object", "x", func(f *mapping.Field) { f.Children = []mapping.Field{named("A", "1")} }),
		"a field with children is an object or an array":                ruled("", nil, func(f *mapping.Field) { f.Children = []mapping.Field{named("A", "1")} }),
		"is the name of a source list, such as items":                   ruled("array", "a b", func(f *mapping.Field) { f.Children = []mapping.Field{named("A", "1")} }),
		"{{primaryWriteback.Id}} exists only in callBackStrategy":       ruled("", "{{primaryWriteback.Id}}", nil),
		"{{_response.Id}} exists only in callBackStrategy":              ruled("", "{{_response.Id}}", nil),
	} {
		_, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{f}, mapping.Rules{})
		if len(mistakes) != 1 || !strings.Contains(mistakes[0].Error(), want) {
			t.Errorf("got %v\nwant %s", mistakes, want)
		}
	}
}

// What is known to be left out is empty, and what nobody knows stops the document.
func TestUnknownPaths(t *testing.T) {
	t.Parallel()
	known := []string{"remark", "head.note", "lines.batch", "opts.*", "product.*", "lines_flat"}
	empty := []string{"{{remark}}", "{{head.note}}", "{{opts.any.thing}}", "{{product.1}}", "{{lines.0.batch}}", "{{nothing.x}}", "{{none.0.x}}", "{{lines.7.sku}}", "{{nothing}}"}
	for _, value := range empty {
		if got, err := applyKnowing(t, known, value); err != nil || got != "{}" {
			t.Errorf("%s: got %s, %v", value, got, err)
		}
	}
	for value, want := range map[string]string{
		"{{remrk}}":                   `x.yaml:7: F: the row has no remrk, and neither the API's table nor the scheme's response lists it; did you mean "remark"? in {{remrk}}`,
		"{{head.shopp}}":              `the row has no head.shopp, and neither the API's table nor the scheme's response lists it; did you mean "head.shop"?`,
		"{{lines.0.skv}}":             `did you mean "lines.sku"?`,
		"{{name.first}}":              "the row has no name.first",
		"_function ifnull({{qyt}},0)": `did you mean "qty"?`,
		"{{ID}}":                      `did you mean "id"?`,
		"_findCollection find org from customers where FNumber={{head.shp}}": `did you mean "head.shop"?`,
	} {
		_, err := applyKnowing(t, known, value)
		var failed *mapping.FieldError
		if !errors.As(err, &failed) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v\nwant %s", value, err, want)
		}
	}
}

func applyKnowing(t *testing.T, known []string, value string) (string, error) {
	t.Helper()
	m := compile(t, field("", value))
	m.Know(known)
	object, err := m.Apply(t.Context(), document(), base())
	if err != nil {
		return "", err
	}
	text, err := object.MarshalJSON()
	return string(text), err
}

// Within a list, too: a line that leaves a known field out is not a line with a
// field nobody knows.
func TestUnknownPathsOfLines(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"lines.batch": `[{"F":[{"A":"A"}]}]`, "lines.bach": "did you mean \"lines.batch\"?"} {
		m := compile(t, field("array", "lines", named("A", "{{lines.sku}}"), named("B", "{{"+path+"}}")))
		m.Know([]string{"lines.sku", "lines.batch"})
		d := mapping.Document{Content: json.RawMessage(`{"lines":[{"sku":"A"}]}`)}
		got, err := m.Apply(t.Context(), d, nil)
		text, _ := json.Marshal([]any{got})
		if string(text) != want && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %s, %v\nwant %s", path, text, err, want)
		}
	}
}
