package schemes_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestConditions(t *testing.T) {
	t.Parallel()
	tests := []struct {
		logic, value, field string
		passes              bool
	}{
		{"eq", "1", "1.00", true},
		{"eq", "'1'", "1.00", true},
		{"eq", "1", `"1.0"`, true},
		{"eq", "'007'", `"7"`, false},
		{"eq", "null", "null", true},
		{"eq", "''", "null", true},
		{"eq", "null", `"x"`, false},
		{"eq", "true", "true", true},
		{"eq", "True", `"true"`, true},
		{"eq", "1", "true", true},
		{"eq", "'0'", "false", true},
		{"eq", "10", "true", false},
		{"eqv2", "a", `"a"`, true},
		{"NEQ", "a", `"b"`, true},
		{"neqv2", "a", `"a"`, false},
		{"gt", "2", "10", true},
		{"gt", "'2'", `"10"`, true},
		{"gt", "2", "null", false},
		{"egt", "2", `"2.0"`, true},
		{"lt", "2", "1", true},
		{"elt", "2", "3", false},
		{"gt", "timestamp:1704067200", `"2024-01-01 08:00:01"`, true},
		{"gt", "timestamp:1704067200", `1704067199000`, false},
		{"gt", "timestamp:1704067200", `1704067201000`, true},
		{"lt", "2024-01-01", `"2023-12-31 23:59:59"`, true},
		{"lt", "2024-01-02", `"20240101"`, true},
		{"gt", "'{{DAYS_AGO_1}}'", fmt.Sprint(time.Now().Unix()), true},
		{"gt", "'timestamp:{{DAYS_AGO_1}}'", `"2020-01-01"`, false},
		{"lt", "'{{CURRENT_TIME|datetime}}'", `"2020-01-01 00:00:00"`, true},
		{"like", "b.c", `"ab.cd"`, true},
		{"like", "b.c", `"abxcd"`, false},
		{"like", "0", "105", true},
		{"notlike", "b", `"abc"`, false},
		{"notLike", "b", "null", true},
		{"between", "'1,3'", "3", true},
		{"between", "'1, 3'", "4", false},
		{"between", "[1, 3]", "1", true},
		{"between", "'2024-01-01,2024-01-31'", `"2024-01-31 00:00:00"`, true},
		{"between", "'2024-01-01,2024-01-31'", `"2024-01-31 00:00:01"`, false},
		{"isnull", "", `""`, true},
		{"isNull", "", `[]`, true},
		{"isnull", "", `[0]`, false},
		{"notnull", "", "0", true},
		{"notnull", "", "{}", false},
		{"in", "'a, b'", `"b"`, true},
		{"in", "[1, '007', null]", `"7"`, false},
		{"in", "[1, '007', null]", `null`, true},
		{"in", "[1, '007', null]", `1.0`, true},
		{"in", "['a,b']", `"a"`, false},
		{"in", "5", `5`, true},
		{"in", "'a,'", `null`, false},
		{"notin", "'a,b'", `"b"`, false},
		{"notin", "'a,b'", "null", true},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test), func(t *testing.T) {
			t.Parallel()
			s := shaper(t, fmt.Sprintf("  condition: [[{field: f, logic: %s, value: %s}]]", test.logic, test.value))
			shaped, err := s.Shape(json.RawMessage(`{"id":1,"f":` + test.field + `}`))
			if err != nil || (shaped[0].Skip == "") != test.passes {
				t.Errorf("got %+v, %v", shaped, err)
			}
		})
	}
}

// What a condition cannot compare stops the document, unless the scheme asks for
// the SaaS's way.
func TestConditionOnRubbish(t *testing.T) {
	t.Parallel()
	const settings = "  condition: [[{field: mobile, logic: gt, value: 1}]]"
	rows := map[string]string{
		`{"id":1,"mobile":"x138"}`: `x.yaml: a row of c a: id 1: condition on mobile: "***" is neither a number nor a time`,
		`{"id":1,"mobile":[1]}`:    `x.yaml: a row of c a: id 1: condition on mobile: the value is a list, not one value`,
	}
	for row, want := range rows {
		if _, err := shaper(t, settings).Shape(json.RawMessage(row)); err == nil || err.Error() != want {
			t.Errorf("got %v\nwant %s", err, want)
		}
		shaped, err := shaper(t, settings+"\ncompatibility: saas").Shape(json.RawMessage(row))
		if err != nil || shaped[0].Skip == "" {
			t.Errorf("compatible: got %+v, %v", shaped, err)
		}
	}
}

const nested = `{"id":1,"d":[{"x":1,"b":[{"q":1},{"q":2}]},{"x":2,"b":[{"q":0}]},{"x":3,"b":[]}]}`

func TestNestedConditions(t *testing.T) {
	t.Parallel()
	const q = "  condition: [[{field: d.b.q, logic: gt, value: 1, because: few}]]\n"
	tests := []struct{ name, settings, row, want string }{
		{
			"a sub-line leaves its line, a line without any left leaves the row", q, nested,
			`1 1 {"id":1,"d":[{"x":1,"b":[{"q":2}]},{"x":3,"b":[]}]}`,
		},
		{
			"the same, flattened", q + "  beatFlat: [d]", nested,
			`1-1 1-1 {"id":1,"d_x":1,"d_b":[{"q":2}]}|1-2 1-2 {"id":1,"d_x":2,"d_b":[{"q":0}]} skip: few|1-3 1-3 {"id":1,"d_x":3,"d_b":[]}`,
		},
		{
			"each sub-line for itself", q + "  beatFlat: [d, d_b]", nested,
			`1-1 1-1 {"id":1,"d_x":1,"d_b_q":1} skip: few|1-2 1-2 {"id":1,"d_x":1,"d_b_q":2}|` +
				`1-3 1-3 {"id":1,"d_x":2,"d_b_q":0} skip: few|1-4 1-4 {"id":1,"d_x":3,"d_b":[]} skip: has no d.b`,
		},
		{
			"strict", "  condition: [[{field: d.b.q, logic: gt, value: 1, strictMode: true, because: few}]]\n", nested,
			`1 1 {"id":1,"d":[{"x":1,"b":[{"q":1},{"q":2}]},{"x":2,"b":[{"q":0}]},{"x":3,"b":[]}]} skip: few`,
		},
		{
			"a line passes when one alternative lets it pass",
			"  condition: [[{field: d.x, logic: eq, value: 3}], [{field: d.b.q, logic: gt, value: 1}]]\n", nested,
			`1 1 {"id":1,"d":[{"x":1,"b":[{"q":2}]},{"x":3,"b":[]}]}`,
		},
		{
			"named as after flattening", "  condition: [[{field: d_x, logic: eq, value: 3, because: no}]]\n  beatFlat: [d]", `{"id":1,"d":[{"x":3},{"x":4}]}`,
			`1-1 1-1 {"id":1,"d_x":3}|1-2 1-2 {"id":1,"d_x":4} skip: no`,
		},
		{
			"one line of a list", "  condition: [[{field: d.0.x, logic: eq, value: 3, because: no}]]\n", `{"id":1,"d":[{"x":3},{"x":4}]}`,
			`1 1 {"id":1,"d":[{"x":3},{"x":4}]}`,
		},
		{
			"a custom field has a number for a name", "  condition: [[{field: d.6936878031302, logic: eq, value: 3}]]\n",
			`{"id":1,"d":[{"6936878031302":3},{"6936878031302":4}]}`,
			`1 1 {"id":1,"d":[{"6936878031302":3}]}`,
		},
		{
			"a refused document is not asked for the rest",
			"  condition: [[{field: s, logic: eq, value: a, because: cancelled}, {field: d.x, logic: gt, value: 1}]]\n", `{"id":1,"s":"b","d":[{"x":"?"}]}`,
			`1 1 {"id":1,"s":"b","d":[{"x":"?"}]} skip: cancelled`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			shaped, err := shaper(t, test.settings).Shape(json.RawMessage(test.row))
			if got := written(shaped); err != nil || got != test.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

// A condition that can never hold, or never be asked, is a mistake.
func TestConditionMistakes(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"{field: a, logic: between, value: '5,1'}":        `nothing lies between 5 and 1`,
		"{field: a, logic: between, value: '5'}":          `between needs two numbers`,
		"{field: a, logic: gt, value: soon}":              `"soon" is neither a number nor a time`,
		"{field: a, logic: in}":                           `in needs a value`,
		"{field: a, logic: like}":                         `like needs a value`,
		"{field: a, logic: equals, value: 1}":             `"equals" is not one of eq, neq`,
		"{field: a, logic: eq, value: '{{b}}'}":           `not with {{b}}`,
		"{field: a, logic: eq, value: '{{CURRENT_TIM}}'}": `did you mean "CURRENT_TIME"?`,
		"{field: a, logic: eq, value: [1, 2]}":            `expected text, found a list`,
		"{field: a, logic: in, value: [[1], 2]}":          `expected one value, found a list`,

		"{field: day, logic: eq, value: 1}]]\n  formatResponse: [{old: a, new: day, format: date}": "formatResponse makes day after the conditions are asked; ask a",
	}
	for condition, want := range tests {
		closing := "]]"
		if strings.Contains(condition, "formatResponse") {
			closing = "]"
		}
		if err := parsed("  condition: [[" + condition + closing); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngot  %v\nwant %s", condition, err, want)
		}
	}
}

func parsed(settings string) error {
	_, err := tryParse(xYAML + settings)
	return err
}
