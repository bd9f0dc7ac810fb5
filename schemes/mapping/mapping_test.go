package mapping_test

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// field is one target field at line 7 of x.yaml.
func field(kind string, value any, children ...mapping.Field) mapping.Field {
	place := mapping.Place{File: "x.yaml", Line: 7, Column: 3, Field: "F"}
	return mapping.Field{Place: place, Name: "F", Type: kind, Value: value, Children: children}
}

func named(name string, value any) mapping.Field {
	f := field("", value)
	f.Name, f.Place.Field = name, "F."+name
	return f
}

func compile(t testing.TB, fields ...mapping.Field) *mapping.Mapping {
	t.Helper()
	m, mistakes := mapping.CompileEntry("x.yaml", fields, mapping.Rules{})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	return m
}

// stored are rows of other schemes.
type stored map[string][]string

func (s stored) Find(_ context.Context, q filter.Query) ([]filter.Row, error) {
	var rows []filter.Row
	for i, content := range s[q.Collection] {
		row, err := mapping.ParseRow(json.RawMessage(content))
		if err != nil {
			return nil, err
		}
		key := strconv.Itoa(i + 1)
		rows = append(rows, filter.Row{Key: key, Number: "N" + key, Status: "2", Content: row})
	}
	return q.Of(rows), nil
}

const row = `{"id":12,"price":100.00,"qty":3,"zero":0,"name":"O'Neil","flag":true,"empty":"","nothing":null,
	"t":"2024-03-01 10:20:30.487","unix":1709259630,"ms":1709259630000,"compact":"20240301102030",
	"head":{"shop":"S1","deep":{"x":"y"}},"a.b":"dotted","labels":["x","y"],"text":"99.90","tags":"a,b,a","json":"{\"k\":1.50}","none":[],"endless":"1e999999999",
	"6940373023933":"custom","product":{"6936878031302":"field"},
	"lines":[{"sku":"A","n":2,"sub":[{"b":1},{"b":2}]},{"sku":"B","n":0.50,"sub":[{"b":3}]}],"receiver_mobile":"+1 (555) 0100","innocent":"电话13800000000,+86 139 0000 0001,0086-13900000002"}`

func document() mapping.Document {
	return mapping.Document{Key: "K-1", Number: "N-1", Content: json.RawMessage(row), Now: time.Unix(1709259630, 0)}
}

func apply(t testing.TB, f mapping.Field, finder mapping.Finder) (string, error) {
	t.Helper()
	object, err := compile(t, f).Apply(t.Context(), document(), finder)
	if err != nil {
		return "", err
	}
	text, err := object.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(text), nil
}

func base() stored {
	return stored{
		"customers": {
			`{"FNumber":"S1","org":"100.1","batch":true}`, `{"FNumber":"S2","org":"1"}`, `{"FNumber":"S2","org":"2"}`,
			`{"FNumber":"S3","org":"7"}`, `{"FNumber":"S3","org":"7"}`, `{"FNumber":"S4"}`,
		},
		"orders": {`{"o_id":12,"shop":"S1","so":"TB 1"}`},
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	tests := []struct {
		kind  string
		value any
		want  string
	}{
		{"", "BD_OwnerOrg", `{"F":"BD_OwnerOrg"}`},
		{"string", "100", `{"F":"100"}`},
		{"int", "100", `{"F":100}`},
		{"bool", "true", `{"F":true}`},
		{"", json.Number("1.50"), `{"F":1.50}`},
		{"string", "{{price}}", `{"F":100.00}`},
		{"string", "{{flag}}", `{"F":true}`},
		{"string", "{{labels}}", `{"F":["x","y"]}`},
		{"", "{{head.deep.x}}", `{"F":"y"}`},
		{"", "{{a.b}}", `{"F":"dotted"}`},
		{"", "{{lines.0.sku}}", `{"F":"A"}`},
		{"", "{{lines.1.sub.0.b}}", `{"F":3}`},
		{"", "{{labels.1}}", `{"F":"y"}`},
		{"", "{{lines.9.sku}}", `{}`},
		{"", "{{none.x}}", `{}`},
		{"", "{{nothing.x.y}}", `{}`},
		{"", "{{6940373023933}}", `{"F":"custom"}`},
		{"", "{{product.6936878031302}}", `{"F":"field"}`},
		{"object", "{{head.deep}}", `{"F":{"x":"y"}}`},
		{"array", "{{labels}}", `{"F":["x","y"]}`},
		{"array", "labels", `{"F":["x","y"]}`},
		{"array", "{{none}}", `{"F":[]}`},
		{"", "{{ id }}", `{"F":12}`},
		{"", "NO{{id}}-{{name}}", `{"F":"NO12-O'Neil"}`},
		{"", "{{id}}000", `{"F":"12000"}`},
		{"", "FApproveDate>='{{t|dateTime}}'", `{"F":"FApproveDate>='2024-03-01 10:20:30'"}`},
		{"", "{{t|date}}", `{"F":"2024-03-01"}`},
		{"", "{{t|date|}}", `{"F":"2024-03-01"}`},
		{"", "{{unix|datetime}}", `{"F":"2024-03-01 10:20:30"}`},
		{"", "{{ms|DateTime}}", `{"F":"2024-03-01 10:20:30"}`},
		{"", "{{compact|datetime}}", `{"F":"2024-03-01 10:20:30"}`},
		{"", "{{compact|timestamp}}", `{"F":1709259630}`},
		{"", "{{compact|timestamp_ms}}", `{"F":1709259630000}`},
		{"", "{{CURRENT_TIME}}000", `{"F":"1709259630000"}`},
		{"", "{{DAYS_AGO_2|date}}", `{"F":"2024-02-28"}`},
		{"", "{{LAST_SYNC_TIME|datetime}}", `{"F":"2024-03-01 10:20:30"}`},
		{"date", "{{t}}", `{"F":"2024-03-01"}`},
		{"datetime", "{{unix}}", `{"F":"2024-03-01 10:20:30"}`},
		{"timestamp", "{{t}}", `{"F":1709259630}`},
		{"timestamp_ms", "{{unix}}", `{"F":1709259630000}`},
		{"date", "{{nothing}}", `{}`},
		{"integer", "3.00", `{"F":3}`},
		{"number", "+.5", `{"F":0.5}`},
		{"decimal(5,2)", "{{price}}", `{"F":100.00}`},
		{"decimal(5,1)", "{{price}}", `{"F":100.0}`},
		{"decimal(4,2)", "{{text}}", `{"F":99.90}`},
		{"text", "{{price}}", `{"F":100.00}`},
		{"sql", "insert into t values (?)", `{"F":"insert into t values (?)"}`},
		{"", "{{bfn_id}}/{{bfn_num}}", `{"F":"K-1/N-1"}`},
		{"decimal", "{{text}}", `{"F":99.90}`},
		{"bool", "_function {{qty}}=3", `{"F":true}`},
		{"bool", "_function case when {{qty}}=3 then true else false end", `{"F":true}`},
		// No value: not sent.
		{"", "", `{}`},
		{"", nil, `{}`},
		{"", "{{empty}}", `{}`},
		{"", "{{nothing}}", `{}`},
		{"", "{{nothing|date}}", `{}`},
		{"", "{{unknown.path}}", `{}`},
		{"", "_function case when {{nothing}} is null then null else {{nothing}}*2 end", `{}`},
		{"", "_function case when {{qty}}=9 then 'x' else '' end", `{}`},
		// Functions.
		{"", "_FUNCTION\n {{qty}} * 2", `{"F":6}`},
		{"", "_function({{qty}}+1)*2", `{"F":8}`},
		{"", "_function {{price}}/{{qty}}", `{"F":33.333333}`},
		{"", "_function {{text}}*{{qty}}", `{"F":299.70}`},
		{"", "_function case '{{name}}' when 'o''neil' then 'it is '  else '{{name}} is not' end", `{"F":"it is "}`},
		{"", `_function concat("{{name}}",'''',"\t{{id}}\"")`, `{"F":"O'Neil'\t12\""}`},
		{"", "_function '{{empty}}{{nothing}}' = ''", `{"F":true}`},
		{"", "_function '{{name}}' like 'O\\'N%'", `{"F":true}`},
		{"", "_function date_format('{{t|datetime}}','%Y年')", `{"F":"2024年"}`},
		// Lookups.
		{"", "_findCollection find org from customers where FNumber={{head.shop}}", `{"F":"100.1"}`},
		{"", "_findCollection find so from orders where o_id={{id}} shop='{{head.shop}}'", `{"F":"TB 1"}`},
		{"", "_findCollection find o_id from orders where so='TB 1'", `{"F":12}`},
		{"", "_findCollection find org from customers where FNumber=S3", `{"F":"7"}`},
		{"", "_function case _findCollection find batch from customers where FNumber={{head.shop}} _endFind when true then 'L' else '' end", `{"F":"L"}`},
		{"", "_function concat('<_findCollection find org from customers where FNumber={{head.shop}} _endFind>')", `{"F":"<100.1>"}`},
	}
	for _, test := range tests {
		text, _ := mapping.Text(test.value)
		t.Run(test.kind+" "+text, func(t *testing.T) {
			t.Parallel()
			got, err := apply(t, field(test.kind, test.value), base())
			if err != nil || got != test.want {
				t.Errorf("got %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func TestArraysAndObjects(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		field mapping.Field
		want  string
	}{
		"a row for each line, head fields repeated": {
			field("array", "lines", named("M", "{{lines.sku}}"), named("S", "{{head.shop}}"), named("N", "{{lines.n}}")),
			`{"F":[{"M":"A","S":"S1","N":2},{"M":"B","S":"S1","N":0.50}]}`,
		},
		"without a value exactly one row": {
			field("array", nil, named("M", "{{name}}")), `{"F":[{"M":"O'Neil"}]}`,
		},
		"functions run for each row": {
			field("array", "lines", named("X", "_function {{lines.n}}*{{price}}")), `{"F":[{"X":200.00},{"X":50.0000}]}`,
		},
		"lists within lists": {
			field("array", "lines", named("M", "{{lines.sku}}"), sub("lines.sub", named("B", "{{lines.sub.b}}"))),
			`{"F":[{"M":"A","S":[{"B":1},{"B":2}]},{"M":"B","S":[{"B":3}]}]}`,
		},
		"an inner list by itself gives all its rows": {
			field("array", "lines.sub", named("B", "{{lines.sub.b}}"), named("M", "{{lines.sku}}"), named("I", "{{id}}")),
			`{"F":[{"B":1,"M":"A","I":12},{"B":2,"M":"A","I":12},{"B":3,"M":"B","I":12}]}`,
		},
		"an element by its place": {
			field("array", "lines.1.sub", named("B", "{{lines.1.sub.b}}")), `{"F":[{"B":3}]}`,
		},
		"a list of single values": {
			field("array", "labels", named("L", "{{labels}}"), named("I", "{{id}}")), `{"F":[{"L":"x","I":12},{"L":"y","I":12}]}`,
		},
		"an empty list has no rows":       {field("array", "none", named("A", "1")), `{}`},
		"an object":                       {field("object", nil, named("A", "1"), named("B", "{{empty}}")), `{"F":{"A":"1"}}`},
		"an empty object is not sent":     {field("object", nil, named("B", "{{empty}}")), `{}`},
		"an unknown list has no rows":     {field("array", "unknown", named("A", "1")), `{}`},
		"braces around a list do no harm": {field("array", "{{lines}}", named("M", "{{lines.sku}}")), `{"F":[{"M":"A"},{"M":"B"}]}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := apply(t, test.field, base()); err != nil || got != test.want {
				t.Errorf("got %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func sub(list string, children ...mapping.Field) mapping.Field {
	f := field("array", list, children...)
	f.Name = "S"
	return f
}

func TestDocumentErrors(t *testing.T) {
	t.Parallel()
	tests := []struct{ value, want string }{
		{"_function {{price}}/{{zero}}", "x.yaml:7: F: division by 0 in _function {{price}}/{{zero}} (price=100.00, zero=0)"},
		{"_function {{nothing}}*{{qty}}", "x.yaml:7: F: it has no result because a value in it is empty (where that is meant, say so with ifnull or a case that gives NULL) in _function {{nothing}}*{{qty}} (nothing=, qty=3)"},
		{"_function {{name}}*2", `x.yaml:7: F: "O'Neil" is not a number in _function {{name}}*2 (name=O'Neil)`},
		{"_function {{receiver_mobile}}/{{zero}}", "(receiver_mobile=***, zero=0)"},
		{"{{name|date}}", `"O'Neil" is not a date or time`},
		{"{{receiver_mobile|date}}", `F: {{receiver_mobile|date}}: "***" is not a date or time in {{receiver_mobile|date}} (receiver_mobile=***)`},
		{"{{innocent|date}}", `"电话***,+86 ***,0086-***" is not a date or time in {{innocent|date}} (innocent=电话***,+86 ***,0086-***)`},
		{"{{lines.x}}", "{{lines.x}} has many values"},
		{"x{{lines}}", "{{lines}} is a list, not one value"},
		{"{{lines.sku}}", "{{lines.sku}} has many values: lines is a list"},
		{"_function {{head}}+1", "a list or an object cannot be calculated with"},
		{"_findCollection find org from customers where FNumber=S2", "several rows where FNumber=S2 and they disagree about org: 1 (key 2) and 2 (key 3)"},
		{"_findCollection find org from customers where FNumber={{empty}}", "FNumber of customers would be compared with an empty value"},
	}
	for _, test := range tests {
		t.Run(test.value, func(t *testing.T) {
			t.Parallel()
			_, err := apply(t, field("", test.value), base())
			var failed *mapping.FieldError
			if !errors.As(err, &failed) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant a FieldError with %s", err, test.want)
			}
		})
	}
}

func TestMissingBaseData(t *testing.T) {
	t.Parallel()
	f := field("", "_function concat(_findCollection find org from customers where FNumber={{name}} _endFind,'')")
	_, err := apply(t, f, base())
	var missing *mapping.MissingError
	if !errors.As(err, &missing) || missing.Collection != "customers" || missing.Where["FNumber"] != "O'Neil" {
		t.Fatalf("got %v", err)
	}
	if want := "customers has no row where FNumber=O'Neil yet, and F needs its org (x.yaml:7)"; err.Error() != want {
		t.Errorf("got %s\nwant %s", err, want)
	}
	f.Missing = mapping.Empty
	if got, err := apply(t, f, base()); err != nil || got != "{}" {
		t.Errorf("whenMissing: empty gave %s, %v", got, err)
	}
}

type broken struct{}

var errStore = errors.New("the store is away")

func (broken) Find(context.Context, filter.Query) ([]filter.Row, error) {
	return nil, errStore
}

// A store that is away is not the document's fault, but the cause stays visible.
func TestFinderError(t *testing.T) {
	t.Parallel()
	_, err := apply(t, field("", "_findCollection find a from customers where b=1"), broken{})
	if !errors.Is(err, errStore) {
		t.Errorf("got %v", err)
	}
	var failed *mapping.FieldError
	if errors.As(err, &failed) {
		t.Errorf("%v would be blamed on the document", err)
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	tests := []struct{ value, want string }{
		{"function {{a}}/{{b}}", `did you mean "_function …"?`},
		{"{order_no}", `did you mean "{{order_no}}"?`},
		{"｛｛created|date｝｝", `did you mean "{{created|date}}"?`},
		{"findCollection find a from b where c=1", `did you mean "_findCollection …"?`},
		{"_functoin 1", `did you mean "_function"?`},
		{"_function{{a}}+1", "write a space after _function"},
		{"_Function'a'", "write a space after _function"},
		{"{{CURRENT_TIME datetime}}", "did you mean {{CURRENT_TIME|datetime}}?"},
		{"{{t|datetiem}}", `did you mean "datetime"?`},
		{"{{t", "the closing }} is missing"},
		{"{{}}", "names no field"},
		{"{{PAGINATION_START_ROW}}", "only in the request of the source"},
		{"_findCollection find a where b=1", "it must read"},
		{"_findCollection find a from b where c", "is not FIELD=VALUE"},
		{"_findCollection find a from b where c=1 and d=2", `without "and"`},
		{"_findCollection find a from b where c=1 c=2", "compared twice"},
		{"_function", "there is no expression"},
		{"_function {{a}}{{b}}", "not a MySQL expression"},
		{"_function {{a}} 0", "not a MySQL expression"},
		{"_function 'a", "is not closed"},
		{"_function {{a", "the closing }} is missing"},
		{"_function case _findCollection find a from b where c=1 when true then 1 end", "closed by _endFind"},
		{"_function qty*2", "write {{qty}}"},
		{"_function 1 # {{a}}", ""},
		{"_function 1 -- {{a}}", ""},
		{"_function /* {{a}} */ 1", "a comment cannot stand"},
	}
	for _, test := range tests {
		t.Run(test.value, func(t *testing.T) {
			t.Parallel()
			_, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{field("", test.value)}, mapping.Rules{})
			if len(mistakes) != 1 || !strings.Contains(mistakes[0].Error(), test.want) {
				t.Errorf("got %v\nwant one mistake with %s", mistakes, test.want)
			}
		})
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	fields := []mapping.Field{
		named("from", "{{LAST_SYNC_TIME|datetime}}"), named("to", "{{CURRENT_TIME|datetime}}"), named("ms", "{{LAST_SYNC_TIME}}000"),
		named("size", "{{PAGINATION_PAGE_SIZE}}"), named("ago", "{{DAYS_AGO_1|date}}"), named("unset", nil),
		named("early", "_function FROM_UNIXTIME({{LAST_SYNC_TIME}}-600)"),
	}
	m, mistakes := mapping.CompileRequest("x.yaml", fields, mapping.Rules{})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	object, err := m.Request(mapping.Variables{LastSync: time.Unix(1709259630, 0), Now: time.Unix(1709263230, 0), PageSize: 50})
	if err != nil {
		t.Fatal(err)
	}
	got, err := object.MarshalJSON()
	want := `{"from":"2024-03-01 10:20:30","to":"2024-03-01 11:20:30","ms":"1709259630000","size":50,"ago":"2024-02-29","early":"2024-03-01 10:10:30"}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
	_, mistakes = mapping.CompileRequest("x.yaml", []mapping.Field{named("x", "{{LAST_SYNCTIME}}")}, mapping.Rules{})
	if len(mistakes) != 1 || !strings.Contains(mistakes[0].Error(), `did you mean "LAST_SYNC_TIME"?`) {
		t.Errorf("got %v", mistakes)
	}
}

// The row that a request asks about is its own to read, with its digits.
func TestRequestForARow(t *testing.T) {
	t.Parallel()
	fields := []mapping.Field{
		named("num", "{{each.no}}"), named("of", "{{each._meta.id}}"), named("weight", "{{each.kg}}"), named("no", "{{each.line.0.no}}"),
		named("phone", "_function IF('{{each.by}}' in ('SF','ZTO'),RIGHT('{{each.mobile}}',4),'')"), named("none", "{{each.note}}"),
	}
	m, mistakes := mapping.CompileRequest("x.yaml", fields, mapping.Rules{Each: true})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	row, err := mapping.ParseRow([]byte(`{"no":"SF1","by":"SF","mobile":"13800001234","kg":1.50,"line":[{"no":7}],"_meta":{"id":"1"}}`))
	if err != nil {
		t.Fatal(err)
	}
	object, err := m.Request(mapping.Variables{Each: row})
	if err != nil {
		t.Fatal(err)
	}
	got, err := object.MarshalJSON()
	if want := `{"num":"SF1","of":"1","weight":1.50,"no":7,"phone":"1234"}`; err != nil || string(got) != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
	m.Know([]string{"each.no", "each._meta.*", "each.kg", "each.line.no", "each.by", "each.mobile"})
	if _, err = m.Request(mapping.Variables{Each: row}); err == nil || !strings.Contains(err.Error(), "the row has no each.note") {
		t.Errorf("a field that nobody knows: %v", err)
	}
}

// Whatever a document holds, a quoted value comes out as it went in.
func TestNoValueChangesAnExpression(t *testing.T) {
	t.Parallel()
	m := compile(t, field("", "_function case when '{{v}}'='' then 'EMPTY' else concat('<','{{v}}','>') end"))
	rapid.Check(t, func(r *rapid.T) {
		value := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{
			"'", `"`, `\`, "{{", "}}", "_endFind", ") --", "/*", "中", "x", " or ", ":v0", "\u0000",
		})).Draw(r, "value"), "")
		content, err := json.Marshal(map[string]string{"v": value})
		if err != nil {
			r.Fatal(err)
		}
		got, err := m.Apply(t.Context(), mapping.Document{Content: content}, nil)
		want := "<" + value + ">"
		if value == "" {
			want = "EMPTY"
		}
		if err != nil || got[0].Value != want {
			r.Fatalf("%q became %#v, %v", value, got, err)
		}
	})
}

// The compiler answers every text with a mapping or a mistake.
func FuzzCompile(f *testing.F) {
	for _, seed := range []string{
		"{{a|date}}", "_function case '{{a}}' when \"x\" then 1 end", "_findCollection find a from b where c={{d}} e='f'",
		"_function _findCollection find a from b where c=1 _endFind+1", "_function '\\", "{{{{}}}}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{field("", text)}, mapping.Rules{})
		if len(mistakes) > 0 {
			return
		}
		if _, err := m.Apply(t.Context(), document(), base()); err != nil && err.Error() == "" {
			t.Errorf("%q failed without a word", text)
		}
	})
}

func TestApplyFromManyGoroutines(t *testing.T) {
	t.Parallel()
	m := compile(t, field("array", "lines", named("X", "_function {{lines.n}}*{{price}}"),
		named("O", "_findCollection find org from customers where FNumber={{head.shop}}")))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				got, err := m.Apply(t.Context(), document(), base())
				if err != nil || len(got) != 1 {
					t.Errorf("got %v, %v", got, err)
				}
			}
		})
	}
	all.Wait()
}
