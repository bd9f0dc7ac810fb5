package saas

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// fields writes request entries.
func (b *builder) fields(side string, list []*entry) *yaml.Node {
	var nodes []*yaml.Node
	for _, e := range list {
		nodes = append(nodes, b.field(side, e))
	}
	return listNode(nodes)
}

func (b *builder) field(side string, e *entry) *yaml.Node {
	o := e.raw
	own, _ := takeObject(&o, "erpbridge")
	discard(&o, "no", "value_label") // what a page prints besides
	if parent := takeText(&o, "parent"); parent != "" {
		b.note(Note{Kind: Repaired, Code: "parent", Side: side, Field: e.path(), Old: parent})
	}
	n := mapNode()
	set(n, "field", e.field)
	set(n, "label", takeText(&o, "label"))
	set(n, "type", b.fieldType(side, e, &o))
	set(n, "describe", b.describe(&o))
	sent := b.value(side, e, &o, n)
	b.defaultOf(n, &o)
	b.required(n, &o, sent || len(e.children) > 0)
	b.parser(side, e, n, &o)
	b.mapping(side, e, n, &o)
	for _, m := range own {
		if m.Name != "comment" {
			set(n, m.Name, m.Value)
		}
	}
	b.comment(n, text(get(own, "comment")))
	set(n, "children", b.fields(side, e.children))
	if text(get(o, "id")) == e.field {
		take(&o, "id")
	}
	b.keep(n, side, e.path(), o)
	if len(e.children) == 0 {
		flow(n)
	}
	return n
}

// comment adds a line above an entry.
func (b *builder) comment(n *yaml.Node, said string) {
	for line := range strings.SplitSeq(said, "\n") {
		if line = oneLine(line); line == "" {
			continue
		}
		if n.HeadComment != "" {
			n.HeadComment += "\n"
		}
		n.HeadComment += "# " + line
	}
}

// describe is help; the mark of generated entries loses its underscore on pages.
func (b *builder) describe(o *connectors.Object) string {
	said := takeText(o, "describe")
	if said == "autoFillResponse" {
		b.note(Note{Kind: Repaired, Code: "autofill"})
		return "_autoFillResponse"
	}
	return said
}

// typeWords are the types as the SaaS shows them to people.
func typeWords() map[string]string {
	return map[string]string{
		"字符串": "string", "整型": "int", "整数": "int", "浮点数": "float", "布尔值": "bool", "长日期时间": "datetime",
		"短日期": "date", "多行分录": "array", "子表对象": "object", "时间戳(秒)": "timestamp", "时间戳": "timestamp",
		"时间戳(毫秒)": "timestamp_ms", "sql语句": "sql", "integer": "int", "double": "float", "number": "float", "list": "array",
	}
}

// fieldType is one the format knows. One it does not know is kept.
func (b *builder) fieldType(side string, e *entry, o *connectors.Object) string {
	printed := text(get(*o, "type"))
	kind := strings.ToLower(printed)
	if word, ok := typeWords()[kind]; ok {
		kind = word
	}
	if len(e.children) > 0 && kind != "array" && kind != "object" {
		kind = b.parentType(side, e, *o)
		b.note(Note{Kind: Guessed, Code: "type", Side: side, Field: e.path(), Old: printed, New: kind, Certainty: high})
		return kind // what was printed is kept
	}
	if !slices.Contains(append(mapping.Types(), ""), kind) {
		return ""
	}
	take(o, "type")
	return kind
}

// parentType tells a list of lines from an object: by its value, by the API's
// table, by its name.
func (b *builder) parentType(side string, e *entry, o connectors.Object) string {
	table := map[string]connectors.API{sourceSide: b.source.table, targetSide: b.target.table}[side]
	if f, ok := connectors.FindField(table.Request, e.path()); ok && (f.Type == "array" || f.Type == "object") {
		return f.Type
	}
	if e.field == "SubHeadEntity" || e.parent != nil && text(get(o, "value")) == "" {
		return "object"
	}
	return "array"
}
