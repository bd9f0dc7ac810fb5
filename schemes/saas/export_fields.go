package saas

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// exportOptions writes options as entries of otherRequest.
func exportOptions(out *connectors.Object, n *yaml.Node, audits bool) {
	options, beside := child(n, "options"), child(child(n, "saas"), "options")
	var list []any
	for i := 0; options != nil && i+1 < len(options.Content); i += 2 {
		name, v := options.Content[i].Value, resolved(options.Content[i+1])
		e := connectors.Object{{Name: "field", Value: name}}
		put(&e, "label", uncommented(options.Content[i+1].LineComment))
		put(&e, "type", typeOf(v))
		put(&e, "value", value(v))
		if audits && name == "IsAutoSubmitAndAudit" {
			put(&e, "value", true)
		}
		if said := child(beside, name); said != nil {
			more, _ := value(said).(connectors.Object)
			for _, m := range more {
				put(&e, m.Name, m.Value)
			}
		}
		list = append(list, e)
	}
	if list != nil {
		put(out, "otherRequest", list)
	}
}

func uncommented(comment string) string {
	var lines []string
	for line := range strings.SplitSeq(comment, "\n") {
		lines = append(lines, strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "#")))
	}
	return strings.Join(lines, "\n")
}

func exportFields(list *yaml.Node) any {
	if list == nil {
		return nil
	}
	fields := []any{}
	for _, n := range list.Content {
		fields = append(fields, exportField(n))
	}
	return fields
}

func exportField(n *yaml.Node) connectors.Object {
	var out, own connectors.Object
	comment := n.HeadComment
	n = resolved(n)
	copyKeys(&out, n, "field", "label", "type", "describe", "value", "default", "is_required", "parser", "mapping")
	copyKeys(&own, n, "whenMissing", "onError")
	put(&own, "comment", uncommented(comment))
	put(&out, "children", exportFields(child(n, "children")))
	if kept, ok := keptOf(n); ok {
		for _, m := range kept {
			put(&out, m.Name, merged(get(out, m.Name), m.Name, m.Value))
		}
	}
	put(&out, "erpbridge", own)
	return out
}

// writebackEntry is primaryWriteback as the response of a target has it.
func writebackEntry(n *yaml.Node) connectors.Object {
	var children []any
	o, _ := value(n).(connectors.Object)
	for _, m := range o {
		children = append(children, connectors.Object{{Name: "field", Value: m.Name}, {Name: "value", Value: m.Value}})
	}
	return connectors.Object{
		{Name: "field", Value: "primaryWriteback"}, {Name: "type", Value: "object"}, {Name: "children", Value: children},
	}
}
