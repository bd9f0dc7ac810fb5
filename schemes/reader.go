package schemes

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// reader collects the mistakes of a file while it is read, so that its author
// sees them all at once.
type reader struct {
	file     string
	mistakes []mapping.Mistake
	kept     []mapping.Mistake // what is there and not used: the saas keys

	compatible bool // the scheme asks for the SaaS's way
}

func (r *reader) mistake(n *yaml.Node, field, format string, args ...any) {
	r.mistakes = append(r.mistakes, mapping.Mistake{Place: r.place(n, field), Message: fmt.Sprintf(format, args...)})
}

func (r *reader) place(n *yaml.Node, field string) mapping.Place {
	return mapping.Place{File: r.file, Line: n.Line, Column: n.Column, Field: field}
}

func (r *reader) err() error {
	slices.SortStableFunc(r.mistakes, func(a, b mapping.Mistake) int {
		return a.Place.Line - b.Place.Line
	})
	var errs []error
	for _, m := range slices.Compact(r.mistakes) {
		errs = append(errs, m)
	}
	return errors.Join(errs...)
}

// object is a YAML mapping whose keys are known.
type object struct {
	r      *reader
	node   *yaml.Node
	path   string
	values map[string]*yaml.Node
}

// object reads a mapping and names keys that are unknown or written twice.
func (r *reader) object(n *yaml.Node, path string, known ...string) object {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	o := object{r: r, node: n, path: path, values: map[string]*yaml.Node{}}
	if n.Kind != yaml.MappingNode {
		r.mistake(n, path, "expected %s, found %s", "keys and values", describe(n))
		return o
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		o.add(n.Content[i], n.Content[i+1], known)
	}
	r.keep(o)
	return o
}

func (o object) add(key, value *yaml.Node, known []string) {
	_, twice := o.values[key.Value]
	switch {
	case key.Kind != yaml.ScalarNode:
		o.r.mistake(key, o.path, "{{…}} without quotes is read by YAML as keys and values; put it in quotes")
	case twice:
		o.r.mistake(key, o.at(key.Value), "the key is written twice")
	case !slices.Contains(known, key.Value):
		o.r.mistake(key, o.at(key.Value), "there is no such key here%s", o.elsewhere(key.Value, known))
	default:
		o.values[key.Value] = value
	}
}

// elsewhere says what was probably meant: a similar key, or a block this key
// slipped out of.
func (o object) elsewhere(key string, known []string) string {
	if o.path == "" && slices.Contains(append(keysOf[sourceFormat](), keysOf[targetFormat]()...), key) {
		return "; it belongs below source or target, look at its indentation"
	}
	return suggest.DidYouMean(key, known)
}

func (o object) at(key string) string {
	if o.path == "" {
		return key
	}
	return o.path + "." + key
}

func describe(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "keys and values"
	case yaml.SequenceNode:
		return "a list"
	case yaml.AliasNode:
		return "an alias"
	}
	if n.Tag == "!!null" {
		return "nothing"
	}
	return strconv.Quote(n.Value)
}

// get returns the node of a key, nil when it is absent or empty.
func (o object) get(key string) *yaml.Node {
	n := o.values[key]
	if n != nil && n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n == nil || n.Tag == "!!null" {
		return nil
	}
	return n
}

// required notes a key that is missing.
func (o object) required(keys ...string) {
	for _, key := range keys {
		if o.node.Kind == yaml.MappingNode && o.get(key) == nil {
			o.r.mistake(o.node, o.at(key), "is required")
		}
	}
}

// text reads a scalar as it is written.
func (o object) text(key, otherwise string) string {
	n := o.get(key)
	if n == nil {
		return otherwise
	}
	if n.Kind == yaml.ScalarNode {
		return n.Value
	}
	if unquoted(n) {
		o.r.mistake(n, o.at(key), "{{…}} without quotes is read by YAML as keys and values; put it in quotes")
		return otherwise
	}
	o.r.mistake(n, o.at(key), "expected text, found %s", describe(n))
	return otherwise
}

// unquoted recognises {{x}} without quotes: to YAML, a mapping whose key is a
// mapping.
func unquoted(n *yaml.Node) bool {
	return n.Kind == yaml.MappingNode && len(n.Content) > 0 && n.Content[0].Kind == yaml.MappingNode
}

// oneOf reads a word of a fixed set.
func (o object) oneOf(key, otherwise string, words ...string) string {
	word := o.text(key, otherwise)
	if !slices.Contains(words, word) && word != "" {
		o.r.mistake(o.get(key), o.at(key), "%q is not one of %s%s",
			word, strings.Join(words, ", "), suggest.DidYouMean(word, words))
	}
	return word
}

func (o object) number(key string, otherwise, least int) int {
	text := o.text(key, "")
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least {
		o.r.mistake(o.get(key), o.at(key), "expected a whole number from %d, found %q", least, text)
		return otherwise
	}
	return n
}

func (o object) yes(key string) bool {
	return o.oneOf(key, "false", "true", "false") == "true"
}

// duration reads 10m, 24h, 30d.
func (o object) duration(key string, otherwise time.Duration) time.Duration {
	text := o.text(key, "")
	if text == "" {
		return otherwise
	}
	d, err := parseDuration(text)
	if err != nil || d < 0 {
		o.r.mistake(o.get(key), o.at(key), "expected a duration such as 90s, 10m, 24h or 30d, found %q", text)
		return otherwise
	}
	return d
}

func parseDuration(text string) (time.Duration, error) {
	const day = 24 * time.Hour
	if days, ok := strings.CutSuffix(text, "d"); ok {
		n, err := strconv.Atoi(days)
		return time.Duration(n) * day, err
	}
	return time.ParseDuration(text)
}

// list reads a sequence.
func (o object) list(key string) []*yaml.Node {
	n := o.get(key)
	if n == nil {
		return nil
	}
	if n.Kind != yaml.SequenceNode {
		o.r.mistake(n, o.at(key), "expected a list, found %s", describe(n))
		return nil
	}
	return n.Content
}

func (o object) texts(key string) []string {
	var texts []string
	for _, n := range o.list(key) {
		if n.Kind != yaml.ScalarNode {
			o.r.mistake(n, o.at(key), "expected text, found %s", describe(n))
			continue
		}
		texts = append(texts, n.Value)
	}
	return texts
}

// scalar reads a value with the type YAML gives it; numbers keep their digits.
func scalar(n *yaml.Node) any {
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return strings.EqualFold(n.Value, "true")
	case "!!int", "!!float":
		if json.Valid([]byte(n.Value)) {
			return json.Number(n.Value)
		}
	}
	return n.Value
}
