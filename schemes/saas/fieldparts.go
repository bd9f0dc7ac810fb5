package saas

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// defaultOf writes the API template's default.
func (b *builder) defaultOf(n *yaml.Node, o *connectors.Object) {
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
		put(o, "parser", gathered(withoutNulls(p)))
	}
	b.block(n, o, side, "parser", shape{keys: []string{"name", "params"}})
}

// gathered puts params that stand beside the name (params1, view, fieldId),
// as the manual prints them, where they are read.
func gathered(p connectors.Object) connectors.Object {
	name, params := connectors.Object{}, connectors.Object{}
	for _, m := range p {
		if m.Name == "name" {
			name = append(name, m)
		} else {
			params = append(params, m)
		}
	}
	if get(p, "params") != nil || !contains(parsers(), text(get(p, "name"))) || len(params) == 0 {
		return p
	}
	return append(name, connectors.Member{Name: "params", Value: params})
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
