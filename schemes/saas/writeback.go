package saas

import (
	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// writeback writes what is read from the answer and where it is handed on to.
func (b *builder) writeback(n *yaml.Node, o *connectors.Object) {
	list, rest := entries(get(*o, "response"))
	var kept []any
	for _, e := range list {
		if e.field == "primaryWriteback" && len(e.children) > 0 {
			set(n, "primaryWriteback", pairsOf(e.children))
			continue
		}
		kept = append(kept, e.object())
	}
	if take(o, "response"); len(kept)+len(rest) > 0 {
		put(o, "response", append(kept, rest...))
	}
	if call, ok := takeObject(o, "callBackStrategy"); ok {
		set(n, "callBackStrategy", mendedPairs(call))
	}
	if own := child(n, "callBackStrategy"); own != nil {
		own.Style = 0
	}
}

// pairsOf are entries as name: value.
func pairsOf(list []*entry) connectors.Object {
	o := connectors.Object{}
	for _, e := range list {
		if v := get(e.raw, "value"); isScalar(v) {
			o = append(o, connectors.Member{Name: e.field, Value: v})
		}
	}
	return o
}

func mendedPairs(o connectors.Object) connectors.Object {
	out := connectors.Object{}
	for _, m := range o {
		if s, ok := m.Value.(string); ok {
			m.Value, _ = mended(s)
		}
		out = append(out, m)
	}
	return out
}

// object is an entry as it stands in metadata.
func (e *entry) object() connectors.Object {
	o := connectors.Object{{Name: "field", Value: e.field}}
	o = append(o, e.raw...)
	var children []any
	for _, c := range e.children {
		children = append(children, c.object())
	}
	if len(children) > 0 {
		put(&o, "children", children)
	}
	return o
}
