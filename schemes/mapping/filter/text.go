package filter

import (
	"encoding/json"
	"strings"
)

// String is the filter as it would be written, values and all: two filters ask
// the same when their strings are the same.
func (f Filter) String() string {
	return f.Text(func(_ Field, value string) string { return value })
}

// Text is String with its values as they may be shown.
func (f Filter) Text(shown func(field Field, value string) string) string {
	w := writer{shown: shown}
	w.node(&f.root)
	return w.String()
}

// Values are the values of the fields that must all be equal to one, as shown.
func (f Filter) Values() map[Field]string {
	values := map[Field]string{}
	f.root.visit(func(n *node) {
		if text, ok := n.args[0].value.(string); ok && n.op == opEqual {
			values[n.field] = text
		} else if number, ok := n.args[0].value.(json.Number); ok && n.op == opEqual {
			values[n.field] = number.String()
		}
	})
	return values
}

// writer writes a filter as JSON.
type writer struct {
	strings.Builder
	shown func(Field, string) string
}

func (w *writer) node(n *node) {
	switch n.op {
	case opAnd, opOr, opNor:
		w.joined(n)
	case opNot:
		w.WriteString(`{"$nor":[`)
		w.node(&n.nodes[0])
		w.WriteString("]}")
	default:
		w.WriteString("{" + quoted(n.field.name()) + `:{"` + n.op + `":`)
		w.args(n)
		if n.flags != "" {
			w.WriteString(`,"$options":` + quoted(n.flags))
		}
		w.WriteString("}}")
	}
}

func (w *writer) joined(n *node) {
	w.WriteString(`{"` + n.op + `":[`)
	for i := range n.nodes {
		if i > 0 {
			w.WriteByte(',')
		}
		w.node(&n.nodes[i])
	}
	w.WriteString("]}")
}

func (w *writer) args(n *node) {
	if n.op != opIn {
		w.value(n.field, n.args[0].value)
		return
	}
	w.WriteByte('[')
	for i, o := range n.args {
		if i > 0 {
			w.WriteByte(',')
		}
		w.value(n.field, o.value)
	}
	w.WriteByte(']')
}

func (w *writer) value(f Field, v any) {
	switch v := v.(type) {
	case string:
		w.WriteString(quoted(w.shown(f, v)))
	case json.Number:
		if shown := w.shown(f, v.String()); shown != v.String() {
			w.WriteString(quoted(shown))
			return
		}
		w.WriteString(v.String())
	case bool:
		w.WriteString(map[bool]string{true: "true", false: "false"}[v])
	default:
		w.WriteString("null")
	}
}

// quoted is text as JSON; < and & stay as people write them.
func quoted(text string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(text); err != nil {
		return `""` // a text can always be written
	}
	return strings.TrimSuffix(b.String(), "\n")
}
