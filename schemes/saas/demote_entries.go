package saas

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// demoteEntry moves a whole entry to the saas of its side, and the parent with
// it that would have nothing below it.
func (b *builder) demoteEntry(path []*yaml.Node, level int, message string) bool {
	const side, above = 1, 3
	if len(path) < level+above {
		return false
	}
	list, e := path[level+1], path[level+2]
	if len(list.Content) == 1 && level > side {
		return b.demoteEntry(path[:level+1], level-2, message)
	}
	i := slices.Index(list.Content, e)
	if i < 0 {
		return false
	}
	list.Content = slices.Delete(list.Content, i, i+1)
	if len(list.Content) == 0 && sideIn(path) == sourceSide {
		drop(path[level], "request")
	}
	kept := saasOf(path[side])
	all := child(kept, "request")
	if all == nil {
		all = flow(listNode(nil))
		add(kept, "request", all)
	}
	name := fieldIn(path[:level+above])
	b.note(Note{Kind: Stopped, Code: "refused", Side: sideIn(path), Field: name, Detail: message})
	o := exportField(e)
	put(&o, "field", name)
	all.Content = append(all.Content, node(o))
	return true
}

// saasOf is the saas of a level, made when there is none.
func saasOf(level *yaml.Node) *yaml.Node {
	if kept := child(level, "saas"); kept != nil {
		return kept
	}
	kept := flow(mapNode())
	add(level, "saas", kept)
	return kept
}

// fieldIn is the dotted name of the entry a path leads to.
func fieldIn(path []*yaml.Node) string {
	name := ""
	const sides = 2
	for _, n := range path[min(sides, len(path)):] {
		if f := child(n, "field"); f != nil {
			name += "." + f.Value
		}
	}
	if name == "" {
		return ""
	}
	return name[1:]
}

func sideIn(path []*yaml.Node) string {
	if len(path) > 1 {
		return keyOf(path[0], path[1])
	}
	return ""
}

// printed is a value as a report shows it.
func printed(n *yaml.Node) string {
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	return ""
}
