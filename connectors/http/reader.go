package http

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// place is where something stands in its file.
type place struct{ line, column int }

func placeOf(n *yaml.Node) place { return place{n.Line, n.Column} }

// reader fills the types of description.go from YAML. It knows no key itself.
type reader struct{ *mistakes }

// fromNode is a type that reads itself.
type fromNode interface {
	read(r reader, n *yaml.Node, path string)
}

func (r reader) value(n *yaml.Node, to reflect.Value, path string) {
	r.places[path] = placeOf(n)
	if n.Kind == yaml.AliasNode {
		r.add(placeOf(n), path, "aliases are not understood here; write it out")
		return
	}
	if to.CanAddr() {
		if own, ok := to.Addr().Interface().(fromNode); ok {
			own.read(r, n, path)
			return
		}
	}
	switch to.Kind() {
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		r.value(n, to.Elem(), path)
	case reflect.Struct:
		r.object(n, to, path)
	case reflect.Slice:
		r.list(n, to, path)
	default:
		r.scalar(n, to, path)
	}
}

// object reads a mapping, and names keys that are unknown, missing or written twice.
func (r reader) object(n *yaml.Node, to reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		r.add(placeOf(n), path, "expected keys and values, found %s", shown(n))
		return
	}
	keys := keysOf(to.Type())
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		r.member(n.Content[i], n.Content[i+1], to, path, keys, seen)
	}
	for _, k := range keys {
		if k.required && !seen[k.name] {
			r.add(placeOf(n), join(path, k.name), "is required")
		}
	}
}

func (r reader) member(key, value *yaml.Node, to reflect.Value, path string, keys []known, seen map[string]bool) {
	i := slices.IndexFunc(keys, func(k known) bool { return k.name == key.Value })
	switch {
	case key.Kind != yaml.ScalarNode:
		r.add(placeOf(key), path, "{{…}} without quotes is read by YAML as keys and values; put it in quotes")
	case seen[key.Value]:
		r.add(placeOf(key), join(path, key.Value), "the key is written twice")
	case i < 0:
		r.add(placeOf(key), join(path, key.Value), "there is no such key here%s", didYouMean(key.Value, namesOf(keys)))
	case isNull(value): // a key without a value says nothing
	default:
		seen[key.Value] = true
		r.value(value, to.FieldByIndex(keys[i].index), join(path, key.Value))
	}
}

func (r reader) list(n *yaml.Node, to reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		r.add(placeOf(n), path, "expected a list, found %s", shown(n))
		return
	}
	items := reflect.MakeSlice(to.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		r.value(item, items.Index(i), fmt.Sprintf("%s[%d]", path, i))
	}
	to.Set(items)
}

// scalar reads a text, a word, a number, a truth value or a duration.
func (r reader) scalar(n *yaml.Node, to reflect.Value, path string) {
	if n.Kind != yaml.ScalarNode {
		r.add(placeOf(n), path, "expected text, found %s", shown(n))
		return
	}
	switch v := to.Interface().(type) {
	case limited:
		r.word(n, to, path, v.words())
	case string:
		to.SetString(n.Value)
	case bool:
		r.truth(n, to, path)
	case time.Duration:
		r.duration(n, to, path)
	case int:
		r.number(n, to, path)
	}
}

func (r reader) word(n *yaml.Node, to reflect.Value, path string, words []string) {
	if !slices.Contains(words, n.Value) || n.Value == "" {
		known := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == "" })
		r.add(placeOf(n), path, "%q is not one of %s%s", n.Value, strings.Join(known, ", "), didYouMean(n.Value, known))
		return
	}
	to.SetString(n.Value)
}

func (r reader) truth(n *yaml.Node, to reflect.Value, path string) {
	if n.Value != "true" && n.Value != "false" {
		r.add(placeOf(n), path, "expected true or false, found %q", n.Value)
		return
	}
	to.SetBool(n.Value == "true")
}

func (r reader) number(n *yaml.Node, to reflect.Value, path string) {
	const most = 1_000_000
	i, err := strconv.Atoi(n.Value)
	if err != nil || i < 0 || i > most {
		r.add(placeOf(n), path, "expected a whole number from 0 to %d, found %q", most, n.Value)
		return
	}
	to.SetInt(int64(i))
}

// duration reads 90s, 10m, 24h, 30d.
func (r reader) duration(n *yaml.Node, to reflect.Value, path string) {
	const day, most = 24 * time.Hour, 3660
	d, err := time.ParseDuration(n.Value)
	if days, ok := strings.CutSuffix(n.Value, "d"); ok {
		var i int
		i, err = strconv.Atoi(days)
		d = time.Duration(min(max(i, 0), most)) * day
	}
	if err != nil || d <= 0 {
		r.add(placeOf(n), path, "expected a duration such as 90s, 10m, 24h or 30d, found %q", n.Value)
		return
	}
	to.SetInt(int64(d))
}
