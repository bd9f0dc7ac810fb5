package saas

import (
	"regexp"
	"slices"
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
// mapping table prints.
func (b *builder) pageOnly(o connectors.Object) bool {
	return b.own == nil && !hasAny(o, "id", "response", "otherRequest")
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
