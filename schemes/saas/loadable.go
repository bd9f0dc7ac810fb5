package saas

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// loadable writes the scheme and has it parsed; what is refused is put under
// saas, until the rest is accepted.
func (b *builder) loadable(file string, root *yaml.Node) (*schemes.Scheme, []byte, error) {
	const most = 20 // each round mends all mistakes that can be seen
	for range most {
		tidy(root)
		text, err := encode(root)
		if err != nil {
			return nil, nil, err
		}
		s, err := schemes.Parse(file, text)
		if err == nil {
			return s, text, nil
		}
		if !b.demoteAll(root, text, mistakes(err)) {
			return nil, nil, fmt.Errorf("the scheme that came of it cannot be loaded: %w", err)
		}
	}
	return nil, nil, errors.New("the scheme that came of it cannot be loaded")
}

// tidy puts what is kept in an order that does not depend on how it came there.
func tidy(n *yaml.Node) {
	for _, c := range n.Content {
		tidy(c)
	}
	kept := child(n, "saas")
	if kept == nil || kept.Kind != yaml.MappingNode {
		return
	}
	const pair = 2
	chunks := slices.Collect(slices.Chunk(kept.Content, pair))
	slices.SortStableFunc(chunks, func(a, b []*yaml.Node) int { return strings.Compare(a[0].Value, b[0].Value) })
	kept.Content = slices.Concat(chunks...)
}

// mistakes takes an error apart.
func mistakes(err error) []mapping.Mistake {
	var one mapping.Mistake
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		var all []mapping.Mistake
		for _, e := range many.Unwrap() {
			all = append(all, mistakes(e)...)
		}
		return all
	}
	if errors.As(err, &one) {
		return []mapping.Mistake{one}
	}
	return nil
}

// demoteAll puts under saas what the mistakes are about, and says whether there
// was anything to put there.
func (b *builder) demoteAll(root *yaml.Node, text []byte, list []mapping.Mistake) bool {
	var written yaml.Node
	if yaml.Unmarshal(text, &written) != nil || len(written.Content) == 0 {
		return false
	}
	var paths [][]*yaml.Node
	var messages []string
	for _, m := range list {
		if path := locate(written.Content[0], root, m.Place.Line, m.Place.Column); path != nil {
			paths, messages = append(paths, path), append(messages, m.Message)
		}
	}
	done := false
	for i, path := range paths {
		if connected(path) { // a mistake before it may have moved it
			done = b.demote(path, messages[i]) || done
		}
	}
	return done
}

func connected(path []*yaml.Node) bool {
	for i := range len(path) - 1 {
		if !slices.Contains(path[i].Content, path[i+1]) {
			return false
		}
	}
	return true
}

// locate finds the node that is written at a place: the nodes from the root to
// it, of the tree that can be changed.
func locate(written, tree *yaml.Node, line, column int) []*yaml.Node {
	if written.Line == line && written.Column == column && written.Kind != 0 {
		return []*yaml.Node{tree}
	}
	if len(written.Content) != len(tree.Content) {
		return nil
	}
	for i, w := range written.Content {
		if below := locate(w, tree.Content[i], line, column); below != nil {
			return append([]*yaml.Node{tree}, below...)
		}
	}
	return nil
}
