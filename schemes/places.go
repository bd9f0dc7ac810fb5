package schemes

import (
	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// places finds where things stand in a scheme's file, for problems that are
// found after it was read.
type places struct {
	file string
	root *yaml.Node
}

func (s *Scheme) wheres() places {
	var document yaml.Node
	// What Parse accepted is YAML; a scheme made otherwise has no places.
	if err := yaml.Unmarshal(s.YAML, &document); err != nil || len(document.Content) == 0 {
		return places{file: s.File}
	}
	return places{file: s.File, root: document.Content[0]}
}

// at is the place at the end of a path of keys (string) and indexes (int), or
// the nearest before it that exists. The field is what a person reads.
func (p places) at(field string, path ...any) mapping.Place {
	place := mapping.Place{File: p.file, Line: 1, Column: 1, Field: field}
	for n := p.root; n != nil; path = path[1:] {
		if n.Kind == yaml.AliasNode {
			n = n.Alias
		}
		place.Line, place.Column = n.Line, n.Column
		if len(path) == 0 {
			break
		}
		n = inside(n, path[0])
	}
	return place
}

func inside(n *yaml.Node, step any) *yaml.Node {
	switch step := step.(type) {
	case int:
		if n.Kind == yaml.SequenceNode && step < len(n.Content) {
			return n.Content[step]
		}
	case string:
		for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
			if n.Content[i].Value == step {
				return n.Content[i+1]
			}
		}
	}
	return nil
}
