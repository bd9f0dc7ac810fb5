package mapping_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// formulas give a text in which their value stands, or the same for any value.
func formulas() []string {
	return []string{
		"'{{v}}'", `"{{v}}"`, "concat('<','{{v}}','>')", "'a{{v}}b'", "case when '{{v}}'='' then 'empty' else '{{v}}' end",
		"case '{{v}}' when 'x'' or 1=1' then 'no' else concat('{{v}}','.') end", "ifnull('{{v}}','none')",
		"concat_ws('|','{{v}}','{{v}}')", "group_concat('{{v}}','{{list.v}}' separator '/')", "max('{{list.v}}')",
		"if('{{v}}' like '%{{v}}%{{v}}%' and 1=0,'no','fixed')", `replace('[x]',"x",'{{v}}')`, "trim(leading '' from '-{{v}}-')",
		"'_findCollectio {{v}}'", "case when length('{{v}}')>=0 then 'fixed' end",
	}
}

// FuzzBinding: whatever a document's value holds, an expression gives what it
// gives of a harmless word, with the value in that word's place.
func FuzzBinding(f *testing.F) {
	for _, seed := range []string{
		"", "'", `\`, `\'`, "''", "{{v}}", "}}", "';--", "' or '1'='1", "_endFind", "😀", "\n", "\x00", "/*", "#", ":v0", "%", "7", "true", "007",
	} {
		f.Add(seed)
	}
	compiled := map[string]*mapping.Mapping{}
	for _, text := range formulas() {
		compiled[text] = compile(f, field("", "_function "+text))
	}
	f.Fuzz(func(t *testing.T, value string) {
		value = strings.ToValidUTF8(value, "?")
		const word = "harmless"
		if value == "" || value == word {
			return
		}
		for text, m := range compiled {
			want := strings.ReplaceAll(formulaOf(t, m, word), word, value)
			if got := formulaOf(t, m, value); got != want {
				t.Errorf("%s of %q gave %q, want %q", text, value, got, want)
			}
		}
	})
}

func formulaOf(t *testing.T, m *mapping.Mapping, value string) string {
	t.Helper()
	content, err := json.Marshal(map[string]any{"v": value, "list": []any{map[string]any{"v": value}}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Apply(t.Context(), mapping.Document{Content: content}, nil)
	if err != nil || len(got) != 1 {
		t.Fatalf("%q gave %v, %v", value, got, err)
	}
	text, err := mapping.Text(got[0].Value)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
