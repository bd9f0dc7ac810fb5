package mapping

import (
	"encoding/json"
	"strings"
)

// keptText is a value as text, for where it cannot be made and is kept: the
// templates put in, the lookups answered, without the prefix.
type keptText []expression

func (c *compiler) keptText(text string, lookups []*Lookup) keptText {
	if word, rest, ok := strings.Cut(strings.TrimSpace(text), " "); ok && strings.HasPrefix(word, "_") {
		text = rest
	}
	var kept keptText
	for _, l := range lookups {
		before, rest, found := cutLookup(text)
		if !found {
			break
		}
		kept, text = append(append(kept, c.keptTemplate(before)), lookup{l}), rest
	}
	return append(kept, c.keptTemplate(text))
}

// keptTemplate is text with templates in it; what is none is text.
func (c *compiler) keptTemplate(text string) expression {
	t, err := parseTemplate(text, c)
	if err != nil {
		return constant{text}
	}
	return keptTemplate(t)
}

// cutLookup takes the first lookup out of a formula.
func cutLookup(text string) (before, after string, found bool) {
	start := lookupAt(text)
	if start < 0 {
		return text, "", false
	}
	before, text = text[:start], text[start:]
	if _, rest, closed := strings.Cut(text, prefixEnd); closed {
		return before, rest, true
	}
	return before, "", true
}

// render never fails: what has no value is empty.
func (k keptText) render(s *scope) any {
	var b strings.Builder
	for _, e := range k {
		v, err := e.eval(s)
		if err == nil {
			b.WriteString(anyText(v))
		}
	}
	return b.String()
}

// anyText is a value as text; of a list or an object its JSON.
func anyText(v any) string {
	if text, err := Text(v); err == nil {
		return text
	}
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}

// keptTemplate puts in what it can: of a value its pipe cannot format, the value.
type keptTemplate template

func (t keptTemplate) references() []string { return template(t).references() }

func (t keptTemplate) eval(s *scope) (any, error) {
	var b strings.Builder
	for _, p := range t {
		if p.ref == nil {
			b.WriteString(p.text)
			continue
		}
		v, err := p.ref.eval(s)
		if err != nil {
			v, err = s.value(p.ref.path)
		}
		if err == nil {
			b.WriteString(anyText(v))
		}
	}
	return b.String(), nil
}
