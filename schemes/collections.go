package schemes

import (
	"encoding/json"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// ReadCollections reads rows of other schemes as a test brings them along:
// "scheme: [rows]", in YAML or JSON. The error names every mistake.
func ReadCollections(file string, content []byte) (map[string][]json.RawMessage, error) {
	r := &reader{file: file}
	var document yaml.Node
	if err := yaml.Unmarshal(content, &document); err != nil {
		return nil, r.syntax(content, err)
	}
	if len(document.Content) == 0 {
		return nil, nil
	}
	if !r.aliases(&document) {
		return nil, r.err()
	}
	root := document.Content[0]
	for i := 0; root.Kind == yaml.MappingNode && i+1 < len(root.Content); i += 2 {
		if rows := root.Content[i+1]; rows.Kind != yaml.SequenceNode && rows.Kind != yaml.AliasNode {
			r.mistake(rows, root.Content[i].Value, "expected a list of rows, found %s", describe(rows))
		}
	}
	rows := r.collections(object{r: r, node: &document, values: map[string]*yaml.Node{"collections": root}})
	return rows, r.err()
}

// Among is a finder in rows that are at hand, by the names or ids of their
// schemes.
func (s *Scheme) Among(rows map[string][]json.RawMessage) mapping.Finder {
	return s.testFinder(Test{Collections: rows})
}
