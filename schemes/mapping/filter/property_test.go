package filter_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors/docstore"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// leaf is a value as documents and filters have them: few of them, so that they meet.
func leaf() *rapid.Generator[any] {
	return rapid.SampledFrom([]any{
		json.Number("1"), json.Number("1.0"), json.Number("2"), json.Number("-3.5"), json.Number("10"), json.Number("1e1"),
		"1", "2", "10", "007", "a", "ab", "b", "2024-05-01", "2024-05-02 10:00", `q"'\`, "{{x}}", "天", true, false, "true", nil, "",
	})
}

func names() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"a", "a", "a", "b", "b", "0", "a.b"})
}

// document is an object, a few levels deep.
func document(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(rt *rapid.T) any {
		object := map[string]any{}
		for range rapid.IntRange(0, 4).Draw(rt, "members") {
			object[names().Draw(rt, "name")] = content(depth).Draw(rt, "value")
		}
		return object
	})
}

func content(depth int) *rapid.Generator[any] {
	if depth == 0 {
		return leaf()
	}
	return rapid.OneOf(leaf(), document(depth-1), rapid.Map(rapid.SliceOfN(content(depth-1), 0, 3), func(l []any) any { return l }))
}

func path() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(names(), 1, 2), func(parts []string) string { return strings.Join(parts, ".") })
}

// question is a filter of any operators.
func question(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(rt *rapid.T) any {
		join := rapid.SampledFrom([]string{"$and", "$or", "$nor", "", "", ""}).Draw(rt, "join")
		if join != "" && depth > 0 {
			return map[string]any{join: rapid.SliceOfN(question(depth-1), 1, 3).Draw(rt, "filters")}
		}
		object := map[string]any{}
		for range rapid.IntRange(1, 2).Draw(rt, "fields") {
			object["content."+path().Draw(rt, "field")] = comparison(depth).Draw(rt, "comparison")
		}
		return object
	})
}

func comparison(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(rt *rapid.T) any {
		switch op := rapid.SampledFrom([]string{"", "$eq", "$ne", "$in", "$nin", "$gt", "$gte", "$lt", "$lte", "$regex", "$exists", "$not"}).Draw(rt, "op"); op {
		case "":
			return leaf().Draw(rt, "value")
		case "$in", "$nin":
			return map[string]any{op: rapid.SliceOfN(leaf(), 1, 3).Draw(rt, "values")}
		case "$gt", "$gte", "$lt", "$lte":
			bound := leaf().Filter(func(v any) bool { _, truth := v.(bool); return v != nil && v != "" && !truth })
			return map[string]any{op: bound.Draw(rt, "bound")}
		case "$regex":
			return map[string]any{op: rapid.SampledFrom([]string{"^a", "^1", "b$", "^2024-", "a|b", "^天"}).Draw(rt, "regex")}
		case "$exists":
			return map[string]any{op: rapid.Bool().Draw(rt, "exists")}
		case "$not":
			return map[string]any{op: map[string]any{"$eq": leaf().Draw(rt, "value")}}
		default:
			return map[string]any{op: leaf().Draw(rt, "value")}
		}
	})
}

func text(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err)
	}
	return b.String()
}

// constants takes every text as it is.
type constants struct{}

func (constants) Value(string) (int, error)   { return 0, nil }
func (constants) Pattern(string) (int, error) { return 0, nil }

func TestMatchesLikeTheReference(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		q := question(2).Draw(rt, "question")
		f := read(rt, text(q))
		again := read(rt, f.String()) // what is told of a filter is the filter
		for _, doc := range rapid.SliceOfN(document(1), 10, 20).Draw(rt, "documents") {
			row, want := stored(t, text(doc)), refers(doc, q)
			if f.Matches(row) != want || again.Matches(row) != want {
				rt.Fatalf("%s, which is %s, of %s: want %v", text(q), f, text(doc), want)
			}
		}
	})
}

func read(rt *rapid.T, text string) filter.Filter {
	p, err := filter.Parse(text, constants{})
	if err != nil {
		rt.Fatalf("%s: %v", text, err)
	}
	f, err := p.Bind(nil)
	if err != nil {
		rt.Fatalf("%s: %v", text, err)
	}
	return f
}

// What an index is asked for holds every row that matches.
func TestTermsHoldAllThatMatches(t *testing.T) {
	t.Parallel()
	served := 0
	rapid.Check(t, func(rt *rapid.T) {
		q := question(2).Draw(rt, "question")
		f := read(rt, text(q))
		for _, doc := range rapid.SliceOfN(document(1), 10, 20).Draw(rt, "documents") {
			if f.Terms() == nil || !f.Matches(stored(t, text(doc))) {
				continue
			}
			served++
			row, err := docstore.ReadContent(json.RawMessage(text(doc)))
			if err != nil {
				rt.Fatal(err)
			}
			if !slices.ContainsFunc(f.Terms(), func(t filter.Terms) bool { return found(row, t) }) {
				rt.Fatalf("%s matches %s and is not found by %+v", text(q), text(doc), f.Terms())
			}
		}
	})
	if served < 10 {
		t.Errorf("only %d cases in which an index was asked", served)
	}
}

// found is what a store does with terms.
func found(row docstore.Content, t filter.Terms) bool {
	for field, value := range t.Equal {
		if !slices.Contains(row.Values(field), value) {
			return false
		}
	}
	if t.Range == nil {
		return true
	}
	return slices.ContainsFunc(row.Values("≶"+t.Range.Field), func(v string) bool { return t.Range.From <= v && v <= t.Range.To })
}

// No value of a document changes what a filter asks.
func TestValuesKeepTheShape(t *testing.T) {
	t.Parallel()
	p, _ := parse(t, `{"content.a":"{{x}}","$or":[{"b":{"$in":["{{y}}","z"]}},{"c":{"$ne":{{x}}}}]}`)
	shape := func(x, y string) any {
		f, err := p.Bind([]any{x, y, x})
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal([]byte(f.String()), &tree); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		return replaced(tree, map[string]string{x: "X", y: "Y"})
	}
	want := fmt.Sprint(shape("1x", "1y"))
	hostile := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		`"}`, `","$or":[{}],"`, `{{x}}`, `\`, `\"`, "}}", "\n", "\x00", `$eq`, `{"$gt":""}`, "😀", `"]}},{"c":1`,
	})).Filter(func(s string) bool { return s != "" && s != "z" })
	rapid.Check(t, func(rt *rapid.T) {
		x := hostile.Draw(rt, "x")
		y := hostile.Filter(func(s string) bool { return s != x }).Draw(rt, "y")
		if got := fmt.Sprint(shape(x, y)); got != want {
			rt.Fatalf("%q, %q: %s", x, y, got)
		}
	})
}

// replaced puts other values in the place of these; names stay.
func replaced(tree any, names map[string]string) any {
	switch v := tree.(type) {
	case map[string]any:
		for name, inner := range v {
			v[name] = replaced(inner, names)
		}
	case []any:
		for i, inner := range v {
			v[i] = replaced(inner, names)
		}
	case string:
		if name, ok := names[v]; ok {
			return name
		}
	}
	return tree
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"content.FName":{"$eq":"{{shop_name}}"}}`, `{"a":{{x}},"b":{"$in":[1,"{{y}}"]}}`, `{"$or":[{"a":{"$regex":"^x","$options":"i"}},{"b":null}]}`,
		`{"content.FName":{"$eq":"shop_name"`, `{{{a}}:1}`, `{"a":{"$gt":1e999}}`, "{\"a\":\"\xff{{\"}}",
	} {
		f.Add(seed, "value")
	}
	f.Fuzz(func(t *testing.T, in, value string) {
		s := &slots{}
		p, err := filter.Parse(in, s)
		if err != nil {
			return
		}
		values := make([]any, len(s.names))
		for i := range values {
			values[i] = value
		}
		bound, err := p.Bind(values)
		if err != nil {
			return
		}
		bound.Matches(&filter.Row{})
		if served := bound.Terms() != nil; served != p.Served() {
			t.Errorf("%s: served %v, terms %v", in, p.Served(), bound.Terms())
		}
		if !json.Valid([]byte(bound.String())) {
			t.Errorf("%s: %s", in, bound)
		}
	})
}

// refers answers a filter the slow way, over plain JSON.
func refers(doc, question any) bool {
	for name, below := range question.(map[string]any) {
		if !refersOne(doc, name, below) {
			return false
		}
	}
	return true
}

func refersOne(doc any, name string, below any) bool {
	one := func(q any) bool { return refers(doc, q) }
	switch name {
	case "$and":
		return !slices.ContainsFunc(below.([]any), func(q any) bool { return !one(q) })
	case "$or":
		return slices.ContainsFunc(below.([]any), one)
	case "$nor":
		return !slices.ContainsFunc(below.([]any), one)
	}
	values, there := reached(doc, strings.TrimPrefix(name, "content."))
	operators, ok := below.(map[string]any)
	if !ok {
		operators = map[string]any{"$eq": below}
	}
	for op, operand := range operators {
		if !compared(op, values, there, operand) {
			return false
		}
	}
	return true
}

// reached lists the values at the end of all ways along a path.
func reached(node any, path string) (values []any, there bool) {
	into := func(n any, rest string) {
		more, ok := reached(n, rest)
		values, there = append(values, more...), there || ok
	}
	switch n := node.(type) {
	case []any:
		for _, element := range n {
			into(element, path)
		}
		first, rest, _ := strings.Cut(path, ".")
		if first == "0" && len(n) > 0 {
			into(n[0], rest)
		}
		return values, there || path == ""
	case map[string]any:
		if path == "" {
			return nil, true
		}
		if whole, ok := n[path]; ok {
			return reached(whole, "")
		}
		first, rest, ok := strings.Cut(path, ".")
		if inner, is := n[first]; is && ok {
			return reached(inner, rest)
		}
		return nil, false
	}
	if path != "" {
		return nil, false
	}
	return []any{node}, true
}

func compared(op string, values []any, there bool, operand any) bool {
	some := func(test func(v any) bool) bool { return slices.ContainsFunc(values, test) }
	switch op {
	case "$eq":
		return some(func(v any) bool { return plain(v) == plain(operand) }) || operand == nil && !there
	case "$ne":
		return !compared("$eq", values, there, operand)
	case "$in":
		return slices.ContainsFunc(operand.([]any), func(o any) bool { return compared("$eq", values, there, o) })
	case "$nin":
		return !compared("$in", values, there, operand)
	case "$not":
		for inner, below := range operand.(map[string]any) {
			return !compared(inner, values, there, below)
		}
	case "$exists":
		return there == operand
	case "$regex":
		return some(func(v any) bool { return v != nil && v != true && v != false && likes(plain(v), operand.(string)) })
	}
	return some(func(v any) bool {
		order, ok := inOrder(v, operand)
		return ok && (order > 0 && op[1] == 'g' || order < 0 && op[1] == 'l' || order == 0 && strings.HasSuffix(op, "e"))
	})
}

// likes knows the few patterns of this test.
func likes(text, pattern string) bool {
	switch {
	case pattern == "a|b":
		return strings.ContainsAny(text, "ab")
	case pattern == "b$":
		return strings.HasSuffix(text, "b")
	default:
		return strings.HasPrefix(text, pattern[1:])
	}
}

// plain is a value as equal ones are written the same way.
func plain(v any) string {
	switch v := v.(type) {
	case json.Number:
		r, _ := new(big.Rat).SetString(v.String())
		return strings.TrimSuffix(strings.TrimRight(r.FloatString(10), "0"), ".")
	case nil:
		return "\x00null"
	case map[string]any:
		return "\x00object"
	default:
		return fmt.Sprint(v)
	}
}

func inOrder(a, b any) (int, bool) {
	x, numberA := number(a)
	y, numberB := number(b)
	if numberA && numberB {
		return x.Cmp(y), true
	}
	s, textA := a.(string)
	u, textB := b.(string)
	return strings.Compare(s, u), textA && textB
}

func number(v any) (*big.Rat, bool) {
	text, ok := v.(string)
	if n, is := v.(json.Number); is {
		text, ok = n.String(), true
	}
	if !ok || !json.Valid([]byte(text)) || text == "true" {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
