package saas

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// sourceNode writes the source.
func (b *builder) sourceNode(o, target connectors.Object) *yaml.Node {
	own, _ := takeObject(&o, "erpbridge")
	request, rest := b.requestOf(&o)
	n := mapNode()
	set(n, "connector", b.source.name)
	set(n, "account", get(own, "account"))
	set(n, "api", b.source.api)
	b.sideWords(&o, sourceSide)
	flatten := b.beatFlat(&o, &request, &rest, target)
	b.keys(n, &o, target)
	set(n, "window", get(own, "window"))
	b.block(n, &o, sourceSide, "pagination", shape{keys: []string{"pageSize"}})
	set(n, "options", b.options(sourceSide, b.others(&o), &o, request...))
	request = b.unique(sourceSide, request, &rest)
	b.fieldKeys(request, o, written(n, "id"), written(n, "number"))
	set(n, "request", b.fields(sourceSide, request))
	set(n, "response", b.response(&o))
	set(n, "newest", get(own, "newest"))
	set(n, "each", get(own, "each"))
	set(n, "with", get(own, "with"))
	set(n, "rename", get(own, "rename"))
	b.condition(n, &o)
	b.block(n, &o, sourceSide, "formatResponse", shape{each: &shape{keys: []string{"old", "new", "format"}}})
	set(n, "beatFlat", flatten)
	set(n, "beatFlatStart", get(own, "beatFlatStart"))
	b.leftover(&o, rest)
	b.keep(n, sourceSide, "", o)
	return n
}

// leftover are elements of request that are no fields of their own.
func (b *builder) leftover(o *connectors.Object, rest []any) {
	if len(rest) > 0 {
		put(o, "request", rest)
	}
}

// requestOf takes the request of a side.
func (b *builder) requestOf(o *connectors.Object) (list []*entry, rest []any) {
	v, _ := take(o, "request", "请求参数")
	return entries(v)
}

// sideWords takes what an export writes anyway: the effect, and POST.
func (b *builder) sideWords(o *connectors.Object, side string) {
	effect := string(map[string]connectors.Effect{sourceSide: connectors.Reads, targetSide: connectors.Writes}[side])
	for _, key := range []string{"effect", "type"} {
		if strings.EqualFold(text(get(*o, key)), effect) {
			take(o, key)
		}
	}
	if text(get(*o, "method")) == "POST" {
		take(o, "method")
	}
}

// keys writes what names a row.
func (b *builder) keys(n *yaml.Node, o *connectors.Object, target connectors.Object) {
	id, number := takeText(o, "id"), takeText(o, "number")
	if id == "" {
		id = b.guessID(number, target)
		b.note(Note{Kind: Guessed, Code: "id", Side: sourceSide, Field: "id", New: id, Certainty: low})
	}
	set(n, "id", b.plainRepair(sourceSide, "id", id))
	set(n, "number", b.plainRepair(sourceSide, "number", number))
}

// guessID takes the number for the key, or what the target is numbered by.
func (b *builder) guessID(number string, target connectors.Object) string {
	if number != "" {
		return number
	}
	list, _ := entries(get(target, "request"))
	for _, e := range list {
		value := strings.Trim(text(get(e.raw, "value")), "{}")
		if contains(numberNames(), e.field) && b.words.names[value] {
			return value
		}
	}
	for _, f := range b.source.table.Response {
		if f.Name == "id" || strings.HasSuffix(f.Name, "_id") || strings.HasSuffix(f.Name, "Id") {
			return f.Name
		}
	}
	return "id"
}

// plainRepair mends a path outside of a request.
func (b *builder) plainRepair(side, field, value string) string {
	after, found := mended(value)
	for _, n := range found {
		n.Side, n.Field = side, field
		b.note(n)
	}
	return after
}

// block writes a key whose parts the format knows; other parts are kept.
func (b *builder) block(n *yaml.Node, o *connectors.Object, side, key string, s shape) {
	v, _ := take(o, key)
	if nothing(v) {
		return
	}
	known, rest := s.split(v)
	if known != nil {
		set(n, key, known)
	}
	put(o, key, rest)
}
