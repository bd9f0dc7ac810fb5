package saas

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// beatFlat stands at the top or among the parameters of the call.
func (b *builder) beatFlat(o *connectors.Object, request *[]*entry, rest *[]any, target connectors.Object) *yaml.Node {
	v, found := take(o, "beatFlat")
	var others []*entry
	for _, e := range *request {
		if e.field != "beatFlat" {
			others = append(others, e)
			continue
		}
		found = true
		if nothing(v) {
			v, _ = take(&e.raw, "value")
		}
		if len(withoutNulls(e.raw))+len(e.children) > 0 {
			*rest = append(*rest, e.object()) // its label
		}
	}
	*request = others
	if nothing(v) {
		also, inOther := takeOther(o, "beatFlat")
		if found = found || inOther; inOther {
			v = also
		}
	}
	lists, ok := scalars(v)
	switch {
	case !ok && !nothing(v) && !isScalar(v):
		put(o, "beatFlat", v)
	case !ok:
		lists = strings.FieldsFunc(text(v), func(c rune) bool { return strings.ContainsRune(`,，[]"' `, c) })
	}
	if !found && b.pageOnly(*o) {
		lists = b.guessFlat(target)
	}
	return words(lists)
}

// takeOther takes the value of a parameter out of otherRequest.
func takeOther(o *connectors.Object, name string) (any, bool) {
	list := slices.Clone(listed(get(*o, "otherRequest")))
	for i, item := range list {
		e, ok := item.(connectors.Object)
		_, refused := setAside(item)
		if !ok || refused || text(get(e, "field")) != name || nothing(get(e, "value")) {
			continue
		}
		v, _ := take(&e, "value")
		list[i] = e
		if len(e) == 1 { // no label, nothing but its name
			list = slices.Delete(list, i, i+1)
		}
		put(o, "otherRequest", list)
		return v, true
	}
	return nil, false
}

// pageOnly says whether the source's metadata is missing: there is only what a
// page prints, which may be its parameters and fields, but never its key.
func (b *builder) pageOnly(o connectors.Object) bool {
	return b.own == nil && !hasAny(o, "id", "otherRequest")
}

var flatName = regexp.MustCompile(`\{\{([^{}|]+)`)

// guessFlat finds lists whose fields are read by their flattened names.
func (b *builder) guessFlat(target connectors.Object) []string {
	var lists []string
	for _, f := range b.source.table.Response {
		list, _, below := strings.Cut(f.Name, ".")
		if below && !contains(lists, list) && b.readsFlat(target, list) {
			lists = append(lists, list)
			b.note(Note{Kind: Guessed, Code: "flat", Side: sourceSide, Field: "beatFlat", New: list, Certainty: high})
		}
	}
	return lists
}

func (b *builder) readsFlat(target connectors.Object, list string) bool {
	read := false
	all, _ := entries(get(target, "request"))
	walk(all, func(e *entry) {
		value, _ := b.words.restore(text(get(e.raw, "value")))
		for _, m := range flatName.FindAllStringSubmatch(value, -1) {
			name := m[1]
			if _, rest, ok := strings.Cut(name, "."); ok {
				name = rest // reftables.items_sku_id
			}
			read = read || strings.HasPrefix(name, list+"_")
		}
	})
	return read
}
