package saas

import (
	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// tables writes static tables.
func (b *builder) tables(root *yaml.Node, outer *connectors.Object) {
	v, _ := take(outer, "mappings", "数据映射")
	list, _ := v.([]any)
	var out []any
	for _, item := range list {
		out = append(out, table(item))
	}
	if len(out) > 0 {
		put(outer, "mappings", out)
	} else {
		put(outer, "mappings", v)
	}
	row := shape{keys: []string{"a_value", "a_label", "b_value", "b_label"}}
	b.tableBlock(root, outer, row)
}

func (b *builder) tableBlock(root *yaml.Node, outer *connectors.Object, row shape) {
	v, _ := take(outer, "mappings")
	known, rest := tableShape(v, row)
	if list, ok := known.([]any); ok {
		n := listNode(nil)
		for _, t := range list {
			n.Content = append(n.Content, tableNode(t))
		}
		set(root, "mappings", n)
	}
	put(outer, "mappings", rest)
}

// tableShape splits the rows of tables, too.
func tableShape(v any, row shape) (known, rest any) {
	s := shape{each: &shape{keys: []string{"name", "title", "notFound", "default", "rows"}}}
	if nothing(v) {
		return nil, nil
	}
	for _, t := range listed(v) {
		o, ok := t.(connectors.Object)
		if k, odd := (shape{each: &row}).split(get(o, "rows")); !ok || k == nil || odd != nil {
			return nil, v
		}
	}
	return s.split(v)
}

func tableNode(v any) *yaml.Node {
	n := mapNode()
	o, _ := v.(connectors.Object)
	for _, m := range o {
		set(n, m.Name, m.Value)
		if rows := child(n, "rows"); m.Name == "rows" && rows != nil {
			rows.Style = 0
		}
	}
	return n
}

// table gives a table the names the format has.
func table(v any) any {
	o, ok := v.(connectors.Object)
	if !ok {
		return v
	}
	renamed := map[string]string{"id": "name", "label": "title", "list": "rows", "items": "rows", "data": "rows"}
	if has(o, "id") && has(o, "name") && !has(o, "title") {
		renamed["name"] = "title"
	}
	out := connectors.Object{}
	for _, m := range o {
		if word, ok := renamed[m.Name]; ok {
			m.Name = word
		}
		put(&out, m.Name, m.Value)
	}
	return out
}
