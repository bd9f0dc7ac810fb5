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
	for _, key := range []string{"waitForBaseData", "concurrency", "onError", "onChange", "onCancel", "onRefused"} {
		set(n, key, get(own, key))
	}
	request = b.unique(targetSide, request, &rest)
	add(n, "request", b.fields(targetSide, request))
	b.guessGroup(&o, request)
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
