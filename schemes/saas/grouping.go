package saas

import (
	"regexp"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// guessGroup makes the grouping a page does not print: an array that walks
// through a list of flattened lines (reftables.items_sku_id) is made by one.
// Documents are taken to be grouped by what they are numbered by.
func (b *builder) guessGroup(o *connectors.Object, request []*entry) {
	if !b.pageTable() || hasAny(*o, "groupCalculate", "operation") {
		return
	}
	for _, e := range request {
		list := text(get(e.raw, "value"))
		key := b.readBy(named(request), request)
		if len(e.children) == 0 || key == "" || !b.walksFlatLines(list, e.children) {
			continue
		}
		group := connectors.Object{
			{Name: "headerGroup", Value: []any{key}},
			{Name: "bodyName", Value: list},
			{Name: "calculate", Value: b.firsts(key, list, request)},
		}
		put(o, "groupCalculate", group)
		b.note(Note{Kind: Guessed, Code: "group", Side: targetSide, Field: "groupCalculate", New: key, Detail: list, Certainty: low})
		return
	}
}

// walksFlatLines: the list is none of the source's, and its lines have names
// as they are after flattening.
func (b *builder) walksFlatLines(list string, children []*entry) bool {
	flat := false
	for _, f := range b.source.table.Response {
		if f.Name == list {
			return false
		}
		of, _, below := strings.Cut(f.Name, ".")
		flat = flat || below && slices.ContainsFunc(children, func(c *entry) bool {
			return list != "" && strings.Contains(text(get(c.raw, "value")), list+"."+of+"_")
		})
	}
	return flat
}

var wholeTemplate = regexp.MustCompile(`^\{\{([\p{L}\p{N}_.]+)\}\}$`)

// readBy is the one field of the row that a field sends; "" when it is not one.
func (b *builder) readBy(name string, request []*entry) string {
	for _, e := range request {
		if parts := wholeTemplate.FindStringSubmatch(b.asRestored(e)); e.field == name && parts != nil && !reservedOne.MatchString(parts[1]) {
			return parts[1]
		}
	}
	return ""
}

func (b *builder) asRestored(e *entry) string {
	after, _ := mended(text(get(e.raw, "value")))
	if b.RestoreBraces {
		after, _ = b.words.restore(after)
	}
	return after
}

// firsts are the other fields of the row that are read outside of the lines,
// and inside of them without the list's name.
func (b *builder) firsts(key, list string, request []*entry) connectors.Object {
	calculate := connectors.Object{}
	walk(request, func(e *entry) {
		for _, m := range flatName.FindAllStringSubmatch(b.asRestored(e), -1) {
			name := strings.TrimSpace(m[1])
			if name != key && !reservedOne.MatchString(name) && !strings.HasPrefix(name, list+".") {
				put(&calculate, name, "$first")
			}
		}
	})
	return calculate
}
