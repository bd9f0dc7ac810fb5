package saas

import (
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// restore puts what was kept back where it stood.
func restore(out *connectors.Object, n *yaml.Node) {
	kept, _ := keptOf(n)
	for _, m := range kept {
		switch m.Name {
		case "request", "otherRequest":
			list, _ := get(*out, m.Name).([]any)
			if more, ok := putAside(m.Value).([]any); ok {
				put(out, m.Name, slices.Concat(list, more))
			}
		case "options": // what an entry said beside name and value
		default:
			put(out, m.Name, merged(get(*out, m.Name), m.Name, m.Value))
		}
	}
}

func keptOf(n *yaml.Node) (connectors.Object, bool) {
	saas := child(n, "saas")
	if saas == nil {
		return nil, false
	}
	o, ok := value(saas).(connectors.Object)
	return o, ok
}

// merged joins what is used of a key and what was kept of it. Lists of entries
// are joined by the names of the entries.
func merged(used any, key string, kept any) any {
	list, isList := used.([]any)
	more, isMore := kept.([]any)
	switch {
	case !isList || !isMore:
		return preferred(used, kept)
	case key == "response":
		return slices.Concat(list, more)
	}
	return merge(used, kept)
}

// preferred: a single value that was kept is what stood there; the one that is
// used was a guess.
func preferred(used, kept any) any {
	if isScalar(used) && isScalar(kept) {
		return kept
	}
	return merge(used, kept)
}

// putAside marks entries that an import has not used, so that the next does not.
func putAside(kept any) any {
	list, ok := kept.([]any)
	if !ok {
		return kept
	}
	out := []any{}
	for _, item := range list {
		if o, isObject := item.(connectors.Object); isObject {
			own, _ := get(o, "erpbridge").(connectors.Object)
			o = slices.Clone(o)
			discard(&o, "erpbridge")
			item = append(o, connectors.Member{Name: "erpbridge", Value: append(slices.Clone(own), connectors.Member{Name: aside, Value: true})})
		}
		out = append(out, item)
	}
	return out
}
