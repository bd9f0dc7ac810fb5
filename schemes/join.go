package schemes

import (
	"fmt"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// joins reads source.with.
func (r *reader) joins(source object) []connectors.Join {
	var joins []connectors.Join
	for i, n := range source.list("with") {
		o := r.object(n, fmt.Sprintf("source.with[%d]", i), keysOf[joinFormat]()...)
		o.required("collection", "as", "on")
		joins = append(joins, connectors.Join{
			Collection: o.text("collection", ""), As: o.text("as", ""), On: r.pairing(o), All: o.yes("all"),
		})
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
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		r.mistake(n, join.at("on"), "expected field: field, found %s", describe(n))
		return nil
	}
	on := map[string]string{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		on[n.Content[i].Value] = n.Content[i+1].Value
	}
	return on
}
