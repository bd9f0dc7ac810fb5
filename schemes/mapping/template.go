package mapping

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
)

// template is text with {{paths}} in it.
type template []part

// part is either constant text or a reference.
type part struct {
	text string
	ref  *reference
}

// reference is {{path|pipe|…}}.
type reference struct {
	path  string
	pipes []string
	apply []pipe
}

func parseTemplate(text string, c *compiler) (template, error) {
	var t template
	for {
		before, rest, found := strings.Cut(text, "{{")
		if before != "" {
			t = append(t, part{text: before})
		}
		if !found {
			return t, nil
		}
		inside, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return nil, fmt.Errorf("{{%s: the closing }} is missing", rest)
		}
		ref, err := parseReference(inside, c)
		if err != nil {
			return nil, err
		}
		t, text = append(t, part{ref: ref}), after
	}
}

func parseReference(inside string, c *compiler) (*reference, error) {
	names := strings.Split(inside, "|")
	r := &reference{path: strings.TrimSpace(names[0])}
	if err := c.checkPath(r.path); err != nil {
		return nil, err
	}
	for _, name := range names[1:] {
		name = strings.ToLower(strings.TrimSpace(name))
		if name == "" { // {{created_time|date|}} occurs in production
			continue
		}
		p, ok := c.pipes[name]
		if !ok {
			return nil, fmt.Errorf("{{%s}}: there is no pipe %q%s", inside, name, suggest.DidYouMean(name, keys(c.pipes)))
		}
		r.pipes, r.apply = append(r.pipes, name), append(r.apply, p)
	}
	return r, nil
}

func keys[V any](m map[string]V) []string {
	var names []string
	for k := range m {
		names = append(names, k)
	}
	slices.Sort(names)
	return names
}

// eval gives a template that is exactly one reference its own type and digits;
// any other is text.
func (t template) eval(s *scope) (any, error) {
	if len(t) == 1 && t[0].ref != nil {
		return t[0].ref.eval(s)
	}
	return t.render(s)
}

func (t template) render(s *scope) (string, error) {
	var b strings.Builder
	for _, p := range t {
		text, err := p.render(s)
		if err != nil {
			return "", err
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

func (p part) render(s *scope) (string, error) {
	if p.ref == nil {
		return p.text, nil
	}
	v, err := p.ref.eval(s)
	if err != nil {
		return "", err
	}
	text, err := Text(v)
	if err != nil {
		return "", fmt.Errorf("{{%s}} %w", p.ref.path, err)
	}
	return text, nil
}

func (r *reference) eval(s *scope) (any, error) {
	v, err := s.value(r.path)
	if err != nil {
		return nil, err
	}
	for i, apply := range r.apply {
		if IsEmpty(v) {
			return nil, nil
		}
		if v, err = apply(v, s.location); err != nil {
			return nil, fmt.Errorf("{{%s|%s}}: %w", r.path, r.pipes[i], err)
		}
	}
	return v, nil
}

func (t template) references() []string {
	var paths []string
	for _, p := range t {
		if p.ref != nil {
			paths = append(paths, p.ref.path)
		}
	}
	return paths
}
