package saas

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// others are the entries of otherRequest.
func (b *builder) others(o *connectors.Object) []*entry {
	v, _ := take(o, "otherRequest")
	list, rest := entries(v)
	if len(rest) > 0 {
		put(o, "otherRequest", rest)
	}
	return list
}

// options writes the parameters of a call: names and values, the label beside
// them. What else an entry said is kept under options, and entries without a
// value under otherRequest.
// An option that a field of the call is called like is kept, too: the field wins.
func (b *builder) options(side string, list []*entry, o *connectors.Object, fields ...*entry) *yaml.Node {
	n := mapNode()
	beside, rest := connectors.Object{}, []any{}
	for _, e := range list {
		if nothing(get(e.raw, "value")) {
			take(&e.raw, "value")
		}
		said := e.raw
		v, _ := take(&said, "value")
		if b.clashes(side, e, fields) || !b.option(side, n, e, v, takeText(&said, "label")) {
			rest = append(rest, e.object())
			continue
		}
		if typeOf(child(n, e.field)) == text(get(said, "type")) {
			take(&said, "type")
		}
		put(&beside, e.field, slices.DeleteFunc(slices.Clone(said), func(m connectors.Member) bool { return nothing(m.Value) }))
	}
	if odd, ok := get(*o, "otherRequest").([]any); ok {
		rest = append(rest, odd...)
	}
	discard(o, "otherRequest")
	put(o, "options", beside)
	if len(rest) > 0 {
		put(o, "otherRequest", rest)
	}
	return n
}

func (b *builder) clashes(side string, e *entry, fields []*entry) bool {
	clash := slices.ContainsFunc(fields, func(f *entry) bool { return strings.EqualFold(f.field, e.field) })
	if clash {
		b.note(Note{Kind: Stopped, Code: "twice", Side: side, Field: "options." + e.field, Old: text(get(e.raw, "value"))})
	}
	return clash
}

// option writes one parameter, and says whether it could.
func (b *builder) option(side string, n *yaml.Node, e *entry, v any, label string) bool {
	if words, ok := scalars(v); ok {
		v = strings.Join(words, ",")
	}
	if nothing(v) || len(e.children) > 0 || e.field == "beatFlat" {
		return false
	}
	code := "option-value"
	if child(n, e.field) != nil {
		code = "twice"
	}
	if code == "twice" || !isScalar(v) || strings.Contains(text(v), "{{") {
		b.note(Note{Kind: Stopped, Code: code, Side: side, Field: e.field, Old: text(v)})
		return false
	}
	value := scalarNode(typed(v, text(get(e.raw, "type"))))
	if label != "" {
		value.LineComment = "# " + oneLine(label)
	}
	add(n, e.field, value)
	return true
}

// oneLine is text that can stand in a comment.
func oneLine(text string) string {
	printable := strings.Map(func(c rune) rune {
		if c == '\n' || c == '\t' || unicode.IsPrint(c) {
			return c
		}
		return ' '
	}, text)
	return strings.Join(strings.Fields(printable), " ")
}

// typed reads "true" of type bool as truth.
func typed(v any, kind string) any {
	switch {
	case (kind == "bool" || kind == "boolean") && slices.Contains([]string{"true", "false", "1", "0"}, strings.ToLower(text(v))):
		return truth(v)
	case kind == "int" && jsonNumber.FindString(text(v)) == text(v) && text(v) != "":
		return json.Number(text(v))
	}
	return v
}

// typeOf is the type of a parameter by its value.
func typeOf(n *yaml.Node) string {
	switch value(n).(type) {
	case bool:
		return "bool"
	case json.Number:
		return "int"
	}
	return "string"
}

// steps: what the SaaS asks 金蝶 to do in one call is done here in calls of
// their own, which can be resumed one by one.
func (b *builder) steps(n, options *yaml.Node, own connectors.Object) {
	const key = "IsAutoSubmitAndAudit"
	steps := get(own, "steps")
	if auto := child(options, key); auto != nil && truth(auto.Value) && steps == nil {
		comment := auto.LineComment
		*auto = *scalarNode(false)
		auto.LineComment = comment
		steps = []any{"save", "submit", "audit"}
		b.note(Note{Kind: Repaired, Code: "steps", Side: targetSide, Field: "options." + key, Old: "true", New: "false"})
	}
	set(n, "options", options)
	set(n, "steps", steps)
}
