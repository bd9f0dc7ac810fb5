package schemes

import (
	"encoding/json"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// identity is how a row's key or number is read: a path, or a template such as
// {{bomNo}}-{{id}}.
type identity struct {
	path     string
	template *mapping.Value // nil: the value at path as it is
}

func (r *reader) identity(o object, key string, otherwise identity) identity {
	n := o.get(key)
	if n == nil || n.Kind != yaml.ScalarNode {
		return otherwise
	}
	if !strings.Contains(n.Value, "{{") {
		return identity{path: n.Value}
	}
	template, mistakes := mapping.CompileValue(r.place(n, o.at(key)), n.Value)
	r.mistakes = append(r.mistakes, mistakes...)
	if len(mistakes) == 0 && len(template.References()) == 0 {
		r.mistake(n, o.at(key), "%q names no field of the row", n.Value)
	}
	for _, path := range template.References() {
		if mapping.IsVariable(path) && path != "random" {
			r.mistake(n, o.at(key), "{{%s}} is not the row's own and cannot be its key", path)
		}
	}
	return identity{path: n.Value, template: template}
}

// references are the fields of the row a key is made of.
func (i identity) references() []string {
	if i.template == nil {
		return []string{i.path}
	}
	return i.template.References()
}

// of reads the key of a row. {{random}} is a digest of the row's content: the
// same row again has the same key, another row another.
func (i identity) of(row mapping.Row) (string, error) {
	if i.template == nil {
		return mapping.Text(mapping.At(row, i.path))
	}
	content, err := row.MarshalJSON()
	if err != nil {
		return "", err
	}
	v, err := i.template.In(mapping.Document{Content: content}, row)
	if err != nil {
		return "", err
	}
	return mapping.Text(v)
}

// missing is the first field of a key that the row leaves empty.
func (i identity) missing(row mapping.Row) string {
	for _, path := range i.references() {
		if path != "random" && mapping.IsEmpty(mapping.At(row, path)) {
			return path
		}
	}
	return ""
}

// Called is what people call a document, by the content that is kept of it under a
// key. It is not known of content that does not say it: of rows that were merged, and
// of those that are not named by their source's id.
func (s *Scheme) Called(key string, content json.RawMessage) (number string, known bool) {
	row, err := mapping.ParseRow(content)
	if err != nil {
		return "", false
	}
	first, err := s.identify(row)
	suffix, ours := strings.CutPrefix(key, first.Key)
	if err != nil || !ours || suffix != "" && suffix[0] != '-' {
		return "", false
	}
	return first.Number + suffix, true
}

func (s *Scheme) identify(row mapping.Row) (Shaped, error) {
	key, err := s.rowKey.of(row)
	if err != nil {
		return Shaped{}, fmt.Errorf("its id %s %w", s.Source.ID, err)
	}
	if missing := s.rowKey.missing(row); missing != "" {
		return Shaped{}, fmt.Errorf("it has no %s, which the scheme names as its id", missing)
	}
	number, err := s.rowNumber.of(row)
	if err != nil {
		return Shaped{}, fmt.Errorf("its number %s %w", s.Source.Number, err)
	}
	if number == "" {
		number = key
	}
	return Shaped{Key: key, Number: number}, nil
}
