package saas

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// default_ writes the API template's default.
func (b *builder) default_(n *yaml.Node, o *connectors.Object) {
	if v := get(*o, "default"); isScalar(v) {
		take(o, "default")
		set(n, "default", v)
	}
}

// required is kept without effect where there is no value: such a field would
// refuse every document, and the SaaS sends none.
func (b *builder) required(n *yaml.Node, o *connectors.Object, sent bool) {
	v := get(*o, "is_required")
	if v == nil || sent || !truth(v) {
		take(o, "is_required")
	}
	if truth(v) && sent {
		set(n, "is_required", true)
	}
}

// parser is a text or an object; FieldKeys are sent as text without one.
func (b *builder) parser(side string, e *entry, n *yaml.Node, o *connectors.Object) {
	if name, ok := get(*o, "parser").(string); ok && name != "" {
		put(o, "parser", parserOf(name))
		b.note(Note{Kind: Repaired, Code: "parser", Side: side, Field: e.path(), Old: name})
	}
	if p, ok := get(*o, "parser").(connectors.Object); ok {
		put(o, "parser", withoutNulls(p))
	}
	b.block(n, o, side, "parser", shape{keys: []string{"name", "params"}})
}

// parserOf reads "ConvertObjectParser,FNumber": parsers, then a parameter.
func parserOf(text string) connectors.Object {
	var names, params []string
	for word := range strings.SplitSeq(text, ",") {
		if word = strings.TrimSpace(word); contains(parsers(), word) {
			names = append(names, word)
		} else {
			params = append(params, word)
		}
	}
	if len(names) == 0 {
		return connectors.Object{{Name: "name", Value: text}}
	}
	o := connectors.Object{{Name: "name", Value: strings.Join(names, ",")}}
	put(&o, "params", strings.Join(params, ","))
	return o
}

func parsers() []string {
	return []string{
		"ConvertObjectParser", "ConvertTwoStageObjectParser", "StringToArray", "ArrayToString", "ArrayUnique",
		"ConvertJson", "K3WiseHeiHuCustomParser", "workflowRequestTableFields",
	}
}

func withoutNulls(o connectors.Object) connectors.Object {
	out := connectors.Object{}
	for _, m := range o {
		if m.Value != nil {
			out = append(out, m)
		}
	}
	return out
}

// mapping names a static table, by the SaaS's id of it. One in another shape
// cannot run, and the value without it would be wrong.
func (b *builder) mapping(side string, e *entry, n *yaml.Node, o *connectors.Object) {
	use, _ := get(*o, "mapping").(connectors.Object)
	if use = withoutNulls(use); text(get(use, "target")) != "" {
		put(&use, "target", text(get(use, "target"))) // an id may be a number
		put(o, "mapping", use)
		b.block(n, o, side, "mapping", shape{keys: []string{"target", "direction"}})
		return
	}
	if list, ok := get(*o, "mapping").([]any); nothing(get(*o, "mapping")) || ok && len(list) == 0 {
		return
	}
	b.note(Note{Kind: Stopped, Code: "mapping", Side: side, Field: e.path()})
	if v := drop(n, "value"); v != nil {
		put(o, "value", value(v))
	}
}

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
