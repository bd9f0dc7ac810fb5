package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/starter/mask"
)

// hide masks personal data. A value is private by the name of its field, and by
// the names of what it was made of: a note holds a name when it reads
// {{receiver_name}}.
func (v *preview) hide() {
	for i := range v.Documents {
		v.Documents[i].hide()
	}
}

func (d *previewed) hide() {
	d.Problem, d.Skipped = mask.Text(d.Problem), mask.Text(d.Skipped)
	d.Group, d.Content = string(mask.JSON(json.RawMessage(d.Group))), mask.JSON(d.Content)
	for i := range d.Fields {
		if name := d.Fields[i].hide(); name != "" {
			d.Entry = maskAt(d.Entry, d.Fields[i].Path, name)
		}
	}
	d.Entry = mask.JSON(d.Entry)
}

// hide returns the private name by which the value itself was masked, if any.
func (o *origin) hide() string {
	name := o.private()
	o.Value = maskAs(lastName(o.Path), o.Value)
	if name != "" {
		o.Value = maskAs(name, o.Value)
	}
	known := o.secrets()
	o.Note, o.Problem = mask.Text(known.Replace(o.Note)), mask.Text(known.Replace(o.Problem))
	for i, r := range o.Read {
		o.Read[i].Value = maskAs(lastName(r.Path), r.Value)
	}
	for i := range o.Lookups {
		o.Lookups[i].hide(known)
	}
	return name
}

// secrets finds what was read under a private name wherever it is told again:
// a person may be looked up by a field with an innocent name.
func (o *origin) secrets() *strings.Replacer {
	const shortest = 2 // a single character would be found everywhere
	var pairs []string
	for _, r := range o.Read {
		if text := plainText(r.Value); mask.Private(lastName(r.Path)) && utf8.RuneCountInString(text) >= shortest {
			pairs = append(pairs, text, plainText(maskAs(lastName(r.Path), r.Value)))
		}
	}
	return strings.NewReplacer(pairs...)
}

func (o *origin) private() string {
	var names []string
	for _, r := range o.Read {
		if !empty(r.Value) {
			names = append(names, lastName(r.Path), r.Path)
		}
	}
	for _, l := range o.Lookups {
		names = append(names, lastName(l.Find))
	}
	if i := slices.IndexFunc(names, mask.Private); i >= 0 && !o.empty() {
		return names[i]
	}
	return ""
}

func (l *lookedUp) hide(known *strings.Replacer) {
	where := map[string]string{}
	for field, value := range l.Where {
		where[field] = known.Replace(plainText(maskAs(lastName(field), raw(value))))
	}
	l.Where = where
	rows := make([]json.RawMessage, len(l.Rows))
	for i, row := range l.Rows {
		rows[i] = mask.JSON(row)
	}
	l.Rows = rows
}

// maskAs masks a value as if it stood under a name.
func maskAs(name string, value json.RawMessage) json.RawMessage {
	masked := mask.JSON(raw(connectors.Object{{Name: name, Value: value}}))
	var o map[string]json.RawMessage
	if err := json.Unmarshal(masked, &o); err != nil {
		return json.RawMessage(`"***"`) // rather nothing than a name
	}
	return o[name]
}

// maskAt masks what stands at a path of an entry: FEntity[0].FNote.
func maskAt(entry json.RawMessage, path, name string) json.RawMessage {
	first, rest, _ := strings.Cut(path, ".")
	key, index, listed := strings.Cut(strings.TrimSuffix(first, "]"), "[")
	var o connectors.Object
	if err := json.Unmarshal(entry, &o); err != nil {
		return entry
	}
	for i, m := range o {
		if m.Name != key {
			continue
		}
		if listed {
			o[i].Value = maskElement(m.Value, index, rest, name)
			continue
		}
		o[i].Value = maskBelow(raw(m.Value), rest, name)
	}
	return raw(o)
}

func maskElement(list any, index, rest, name string) any {
	elements, ok := list.([]any)
	if !ok {
		return list
	}
	for i, element := range elements {
		if raw(i) != nil && string(raw(i)) == index {
			elements[i] = maskBelow(raw(element), rest, name)
		}
	}
	return elements
}

func maskBelow(value json.RawMessage, rest, name string) json.RawMessage {
	if rest == "" {
		return maskAs(name, value)
	}
	return maskAt(value, rest, name)
}

// lastName is the name a path ends with: items.0.receiver_name, FEntity[0].FNote.
func lastName(path string) string {
	return path[strings.LastIndexByte(path, '.')+1:]
}
