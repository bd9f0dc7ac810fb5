package saas

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// condition accepts one alternative that is not in a list of its own.
func (b *builder) condition(n *yaml.Node, o *connectors.Object) {
	if list, ok := get(*o, "condition").([]any); ok && len(list) > 0 {
		if _, one := list[0].(connectors.Object); one {
			list = []any{list}
			b.note(Note{Kind: Repaired, Code: "condition", Side: sourceSide, Field: "condition"})
		}
		put(o, "condition", plainConditions(list))
	}
	one := shape{keys: []string{"field", "logic", "value", "strictMode", "because"}}
	b.block(n, o, sourceSide, "condition", shape{each: &shape{each: &one}})
	if list := child(n, "condition"); list != nil {
		list.Style = 0 // one line for each alternative
	}
}

// plainConditions writes truth and lists as the format has them.
func plainConditions(alternatives []any) []any {
	out := []any{}
	for _, a := range alternatives {
		list, ok := a.([]any)
		if !ok {
			return alternatives
		}
		conditions := []any{}
		for _, c := range list {
			conditions = append(conditions, plainCondition(c))
		}
		out = append(out, conditions)
	}
	return out
}

func plainCondition(v any) any {
	c, ok := v.(connectors.Object)
	if !ok {
		return v
	}
	out := connectors.Object{}
	for _, m := range c {
		if words, isList := scalars(m.Value); isList && m.Name == "value" {
			m.Value = strings.Join(words, ",")
		}
		if m.Name == "strictMode" && isScalar(m.Value) {
			m.Value = truth(m.Value)
		}
		if m.Value != nil {
			out = append(out, m)
		}
	}
	return out
}
