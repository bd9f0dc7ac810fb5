package saas

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// isKingdee says whether the target is a 金蝶 whose parameters may have slipped
// among the fields.
func (b *builder) isKingdee(list []*entry) bool {
	found := b.target.name == "kingdee"
	walk(list, func(e *entry) { found = found || e.field == "FormId" })
	return found
}

// rerooted takes parameters of the call out of the fields, and fields out of
// parents they do not have: on pages a prefix sticks to all rows after it.
func (b *builder) rerooted(list []*entry) (fields, call []*entry) {
	var slipped, astray []*entry
	kingdee := b.isKingdee(list)
	walk(list, func(e *entry) {
		switch {
		case kingdee && contains(callParameters(), e.field):
			slipped = append(slipped, e)
		case e.parent != nil && b.astray(e, kingdee):
			astray = append(astray, e)
		}
	})
	for _, e := range slipped {
		if e.parent != nil {
			b.note(Note{Kind: Repaired, Code: "option", Side: targetSide, Field: e.path(), New: "options." + e.field})
		}
		list = remove(list, e)
		e.parent = nil
		call = append(call, e)
	}
	for _, e := range astray {
		list = b.home(list, e)
	}
	return list, call
}

// astray says whether an entry stands below a parent that is not its own: the
// API's table has it at the root, or it is the head of finance of a 金蝶 bill.
func (b *builder) astray(e *entry, kingdee bool) bool {
	_, here := connectors.FindField(b.target.table.Request, e.path())
	_, root := connectors.FindField(b.target.table.Request, e.field)
	if !here && root {
		return true
	}
	return !here && kingdee && strings.EqualFold(e.field, "SubHeadEntity") && e.parent.parent == nil
}

func (b *builder) home(list []*entry, e *entry) []*entry {
	certainty := low
	if _, ok := connectors.FindField(b.target.table.Request, e.field); ok {
		certainty = high
	}
	b.note(Note{Kind: Guessed, Code: "root", Side: targetSide, Field: e.path(), New: e.field, Certainty: certainty})
	list = remove(list, e)
	e.parent = nil
	return append(list, e)
}

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
		put(&beside, e.field, withoutNulls(said))
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
	if !isScalar(v) || strings.Contains(text(v), "{{") || child(n, e.field) != nil {
		b.note(Note{Kind: Stopped, Code: "option-value", Side: side, Field: e.field, Old: text(v)})
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

// formOf guesses the form of a 金蝶 bill whose metadata is only a table of
// fields: the one whose fields these are.
func (b *builder) formOf(options *yaml.Node) {
	if b.target.name != "kingdee" || child(options, "FormId") != nil || b.own != nil {
		return
	}
	if b.form == "" {
		b.note(Note{Kind: ToDo, Code: "form-missing", Side: targetSide})
		return
	}
	b.note(Note{Kind: Guessed, Code: "form", Side: targetSide, Field: "options.FormId", New: b.form, Certainty: low})
	add(options, "FormId", scalarNode(b.form))
}

// formTable finds the table of a 金蝶 form: batchSave is described once for each.
func (b *builder) formTable(o connectors.Object) {
	list, _ := entries(get(o, "request"))
	others, _ := entries(get(o, "otherRequest"))
	form := ""
	walk(append(others, list...), func(e *entry) {
		if e.field == "FormId" && form == "" {
			form = text(get(e.raw, "value"))
		}
	})
	if form == "" && b.own == nil {
		form = b.likeliest(list)
		b.form = form
	}
	b.target.table = connectors.API{}
	for _, api := range b.APIs[b.target.name] {
		if strings.EqualFold(api.Name, b.target.api+" "+form) {
			b.target.table = api
		}
	}
}

// likeliest is the form that has nearly all of these fields.
func (b *builder) likeliest(list []*entry) string {
	best, most := "", 0
	for _, api := range b.APIs[b.target.name] {
		_, form, found := strings.Cut(api.Name, " ")
		if n := matching(api.Request, list); found && n > most {
			best, most = form, n
		}
	}
	return best
}

// matching counts the fields a form has, if it has most of a good number.
func matching(known []connectors.Field, list []*entry) int {
	const least, most, of = 5, 7, 10
	hits, all := 0, 0
	walk(list, func(e *entry) {
		if strings.HasPrefix(e.field, "F_") {
			return // a customer's own
		}
		all++
		if _, ok := connectors.FindField(known, e.path()); ok {
			hits++
		}
	})
	if hits < least || hits*of < all*most {
		return 0
	}
	return hits
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
