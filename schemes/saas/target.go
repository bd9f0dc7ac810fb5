package saas

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// targetNode writes the target. A side that writes nothing, as 写入空操作 does,
// is no target here and is returned to be kept.
func (b *builder) targetNode(root *yaml.Node, o connectors.Object) any {
	if o == nil {
		return nil
	}
	request, rest := b.requestOf(&o)
	request, call := b.rerooted(request)
	if idle(b.target.api) || idle(text(get(o, "api_name"))) || len(request) == 0 {
		b.note(Note{Kind: Kept, Code: "no-target", Side: targetSide, Detail: b.target.api})
		put(&o, "api", b.target.api)
		put(&o, "platform", platformOf(b.target.name))
		put(&o, "request", get(b.draft.target, "request"))
		return o
	}
	own, _ := takeObject(&o, "erpbridge")
	n := mapNode()
	set(n, "connector", b.target.name)
	set(n, "account", get(own, "account"))
	set(n, "api", b.target.api)
	add(root, "target", n)
	b.workshop(&o)
	b.sideWords(&o, targetSide)
	options := b.options(targetSide, append(call, b.others(&o)...), &o)
	b.formOf(options)
	b.steps(n, options, own)
	set(n, "number", b.numberField(&o, own, request))
	for _, key := range []string{"waitForBaseData", "concurrency", "onError"} {
		set(n, key, get(own, key))
	}
	request = b.unique(targetSide, request, &rest)
	add(n, "request", b.fields(targetSide, request))
	b.batching(n, &o)
	b.writeback(n, &o)
	b.leftover(&o, rest)
	b.keep(n, targetSide, "", o)
	return nil
}

// workshop takes the keys of an API template (加工厂) to where they belong.
func (b *builder) workshop(o *connectors.Object) {
	for _, key := range []string{"processor_加工厂", "加工厂", "processor"} {
		inner, ok := takeObject(o, key)
		for _, m := range inner {
			put(o, m.Name, m.Value)
		}
		if ok {
			b.note(Note{Kind: Repaired, Code: "workshop", Side: targetSide})
		}
	}
}

// batching writes how rows share calls.
func (b *builder) batching(n *yaml.Node, o *connectors.Object) {
	b.block(n, o, targetSide, "operation", shape{keys: []string{
		"method", "rows", "rowsKey", "field", "bodyName", "bodySum", "header", "body",
	}})
	b.accumulators(o)
	b.block(n, o, targetSide, "groupCalculate", shape{keys: []string{
		"headerGroup", "bodyGroup", "bodyName", "targetBodyName", "bodyMaxLine", "calculate",
	}})
	if orgs, ok := scalars(get(*o, "distributionOrg")); ok {
		put(o, "distributionOrg", strings.Join(orgs, ","))
	}
	if orgs := takeText(o, "distributionOrg"); orgs != "" {
		set(n, "distributionOrg", orgs)
	}
}

// accumulators puts a missing $ before sum, avg, ….
func (b *builder) accumulators(o *connectors.Object) {
	group, _ := get(*o, "groupCalculate").(connectors.Object)
	calculate, ok := get(group, "calculate").(connectors.Object)
	if !ok {
		return
	}
	out, changed := connectors.Object{}, false
	for _, m := range calculate {
		if word, isText := m.Value.(string); isText && word != "" && !strings.HasPrefix(word, "$") {
			m.Value, changed = "$"+word, true
		}
		out = append(out, m)
	}
	if changed {
		b.note(Note{Kind: Repaired, Code: "accumulator", Side: targetSide, Field: "groupCalculate"})
	}
	group = append(connectors.Object{}, group...)
	put(&group, "calculate", out)
	put(o, "groupCalculate", group)
}

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

// numberNames are what bills are numbered by, the likeliest first.
func numberNames() []string {
	return []string{
		"FBillNo", "FNumber", "billno", "bill_no", "billNo", "number", "code", "tid", "order_no", "outer_no", "so_id", "external_id",
	}
}

// numberField is the field the target will know a document by.
func (b *builder) numberField(o *connectors.Object, own connectors.Object, list []*entry) string {
	if name := text(get(own, "number")); name != "" {
		return name
	}
	said := text(get(*o, "number"))
	guess, certainty := "", high
	walk(list, func(e *entry) {
		if e.path() == said {
			guess = said
		}
	})
	if guess != "" {
		take(o, "number")
		return guess
	}
	if guess = named(list); guess == "" {
		guess, certainty = numbered(list), low
	}
	b.note(Note{Kind: Guessed, Code: "number", Side: targetSide, Field: "number", New: guess, Certainty: certainty})
	return guess
}

func named(list []*entry) string {
	for _, name := range numberNames() {
		for _, e := range list {
			if strings.EqualFold(e.field, name) {
				return e.field
			}
		}
	}
	return ""
}

// numbered is the first field that carries a value of the row.
func numbered(list []*entry) string {
	for _, e := range list {
		if strings.Contains(text(get(e.raw, "value")), "{{") && len(e.children) == 0 {
			return e.field
		}
	}
	return list[0].field
}
