package schemes

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// joins reads source.with.
func (r *reader) joins(source object) []connectors.Join {
	var joins []connectors.Join
	taken := map[string]bool{connectors.Meta: true}
	for i, n := range source.list("with") {
		o := r.object(n, fmt.Sprintf("source.with[%d]", i), keysOf[joinFormat]()...)
		o.required("collection", "as", "on")
		join := connectors.Join{Collection: o.text("collection", ""), As: o.text("as", ""), On: r.pairing(o), All: o.yes("all")}
		switch {
		case strings.Contains(join.As, "."):
			r.mistake(o.get("as"), o.at("as"), "%q is below another field; expected the name of a field of the row itself", join.As)
		case taken[join.As]:
			r.mistake(o.get("as"), o.at("as"), "the row has a field %q already; give this one another name", join.As)
		}
		taken[join.As] = true
		joins = append(joins, join)
	}
	if len(joins) > 0 && source.text("connector", "") != Collection {
		r.mistake(source.get("with"), "source.with", "only rows of a collection can be put together with others; the connector is %q", source.text("connector", ""))
	}
	return joins
}

// pairing is which fields must be equal.
func (r *reader) pairing(join object) map[string]string {
	n := join.get("on")
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.mistake(n, join.at("on"), "expected field: field, found %s", describe(n))
		return nil
	}
	if len(n.Content) == 0 {
		r.mistake(n, join.at("on"), "is required")
	}
	on := map[string]string{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		field, row := n.Content[i], n.Content[i+1]
		switch _, twice := on[field.Value]; {
		case field.Kind != yaml.ScalarNode || row.Kind != yaml.ScalarNode || row.Value == "" || strings.Contains(row.Value, "{{"):
			r.mistake(row, join.at("on"), "expected the name of a field of the row, found %s", describe(row))
		case twice:
			r.mistake(field, join.at("on")+"."+field.Value, "the key is written twice")
		}
		on[field.Value] = row.Value
	}
	return on
}

// checkCollection finds what has no meaning where rows come from our own store.
func (r *reader) checkCollection(o object, s Source) {
	if s.Connector != Collection {
		return
	}
	for _, key := range []string{"each", "request", "options"} {
		if n := o.get(key); n != nil {
			r.mistake(n, "source."+key, "a collection is asked for nothing; source.condition says which rows are carried")
		}
	}
	if n := o.get("window"); n != nil {
		r.mistake(n, "source.window", "a collection is read whole, and then what changes in it, whatever the time; leave the window out")
	}
}
