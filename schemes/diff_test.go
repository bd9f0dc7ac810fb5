package schemes

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ want, came, lines string }{
		"the same":              {`{"a":1,"b":[{"c":"x"}]}`, `{"b":[{"c":"x"}],"a":1}`, ""},
		"digits":                {`{"a":1.5}`, `{"a":1.50}`, "- a: 1.5\n+ a: 1.50"},
		"text and number":       {`{"a":"1"}`, `{"a":1}`, "- a: \"1\"\n+ a: 1"},
		"the case of a key":     {`{"FDate":1}`, `{"Fdate":1}`, "- FDate: 1\n+ Fdate: 1"},
		"empty is not missing":  {`{"a":[]}`, `{}`, "- a: []"},
		"an object for a list":  {`{"a":[1]}`, `{"a":{"b":1}}`, "- a: [1]\n+ a: {\"b\":1}"},
		"in a row":              {`{"l":[{"x":1},{"x":2}]}`, `{"l":[{"x":1},{"x":3,"<":null}]}`, "- l[1].x: 2\n+ l[1].x: 3\n+ l[1].<: null"},
		"a row more in between": {`{"l":[{"x":1},{"x":3}]}`, `{"l":[{"x":1},{"x":2},{"x":3}]}`, `+ l[1]: {"x":2}`},
		"a row less at the end": {`{"l":[{"x":1},{"x":2}]}`, `{"l":[{"x":1}]}`, `- l[1]: {"x":2}`},
		"one more of the same":  {`{"l":[1,1]}`, `{"l":[1,1,1]}`, `+ l[2]: 1`},
		"rows in order":         {`{"l":[0,0,0,0,0,0,0,0,0,0,0]}`, `{"l":[0,0,1,0,0,0,0,0,0,0,2]}`, "- l[2]: 0\n+ l[2]: 1\n- l[10]: 0\n+ l[10]: 2"},
		"no JSON":               {`{`, `{}`, "- (document): {\n+ (document): {}"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(differences(json.RawMessage(c.want), json.RawMessage(c.came)), "\n")
			if got != c.lines {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.lines)
			}
		})
	}
}

// There is a difference exactly when the documents differ, whatever their rows.
func TestDifferencesAreComplete(t *testing.T) {
	t.Parallel()
	document := rapid.MapOf(rapid.SampledFrom([]string{"a", "b", "l"}), rapid.SliceOfN(rapid.IntRange(0, 2), 0, 4))
	rapid.Check(t, func(t *rapid.T) {
		want, errWant := json.Marshal(document.Draw(t, "want"))
		came, errCame := json.Marshal(document.Draw(t, "came"))
		if errWant != nil || errCame != nil {
			t.Fatal(errWant, errCame)
		}
		if lines := differences(want, came); (len(lines) == 0) != (string(want) == string(came)) {
			t.Errorf("%s and %s: %v", want, came, lines)
		}
	})
}
