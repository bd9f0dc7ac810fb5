package saas

import (
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

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
	guess := ""
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
		guess = numbered(list)
		b.note(Note{Kind: ToDo, Code: "number-missing", Side: targetSide, Field: "number", New: guess})
		return guess
	}
	b.note(Note{Kind: Guessed, Code: "number", Side: targetSide, Field: "number", New: guess, Certainty: high})
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

// numbered is the first field that carries a value of the row. It stands in for
// a number, so that the scheme can be loaded and mended; documents may share it.
func numbered(list []*entry) string {
	for _, e := range list {
		if strings.Contains(text(get(e.raw, "value")), "{{") && len(e.children) == 0 {
			return e.field
		}
	}
	return list[0].field
}
