package saas

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
)

// value writes what is sent, and says whether anything is.
func (b *builder) value(side string, e *entry, o *connectors.Object, n *yaml.Node) bool {
	v := get(*o, "value")
	if list, ok := scalars(v); ok {
		v = b.joined(side, e, o, list)
	}
	if nothing(v) {
		take(o, "value")
		return false
	}
	if !isScalar(v) {
		b.note(Note{Kind: Stopped, Code: "value-shape", Side: side, Field: e.path()})
		return false
	}
	take(o, "value")
	if s, ok := v.(string); ok {
		v = b.text(side, e, s, n)
	}
	set(n, "value", v)
	return true
}

// joined is a list as the text that ArrayToString makes of it anyway.
func (b *builder) joined(side string, e *entry, o *connectors.Object, list []string) any {
	parser, _ := get(*o, "parser").(connectors.Object)
	if len(list) == 0 {
		return nil
	}
	separator := ","
	switch {
	case text(get(parser, "name")) == "ArrayToString":
		separator = cmpOr(text(get(parser, "params")), separator)
		take(o, "parser")
	case e.field != "FieldKeys":
		return get(*o, "value")
	}
	joined := strings.Join(list, separator)
	b.note(Note{Kind: Repaired, Code: "list-text", Side: side, Field: e.path(), New: joined})
	return joined
}

// text mends a value and puts its braces back.
func (b *builder) text(side string, e *entry, s string, n *yaml.Node) string {
	after, found := mended(s)
	for _, note := range found {
		note.Side, note.Field = side, e.path()
		b.note(note)
	}
	if len(e.children) > 0 || child(n, "type") != nil && child(n, "type").Value == "array" {
		return after // the name of a list, which has no braces
	}
	return b.restored(side, e, after, n)
}

func (b *builder) restored(side string, e *entry, value string, n *yaml.Node) string {
	with, certainty := b.words.restore(value)
	if with == value || b.own != nil {
		return value
	}
	if !b.RestoreBraces {
		b.note(Note{Kind: ToDo, Code: "braces-hint"})
		return value
	}
	note := Note{Kind: Guessed, Code: "braces", Side: side, Field: e.path(), Old: value, New: with, Certainty: certainty}
	b.note(note)
	if certainty == low {
		b.comment(n, b.say(note)+": "+value)
	}
	return with
}
