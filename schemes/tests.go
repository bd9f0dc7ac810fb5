package schemes

import (
	"encoding/json"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// Test is an example a scheme carries: a row or several as the source sends
// them, what is stored of other schemes, and what must come of it.
type Test struct {
	Name        string
	Line        int
	Row         json.RawMessage              // what the source sends; nil when there are Rows
	Rows        []json.RawMessage            // several of them, whose lines may be merged
	Collections map[string][]json.RawMessage // scheme name or id → rows
	Want        []json.RawMessage            // the entries, or the stored rows of a scheme without target
	WantSkip    []string                     // for each skipped document: part of its reason
	WantError   string                       // part of the error
	WantWaits   string                       // the collection a document waits for
	Answer      json.RawMessage              // what the target answers
	WantHanded  json.RawMessage              // the row the first document is handed over as
}

func (r *reader) tests(parent object, s *Scheme) {
	for _, n := range parent.list("tests") {
		o := r.object(n, "tests", keysOf[testFormat]()...)
		o.required("name")
		t := Test{
			Name: o.text("name", ""), Line: n.Line, Row: r.json(o.get("row"), "tests.row"), Rows: r.rows(o, "rows"),
			Collections: r.collections(o), Want: r.rows(o, "want"), WantSkip: r.reasons(o),
			WantError: o.text("wantError", ""), WantWaits: o.text("wantWaits", ""),
			Answer: r.json(o.get("answer"), "tests.answer"), WantHanded: r.json(o.get("wantHanded"), "tests.wantHanded"),
		}
		r.checkTest(o, t)
		s.Tests = append(s.Tests, t)
	}
}

func (r *reader) rows(o object, key string) []json.RawMessage {
	var rows []json.RawMessage
	for _, n := range o.list(key) {
		rows = append(rows, r.json(n, "tests."+key))
	}
	return rows
}

func (r *reader) checkTest(o object, t Test) {
	row, rows := o.get("row") != nil, o.get("rows") != nil
	switch {
	case row && rows:
		r.mistake(o.get("rows"), "tests.rows", "row and rows exclude each other; put all into rows")
	case !row && !rows:
		r.mistake(o.node, "tests.row", "is required: a row as the API sends it, or several as rows")
	}
	if t.Answer != nil && t.WantHanded == nil {
		r.mistake(o.get("answer"), "tests.answer", "is used for wantHanded only, which is missing")
	}
	if len(t.Want)+len(t.WantSkip) == 0 && t.WantError == "" && t.WantWaits == "" && t.WantHanded == nil && !unread(o.get("want")) {
		r.mistake(o.node, "tests", "the test wants nothing; give it want, wantSkip, wantError, wantWaits or wantHanded")
	}
}

// unread is what stands where a list belongs, of which that is said already.
func unread(n *yaml.Node) bool { return n != nil && n.Kind != yaml.SequenceNode }

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
