package mysql_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

// templates give a text with their value in it.
func templates() []string {
	return []string{
		"concat('<',:v0,'>')", "case when 1=0 then 'no' else concat(:v0,'') end", "ifnull(:v0,'none')", "if(1=1,:v0,'x')",
		"concat_ws(',','a',:v0,'b')", "replace('[x]','x',:v0)", "coalesce(null,:v0)", "insert('ab',2,0,:v0)", "elt(2,'a',:v0,'b')",
		"substring_index(concat('a\x01',:v0),'\x01',-1)", "group_concat(:v0 separator ' ')", "reverse(reverse(:v0))",
		"unhex(hex(:v0))", "concat(case when :v0 like '%never%' or 'a'='b' then 'x' else '' end,'fixed')", "max(:v0)",
		"case :v0 when 'never' then 'x' else 'fixed' end", "if(locate('never',:v0)>0,'x','fixed')", "cast(:v0 as char)",
		"if(:v0 regexp 'never','x','fixed')", "if(find_in_set('never',:v0)>0,'x','fixed')", "ifnull(nullif(:v0,'never'),'x')",
	}
}

// FuzzBinding: whatever a value holds, an expression gives what it gives of a
// harmless word, with the value in that word's place.
func FuzzBinding(f *testing.F) {
	for _, seed := range hostileTexts() {
		f.Add(seed)
	}
	engine := mysql.New()
	const word = "harmless"
	for _, text := range templates() {
		if _, err := engine.Compile(text, 1); err != nil {
			f.Fatal(text, err)
		}
	}
	f.Fuzz(func(t *testing.T, value string) {
		value = strings.ToValidUTF8(value, "?")
		if strings.Contains(value, "\x01") || strings.Contains(strings.ToLower(value), "never") {
			return // what the templates themselves look for
		}
		for _, text := range templates() {
			x, err := engine.Compile(text, 1)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.ReplaceAll(evaluated(t, x, word), word, value)
			if got := evaluated(t, x, value); got != want {
				t.Errorf("%s of %q gave %q, want %q", text, value, got, want)
			}
			if again := evaluated(t, x, word); strings.ReplaceAll(again, word, value) != want {
				t.Errorf("%s changed after %q", text, value)
			}
		}
	})
}

func evaluated(t *testing.T, x *mysql.Expression, value string) string {
	t.Helper()
	in := mysql.Input{Values: []any{mysql.Text(value)}, Now: noon()}
	for range x.Aggregates() {
		in.Rows = append(in.Rows, [][]any{{mysql.Text(value)}})
	}
	got, err := x.Eval(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	s, ok := got.(string)
	if !ok {
		t.Fatalf("%#v is not text", got)
	}
	return s
}

func hostileTexts() []string {
	return []string{
		"", "'", `"`, `\`, "`", "--", "-- ", "/*", "*/", "#", ";", "';--", "') or (1=1", "' or '1'='1", ":v0", "?", "{{x}}", "}}", "_endFind",
		"%", "_", "中", "\x00", "\n", "null", "end", "select", "0x41", "1e999999999", "99999999999999999999999999", "😀", "（", "true", "2024-01-01",
	}
}

// FuzzExpression: any text compiles or is refused, and what compiles gives a value or an error.
func FuzzExpression(f *testing.F) {
	for _, q := range questions() {
		if len(q.values) < 3 {
			f.Add(q.text, "7", "2024-02-29")
		}
	}
	for _, text := range hostileTexts() {
		f.Add("repeat("+text, text, text)
	}
	engine := mysql.New()
	f.Fuzz(func(t *testing.T, text, a, b string) {
		x, err := engine.Compile(text, strings.Count(text, ":v"))
		if err != nil {
			return
		}
		for _, values := range [][]any{{mysql.Text(a), mysql.Text(b)}, {a, json.Number("1.50")}, {nil, true}, {json.Number("-3"), b}} {
			in := mysql.Input{Now: noon()}
			for i := range strings.Count(text, ":v") {
				in.Values = append(in.Values, values[i%2])
			}
			for _, inside := range x.Aggregates() {
				row := make([]any, len(inside))
				in.Rows = append(in.Rows, [][]any{row, row})
			}
			if v, err := x.Eval(t.Context(), in); err != nil && strings.Contains(err.Error(), "cannot be evaluated") {
				t.Errorf("%q gave %v, %v", text, v, err)
			}
		}
	})
}
