package docstore_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors/docstore"
)

func TestValues(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		content, path string
		want          []string
	}{
		"text":              {`{"a":" 1.0 "}`, "a", []string{" 1.0 "}},
		"number":            {`{"a":1001}`, "a", []string{"1001"}},
		"decimal zeros":     {`{"a":1001.00}`, "a", []string{"1001"}},
		"exponent":          {`{"a":1.001E+3}`, "a", []string{"1001"}},
		"small":             {`{"a":-12.50e-3}`, "a", []string{"-0.0125"}},
		"minus nothing":     {`{"a":-0.0}`, "a", []string{"0"}},
		"a huge exponent":   {`{"a":1E999999999999}`, "a", []string{"1e999999999999"}},
		"more than 64 bits": {`{"a":12345678901234567890.10}`, "a", []string{"12345678901234567890.1"}},
		"truth":             {`{"a":true}`, "a", []string{"true"}},
		"nothing":           {`{"a":null}`, "a", nil},
		"object":            {`{"a":{}}`, "a", nil},
		"absent":            {`{"a":1}`, "b", nil},
		"nested":            {`{"a":{"b":{"c":1}}}`, "a.b.c", []string{"1"}},
		"member with a dot": {`{"a.b":1,"a":{"b":2}}`, "a.b", []string{"1"}},
		"nested, with dot":  {`{"a":{"b.c":1}}`, "a.b.c", []string{"1"}},
		"below a scalar":    {`{"a":1}`, "a.b", nil},
		"array":             {`{"a":["y","x","y",1]}`, "a", []string{"1", "x", "y"}},
		"array of objects":  {`{"a":[{"b":1},{"b":[2,3]},4]}`, "a.b", []string{"1", "2", "3"}},
		"no path":           {`{"":1}`, "", nil},
		"ends with a dot":   {`{"a":{"":1}}`, "a.", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content, err := docstore.ReadContent(json.RawMessage(test.content))
			if err != nil {
				t.Fatal(err)
			}
			if got := content.Values(test.path); !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

// FuzzValues: two spellings of an amount have one value exactly when they are
// the same amount, and reading never fails on what is JSON.
func FuzzValues(f *testing.F) {
	f.Add("1.0", "1", "a")
	f.Add("10e-1", "-0", "a.b")
	f.Add(`{"a":[{"b":1}]}`, `"x"`, "a..b")
	f.Fuzz(func(t *testing.T, one, two, path string) {
		a, aOK := value(one)
		b, bOK := value(two)
		if aOK && bOK && smallNumber(one) && smallNumber(two) {
			same := decimal.RequireFromString(strings.TrimSpace(one)).Equal(decimal.RequireFromString(strings.TrimSpace(two)))
			if same != (a == b) {
				t.Errorf("%s is %q, %s is %q", one, a, two, b)
			}
		}
		if content, err := docstore.ReadContent(json.RawMessage(one)); err == nil {
			content.Values(path)
			if _, err := content.Hash(); err != nil {
				t.Error(err)
			}
		} else if json.Valid([]byte(one)) {
			t.Errorf("%q: %v", one, err)
		}
	})
}

func value(number string) (string, bool) {
	content, err := docstore.ReadContent(json.RawMessage(`{"v":` + number + `}`))
	if err != nil {
		return "", false
	}
	values := content.Values("v")
	if len(values) != 1 {
		return "", false
	}
	return values[0], true
}

func smallNumber(s string) bool {
	var n json.Number
	s = strings.TrimSpace(s)
	_, exponent, _ := strings.Cut(strings.ToLower(s), "e")
	return json.Unmarshal([]byte(s), &n) == nil && !strings.HasPrefix(s, `"`) && len(exponent) < 3 && s != "null"
}

func TestFinalStatesAreLeftOnlyByCompensation(t *testing.T) {
	t.Parallel()
	for _, from := range docstore.States() {
		for _, to := range docstore.States() {
			final := from.Final() && from != to && docstore.CanFollow(from, to)
			if final && (from != docstore.Audited || to != docstore.Compensated) {
				t.Errorf("%s may become %s", from, to)
			}
			if from.Delivered() && (docstore.CanReopen(from) || docstore.CanSkip(from) || to == docstore.Fetched && docstore.CanFollow(from, to) && from != docstore.Cancelled && from != docstore.Deleting) {
				t.Errorf("%s may be sent twice or hidden", from)
			}
		}
	}
}
