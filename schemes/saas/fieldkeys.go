package saas

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// fieldKeys fills the list of fields a 金蝶 query asks for: the SaaS makes it
// of the response when it is empty.
func (b *builder) fieldKeys(list []*entry, o connectors.Object, names ...string) {
	if b.source.api != "ExecuteBillQuery" {
		return
	}
	for _, e := range list {
		if e.field != "FieldKeys" {
			continue
		}
		if text(get(e.raw, "type")) == "array" {
			take(&e.raw, "type") // it is sent as text
		}
		parser, _ := get(e.raw, "parser").(connectors.Object)
		if nothing(get(e.raw, "value")) && text(get(parser, "name")) == "ArrayToString" {
			take(&e.raw, "parser")
		}
		keys := queried(get(o, "response"), names...)
		if keys != "" && nothing(get(e.raw, "value")) {
			put(&e.raw, "value", keys)
			b.note(Note{Kind: Guessed, Code: "field-keys", Side: sourceSide, Field: "FieldKeys", New: keys, Certainty: low})
		}
	}
}

// queried are the names of a response as a query asks for them:
// FCustId_FNumber is FCustId.FNumber, FEntity_FEntryID is itself.
// The key and the number are asked for whether they are listed or not.
func queried(response any, also ...string) string {
	var names []string
	list, _ := entries(response)
	if len(list) == 0 {
		return ""
	}
	all := also
	walk(list, func(e *entry) { all = append(all, e.path()) })
	for _, name := range all {
		at := strings.LastIndexByte(name, '_')
		if at > 1 && slices.Contains([]string{"fnumber", "fname", "id", "number", "name"}, strings.ToLower(name[at+1:])) {
			name = name[:at] + "." + name[at+1:]
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ",")
}
