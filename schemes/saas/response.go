package saas

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// response writes the fields of a row, with their whole paths.
func (b *builder) response(o *connectors.Object) *yaml.Node {
	v, _ := take(o, "response")
	_, order, rest := entriesInOrder(v)
	var nodes []*yaml.Node
	for _, e := range order {
		nodes = append(nodes, b.answered(e))
	}
	if len(rest) > 0 {
		put(o, "response", rest)
	}
	return listNode(nodes)
}

func (b *builder) answered(e *entry) *yaml.Node {
	o := e.raw
	n := flow(mapNode())
	set(n, "field", e.path())
	set(n, "label", takeText(&o, "label"))
	set(n, "type", takeText(&o, "type"))
	set(n, "describe", b.describe(&o))
	discard(&o, "no", "value_label", "parent")
	if text(get(o, "id")) == e.path() {
		take(&o, "id")
	}
	if nothing(get(o, "value")) {
		take(&o, "value")
	}
	b.keep(n, sourceSide, "response."+e.path(), o)
	return n
}

// learn gathers the names that values may read, and counts.
func (b *builder) learn(source, target connectors.Object) {
	b.words.learnAPI(b.source.table)
	answered, _ := entries(get(source, "response"))
	walk(answered, func(e *entry) {
		b.words.learn(e.path())
		if len(e.children) > 0 || text(get(e.raw, "type")) == "array" {
			b.words.lists[e.path()] = true
		}
	})
	sent, _ := entries(get(target, "request"))
	asked, _ := entries(get(source, "request"))
	b.words.learnEntries(slices.Concat(sent, asked))
	walk(sent, func(e *entry) {
		b.counts.TargetRequest++
		value := text(get(e.raw, "value"))
		b.counts.Lookups += strings.Count(value, "findCollection ") + strings.Count(value, "mongoQuery ")
		if strings.HasPrefix(strings.TrimPrefix(value, "_"), "function ") {
			b.counts.Functions++
		}
	})
}

// unique keeps the first of fields with one name that has a value; the others
// stay under saas, for one of them would overwrite the other.
func (b *builder) unique(side string, list []*entry, rest *[]any) []*entry {
	var out []*entry
	for _, e := range list {
		i := slices.IndexFunc(out, func(o *entry) bool { return o.field == e.field })
		if i < 0 {
			out = append(out, e)
			continue
		}
		twice := e
		if !out[i].says() && e.says() {
			twice, out[i] = out[i], e
		}
		b.note(Note{Kind: Stopped, Code: "twice", Side: side, Field: twice.path(), Old: text(get(twice.raw, "value"))})
		o := twice.object()
		o[0].Value = twice.path()
		*rest = append(*rest, o)
	}
	for _, e := range out {
		e.children = b.unique(side, e.children, rest)
	}
	return out
}

// says whether anything is sent for an entry.
func (e *entry) says() bool { return !nothing(get(e.raw, "value")) || len(e.children) > 0 }
