package schemes_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestFormats(t *testing.T) {
	t.Parallel()
	tests := []struct{ format, value, want string }{
		{"date", `"2024-01-02 11:22:33"`, `"2024-01-02"`},
		{"date", `1704067200`, `"2024-01-01"`},
		{"date", `1704067199999`, `"2024-01-01"`},
		{"time", `"20240102112233"`, `"11:22:33"`},
		{"dateTime", `"2024-01-02 11:22:33"`, `"2024-01-02 11:22"`},
		{"datetime", `"2024-01-02"`, `"2024-01-02 00:00"`},
		{"shortDate", `"2024-01-02 11:22:33"`, `"01-02"`},
		{"shortTime", `"2024-01-02T11:22:33Z"`, `"19:22"`},
		{"shortDateTime", `"2024-01-02 11:22:33"`, `"01-02 11:22"`},
		{"longText", `"一二三四五六七八九十一二三四五六"`, `"一二三四五六七八九十一二三四五…"`},
		{"longText(2)", `"一二"`, `"一二"`},
		{"longText(n=2)", `12345`, `"12…"`},
		{"intval", `"12.99"`, `12`},
		{"intval", `-12.99`, `-12`},
		{"round", `1.005`, `1.01`},
		{"round(2)", `"-1.005"`, `-1.01`},
		{"round(0)", `2.5`, `3`},
		{"round(2)", `2`, `2`},
		{"round(2)", `2.50`, `2.50`},
		{"amount", `1000000`, `"￥1,000,000.00"`},
		{"amount", `"-1234.567"`, `"-￥1,234.57"`},
		{"amount", `-0.001`, `"￥0.00"`},
		{"amount", `999.995`, `"￥1,000.00"`},
		{"implode", `["a",1.0,null]`, `"a,1.0,"`},
		{"implode('、')", `["a","b"]`, `"a、b"`},
		{`implode(" / ")`, `["a","b"]`, `"a / b"`},
		{"implode(',')", `"a"`, `"a"`},
		{"string", `1.50`, `"1.50"`},
		{"string", `true`, `"true"`},
		{"date", `""`, `""`},
		{"implode(',')", `[]`, `[]`},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test), func(t *testing.T) {
			t.Parallel()
			s := shaper(t, fmt.Sprintf("  formatResponse: [{old: v, new: v_new, format: %q}]", test.format))
			shaped, err := s.Shape(json.RawMessage(`{"id":1,"v":` + test.value + `}`))
			if want := `1 1 {"id":1,"v":` + test.value + `,"v_new":` + test.want + `}`; err != nil || written(shaped) != want {
				t.Errorf("got  %s, %v\nwant %s", written(shaped), err, want)
			}
		})
	}
}

// Where the new field stands.
func TestFormatPlaces(t *testing.T) {
	t.Parallel()
	const row = `{"id":1,"a":{"b":"2024-01-02 03:04:05"},"l":[{"t":"2024-01-02 03:04:05","m":[{"t":"2024-01-03"}]}]}`
	tests := []struct{ name, old, new, format, more, want string }{
		{"below an object", "a.b", "b_new", "date", "", `{"id":1,"a":{"b":"2024-01-02 03:04:05"},"l":[…],"b_new":"2024-01-02"}`},
		{"in the object", "a.b", "a.c", "date", "", `{"id":1,"a":{"b":"2024-01-02 03:04:05","c":"2024-01-02"},"l":[…]}`},
		{"in its place", "a.b", "a.b", "time", "", `{"id":1,"a":{"b":"03:04:05"},"l":[…]}`},
		{"nothing there", "a.x", "x_new", "date", "", `{"id":1,"a":{"b":"2024-01-02 03:04:05"},"l":[…]}`},
		{"the head's for every line", "a.b", "b_new", "date", "\n  beatFlat: [l]", `{"id":1,"a":{"b":"2024-01-02 03:04:05"},"l_t":"2024-01-02 03:04:05","l_m":[{"t":"2024-01-03"}],"b_new":"2024-01-02"}`},
		{"the line's for each", "l.t", "t_new", "date", "\n  beatFlat: [l]", `{"id":1,"a":{…},"l_t":"2024-01-02 03:04:05","l_m":[{"t":"2024-01-03"}],"l_t_new":"2024-01-02"}`},
		{"by the names after flattening", "l_t", "l_t_new", "date", "\n  beatFlat: [l]", `{"id":1,"a":{…},"l_t":"2024-01-02 03:04:05","l_m":[{"t":"2024-01-03"}],"l_t_new":"2024-01-02"}`},
		{"in lines of lines", "l.m.t", "l_m_t_new", "shortDate", "\n  beatFlat: [l, l.m]", `{"id":1,"a":{…},"l_t":"2024-01-02 03:04:05","l_m_t":"2024-01-03","l_m_t_new":"01-03"}`},
		{"all lines in one", "l.m.t", "all", "implode(';')", "", `{"id":1,"a":{…},"l":[…],"all":"2024-01-03"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := shaper(t, fmt.Sprintf("  formatResponse: [{old: %s, new: %s, format: %q}]%s", test.old, test.new, test.format, test.more))
			shaped, err := s.Shape(json.RawMessage(row))
			if err != nil || len(shaped) != 1 {
				t.Fatal(shaped, err)
			}
			got := strings.NewReplacer(`[{"t":"2024-01-02 03:04:05","m":[{"t":"2024-01-03"}]}]`, "[…]").Replace(string(shaped[0].Content))
			if strings.Contains(test.want, "{…}") {
				got = strings.Replace(got, `{"b":"2024-01-02 03:04:05"}`, "{…}", 1)
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// A value that cannot be read stops the document, unless nobody carries it or
// the scheme asks for the SaaS's way.
func TestFormatErrors(t *testing.T) {
	t.Parallel()
	const settings = "  formatResponse: [{old: l.mobile, new: day, format: date}]\n  condition: [[{field: l.x, logic: eq, value: 1}]]\n"
	s := shaper(t, settings)
	_, err := s.Shape(json.RawMessage(`{"id":7,"l":[{"x":1,"mobile":"13800138000x"}]}`))
	if want := `x.yaml: a row of c a: id 7: line 1 of l: formatResponse l.mobile → day: "***" is not a date or time and cannot be formatted as date (x.yaml:10)`; err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
	if shaped, err := s.Shape(json.RawMessage(`{"id":7,"l":[{"x":2,"mobile":"?"},{"x":1,"mobile":"2024-01-01"}]}`)); err != nil || shaped[0].Skip != "" {
		t.Errorf("a refused line stopped the document: %v", err)
	}
	if shaped, err := shaper(t, strings.Replace(settings, "l.x", "x", 1)).Shape(json.RawMessage(`{"id":7,"l":[{"mobile":"?"}]}`)); err != nil || shaped[0].Skip == "" {
		t.Errorf("a refused row was formatted: %v", err)
	}
	shaped, err := shaper(t, settings+"compatibility: saas").Shape(json.RawMessage(`{"id":7,"l":[{"x":1,"mobile":"?"}]}`))
	if want := `7 7 {"id":7,"l":[{"x":1,"mobile":"?","day":"?"}]}`; err != nil || written(shaped) != want {
		t.Errorf("compatible: got %s, %v", written(shaped), err)
	}
}

func TestFormatMistakes(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"dat":             `format dat: there is no such format; did you mean "date"?`,
		"round(2":         `the closing ) is missing`,
		"round(x)":        `"x" is not a whole number from 0 to 1000`,
		"date(2)":         `it takes nothing in brackets`,
		"dateDescription": `"a day ago" is another text each day`,
	}
	for format, want := range tests {
		settings := "  formatResponse: [{old: a, new: b, format: " + format + "}]"
		if err := parsed(settings); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		compatible := parse(t, xYAML+settings+"\ncompatibility: saas")
		if problems := fmt.Sprint(compatible.Check(nil)); !strings.Contains(problems, want) {
			t.Errorf("compatible: got %v\nwant %s", problems, want)
		}
		shaped, err := compatible.Shape(json.RawMessage(`{"id":1,"a":"x"}`))
		if err != nil || written(shaped) != `1 1 {"id":1,"a":"x","b":"x"}` {
			t.Errorf("compatible: got %s, %v", written(shaped), err)
		}
	}
}
