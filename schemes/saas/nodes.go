package saas

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// schemaLine tells editors which keys there are.
const schemaLine = "# yaml-language-server: $schema=./scheme.schema.json\n"

func scalarNode(v any) *yaml.Node {
	n := &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str"}
	switch v := v.(type) {
	case string:
		n.Value = v
		if strings.Contains(v, "{{") || strings.ContainsAny(v, "\n\r\t") || ambiguous(v) {
			n.Style = yaml.DoubleQuotedStyle
		}
	case json.Number:
		n.Value = v.String()
		if _, err := v.Float64(); err == nil { // larger ones are texts to YAML
			n.Tag = ""
		}
	case bool:
		n.Value, n.Tag = text(v), "!!bool"
	default:
		n.Value, n.Tag = "null", "!!null"
	}
	return n
}

// ambiguous texts are no texts to some readers of YAML.
func ambiguous(v string) bool {
	switch strings.ToLower(v) {
	case "yes", "no", "on", "off", "y", "n", "=", "<<":
		return true
	}
	return strings.Contains(v, "*") // an alias, to careless eyes
}

func flow(n *yaml.Node) *yaml.Node {
	n.Style |= yaml.FlowStyle
	return n
}

// node writes a JSON value as YAML; below a level it is on one line.
func node(v any) *yaml.Node {
	switch v := v.(type) {
	case connectors.Object:
		n := flow(&yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"})
		for _, m := range v {
			add(n, m.Name, node(m.Value))
		}
		return n
	case []any:
		n := flow(&yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"})
		for _, e := range v {
			n.Content = append(n.Content, node(e))
		}
		return n
	default:
		return scalarNode(v)
	}
}

func mapNode() *yaml.Node { return &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"} }

func listNode(nodes []*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq", Content: nodes}
}

// words is a list of texts on one line.
func words(list []string) *yaml.Node {
	n := flow(listNode(nil))
	for _, w := range list {
		n.Content = append(n.Content, scalarNode(w))
	}
	return n
}

// add writes a key.
func add(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, scalarNode(key), value)
}

// set writes a key unless its value says nothing.
func set(n *yaml.Node, key string, v any) {
	switch v := v.(type) {
	case *yaml.Node:
		if v != nil && (v.Kind == yaml.ScalarNode || len(v.Content) > 0) {
			add(n, key, v)
		}
	default:
		if !nothing(v) {
			add(n, key, node(v))
		}
	}
}

// encode writes a scheme.
func encode(root *yaml.Node) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(schemaLine)
	enc := yaml.NewEncoder(&b)
	const indent = 2
	enc.SetIndent(indent)
	if err := enc.Encode(root); err != nil {
		return nil, fmt.Errorf("write YAML: %w", err)
	}
	return b.Bytes(), nil
}
