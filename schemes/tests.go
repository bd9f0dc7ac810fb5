package schemes

import (
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// Test is an example a scheme carries: a row as the source sends it, what is
// stored of other schemes, and what must come of it.
type Test struct {
	Name        string
	Line        int
	Row         json.RawMessage
	Collections map[string][]json.RawMessage // scheme name or id → rows
	Want        []json.RawMessage            // the entries, or the stored rows of a scheme without target
	WantSkip    []string                     // for each skipped document: part of its reason
	WantError   string                       // part of the error
	WantWaits   string                       // the collection a document waits for
}

func (r *reader) tests(parent object, s *Scheme) {
	for _, n := range parent.list("tests") {
		o := r.object(n, "tests", keysOf[testFormat]()...)
		o.required("name")
		t := Test{
			Name: o.text("name", ""), Line: n.Line, Row: r.json(o.get("row"), "tests.row"),
			Collections: r.collections(o), WantSkip: r.reasons(o),
			WantError: o.text("wantError", ""), WantWaits: o.text("wantWaits", ""),
		}
		for _, want := range o.list("want") {
			t.Want = append(t.Want, r.json(want, "tests.want"))
		}
		if o.get("row") == nil && o.get("rows") == nil {
			r.mistake(n, "tests.row", "is required")
		}
		if len(t.Want)+len(t.WantSkip) == 0 && t.WantError == "" && t.WantWaits == "" {
			r.mistake(n, "tests", "the test wants nothing; give it want, wantSkip, wantError or wantWaits")
		}
		s.Tests = append(s.Tests, t)
	}
}

// reasons are one text or a list of them.
func (r *reader) reasons(o object) []string {
	if n := o.get("wantSkip"); n != nil && n.Kind == yaml.ScalarNode {
		return []string{n.Value}
	}
	return o.texts("wantSkip")
}

func (r *reader) collections(parent object) map[string][]json.RawMessage {
	n := parent.get("collections")
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.mistake(n, "tests.collections", "expected scheme: [rows], found %s", describe(n))
		return nil
	}
	all := map[string][]json.RawMessage{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		for _, row := range n.Content[i+1].Content {
			all[n.Content[i].Value] = append(all[n.Content[i].Value], r.json(row, "tests.collections"))
		}
	}
	return all
}

// json writes a YAML node as JSON, in its order and with its digits.
func (r *reader) json(n *yaml.Node, field string) json.RawMessage {
	if n == nil {
		return nil
	}
	text, err := json.Marshal(jsonValue(n))
	if err != nil {
		r.mistake(n, field, "cannot be written as JSON: %v", err)
	}
	return text
}

func jsonValue(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		o := connectors.Object{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			o = append(o, connectors.Member{Name: n.Content[i].Value, Value: jsonValue(n.Content[i+1])})
		}
		return o
	case yaml.SequenceNode:
		list := []any{}
		for _, element := range n.Content {
			list = append(list, jsonValue(element))
		}
		return list
	case yaml.AliasNode:
		return jsonValue(n.Alias)
	default:
		if strings.HasPrefix(n.Tag, "!!timestamp") {
			return n.Value
		}
		return scalar(n)
	}
}
