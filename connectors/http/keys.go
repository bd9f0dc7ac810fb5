package http

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// known is a key that an object may have, as the tag of its type says.
type known struct {
	name     string
	required bool
	index    []int
}

func keysOf(t reflect.Type) []known {
	var keys []known
	for _, f := range reflect.VisibleFields(t) {
		tag, tagged := f.Tag.Lookup("yaml")
		name, option, _ := strings.Cut(tag, ",")
		if tagged && name != "-" && option != "inline" {
			keys = append(keys, known{name, option == "required", f.Index})
		}
	}
	return keys
}

func namesOf(keys []known) []string {
	names := make([]string, len(keys))
	for i, k := range keys {
		names[i] = k.name
	}
	return names
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func isNull(n *yaml.Node) bool { return n.Kind == yaml.ScalarNode && n.Tag == "!!null" }

func shown(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys and values"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	if isNull(n) {
		return "nothing"
	}
	text := []rune(n.Value)
	return strconv.Quote(string(text[:min(len(text), 40)]))
}

// params are names with values that are made for each call, in their order.
type params []param

type param struct {
	name  string
	value template
}

func (ps *params) read(r reader, n *yaml.Node, path string) {
	if n.Kind != yaml.MappingNode {
		r.add(placeOf(n), path, "expected keys and values, found %s", shown(n))
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		p := param{name: key.Value}
		twice := slices.ContainsFunc(*ps, func(other param) bool { return other.name == p.name })
		switch {
		case key.Kind != yaml.ScalarNode || key.Value == "":
			r.add(placeOf(key), path, "expected a name, found %s", shown(key))
			continue
		case twice:
			r.add(placeOf(key), join(path, p.name), "the key is written twice")
		}
		r.value(value, reflect.ValueOf(&p.value).Elem(), join(path, p.name))
		*ps = append(*ps, p)
	}
}
