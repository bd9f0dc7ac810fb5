package schemes_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

func TestIdentity(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, id, number, row, want string }{
		{"dotted", "base.id", "base.no", `{"base":{"id":1,"no":"N"}}`, `^1 N $`},
		{"a template", `"{{a}}-{{b}}"`, `"NO{{a}}"`, `{"a":1,"b":"x"}`, `^1-x NO1 $`},
		{"a pipe", `"{{a}}/{{t|date}}"`, "n", `{"a":1,"t":1704067200}`, `^1/2024-01-01 1/2024-01-01 $`},
		{"random is the content's", `"{{random}}"`, "a", `{"a":1}`, `^[0-9a-f]{16} 1 $`},
		{"a part is empty", `"{{a}}-{{b}}"`, "n", `{"a":1,"b":null}`, `^  x\.yaml: a row of c a: it has no b, which the scheme names as its id$`},
		{"a part is a list", `"{{a}}-{{b}}"`, "n", `{"a":1,"b":[]}`, `^  .*its id \{\{a\}\}-\{\{b\}\} .*\{\{b\}\} is a list, not one value`},
		{"the number is a list", "a", "n", `{"a":1,"n":[]}`, `^  .*its number n is a list, not one value`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := identified(t, test.id, test.number, test.row); !regexp.MustCompile(test.want).MatchString(got) {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func identified(t *testing.T, id, number, row string) string {
	t.Helper()
	settings := strings.NewReplacer("id: id\n", "id: "+id+"\n", "number: head.no\n", "number: "+number+"\n").Replace(xYAML)
	shaped, err := parse(t, settings).Shape(json.RawMessage(row))
	if err != nil {
		return "  " + err.Error()
	}
	return shaped[0].Key + " " + shaped[0].Number + " "
}

// The same row again, spaced otherwise, has the same {{random}}; another has
// another.
func TestRandomRecognisesRepeats(t *testing.T) {
	t.Parallel()
	key := func(row string) string { return identified(t, `"{{random}}"`, "n", row) }
	if once, again := key(`{"a":1, "b":[2]}`), key(`{"a":1,"b":[ 2 ]}`); once != again {
		t.Errorf("%s became %s", once, again)
	}
	if one, other := key(`{"a":1}`), key(`{"a":2}`); one == other {
		t.Errorf("both are %s", one)
	}
}

func TestIdentityMistakes(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"{{CURRENT_TIME}}": "x.yaml:8:7: source.id: {{CURRENT_TIME}} is not the row's own and cannot be its key",
		"{{bfn_id}}":       "{{bfn_id}} is not the row's own",
		"{{a":              "the closing }} is missing",
		"{{a|dat}}":        `did you mean "date"?`,
	}
	for id, want := range tests {
		_, err := tryParse(strings.Replace(xYAML, "id: id\n", `id: "`+id+"\"\n", 1))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}
