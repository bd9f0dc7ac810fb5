package saas

import (
	"strings"

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
