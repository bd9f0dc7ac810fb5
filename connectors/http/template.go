package http

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// template is a value that is made for each call: text, with {{name|filter}} in it.
// There is no language behind it: the names are listed in check.go, the filters here.
type template struct {
	parts []part
	typed any // of a constant: json.Number, bool or string
}

// part is a text, or a placeholder.
type part struct {
	text    string
	name    string
	filters []string
}

func (t template) empty() bool { return len(t.parts) == 0 }

// read takes a scalar; a constant keeps the type that YAML gives it.
func (t *template) read(r reader, n *yaml.Node, path string) {
	if n.Kind != yaml.ScalarNode {
		r.add(placeOf(n), path, "expected text, found %s; put {{…}} in quotes", shown(n))
		return
	}
	t.typed = constant(n)
	var err error
	if t.parts, err = split(n.Value); err != nil {
		r.add(placeOf(n), path, "%v", err)
	}
}

func constant(n *yaml.Node) any {
	switch {
	case n.Tag == "!!bool" && (n.Value == "true" || n.Value == "false"):
		return n.Value == "true"
	case (n.Tag == "!!int" || n.Tag == "!!float") && json.Valid([]byte(n.Value)):
		return json.Number(n.Value)
	default:
		return n.Value
	}
}

func split(text string) ([]part, error) {
	var parts []part
	for text != "" {
		before, rest, found := strings.Cut(text, "{{")
		if before != "" {
			parts = append(parts, part{text: before})
		}
		if !found {
			break
		}
		inner, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return nil, fmt.Errorf("{{%s is not closed", rest)
		}
		words := strings.Split(inner, "|")
		for i := range words {
			words[i] = strings.TrimSpace(words[i])
		}
		parts = append(parts, part{name: words[0], filters: words[1:]})
		text = after
	}
	return parts, nil
}

// uses says whether a name, or one below it (page.), stands in the template.
func (t template) uses(name string) bool {
	return slices.ContainsFunc(t.parts, func(p part) bool {
		return p.name == name || strings.HasSuffix(name, ".") && strings.HasPrefix(p.name, name)
	})
}

// values are what names stand for during one call: string, json.Number or time.Time.
type values func(name string) any

// make is the value: that of a lone placeholder or constant with its type, text
// otherwise.
func (t template) make(of values) any {
	switch {
	case t.empty():
		return ""
	case len(t.parts) == 1 && t.parts[0].name != "":
		return t.parts[0].make(of)
	case len(t.parts) == 1:
		return t.typed
	}
	return t.text(of)
}

func (t template) text(of values) string {
	var b strings.Builder
	for _, p := range t.parts {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		b.WriteString(plain(p.make(of)))
	}
	return b.String()
}

func (p part) make(of values) any {
	v := of(p.name)
	for _, f := range p.filters {
		v = filter(f, v)
	}
	if at, ok := v.(time.Time); ok {
		return at.Format(time.DateTime)
	}
	return v
}
