package mapping_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// hostile are pieces that mean something to a language a value passes through.
func hostile() []string {
	return []string{
		"'", `"`, "\\", "{{", "}}", "{{v}}", "{{other}}", ";--", "-- ", "/*", "*/", "#", "😀", "中", "\n", "\r", "\t", "\x00", "%", "_", "$", ":v0",
		"_findCollection find a from b where c=1", "_endFind", "_function 1/0", "_mongoQuery", "null", "true", "1e999999999", "007", " ", ",", "|", "x", "\u2028",
	}
}

func hostileText() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.SampledFrom(hostile()), 0, 6), func(parts []string) string { return strings.Join(parts, "") })
}

// asked answers every lookup with a row, and remembers the question.
type asked struct{ where map[string]string }

func (a *asked) Find(_ context.Context, q filter.Query) ([]filter.Row, error) {
	a.where = map[string]string{}
	for field, value := range q.Where.Values() {
		a.where[field.Path] = value
	}
	return []filter.Row{{Key: "1", Content: mapping.Row{{Name: "found", Value: a.where["key"]}}}}, nil
}

// everyWay sends one value through everything a value can pass through. Of each
// field is said what must come out.
func everyWay() ([]mapping.Field, mapping.Rules) {
	rules := mapping.Rules{Tables: []mapping.Table{{Name: "none", NotFound: mapping.Keep, Rows: []mapping.TableRow{{A: "§", B: "b"}}}}}
	table, object, list, joined, kept := named("table", "{{v}}"), named("object", "{{v}}"), named("list", "{{v}}"), named("joined", "{{v}}"), named("kept", "{{v}}")
	table.Table = &mapping.TableUse{Table: "none"}
	object.Parsers = []mapping.Parser{{Name: "ConvertObjectParser", Params: "k"}}
	list.Parsers = []mapping.Parser{{Name: "StringToArray", Params: "§"}}
	joined.Parsers = []mapping.Parser{{Name: "StringToArray", Params: "§"}, {Name: "ArrayUnique"}, {Name: "ArrayToString", Params: "§"}}
	kept.Type, kept.OnError = "object", mapping.Keep
	rows := field("array", "rows", named("same", "{{rows.v}}"))
	rows.Name = "rows"
	return []mapping.Field{
		named("same", "{{v}}"), named("text", "<{{v}}>"), named("quoted", "_function concat('<','{{v}}','>')"),
		named("single", `_function concat("<{{v}}",'>')`), named("looked", "_findCollection find found from c where key={{v}}"),
		named("between", "_function concat('<',_findCollection find found from c where key='{{v}}' _endFind,'>')"),
		table, object, list, joined, kept, rows,
	}, rules
}

// wanted is the entry a value must become; what is empty is not sent.
func wanted(v string) connectors.Object {
	around := "<" + v + ">"
	all := connectors.Object{
		{Name: "same", Value: v},
		{Name: "text", Value: around},
		{Name: "quoted", Value: around},
		{Name: "single", Value: around},
		{Name: "looked", Value: v},
		{Name: "between", Value: around},
		{Name: "table", Value: v},
		{Name: "object", Value: connectors.Object{{Name: "k", Value: v}}},
		{Name: "list", Value: []any{v}},
		{Name: "joined", Value: v},
		{Name: "kept", Value: v},
		{Name: "rows", Value: []connectors.Object{{{Name: "same", Value: v}}, {{Name: "same", Value: v}}}},
	}
	return all
}

// unchanged says what became of a value that did not stay what it was.
func unchanged(ctx context.Context, m *mapping.Mapping, v string) string {
	row := map[string]any{"v": v, "other": "OTHER", "rows": []any{map[string]string{"v": v}, map[string]string{"v": v}}}
	content, err := json.Marshal(row)
	if err != nil {
		return err.Error()
	}
	finder := &asked{}
	got, err := m.Apply(ctx, mapping.Document{Content: content}, finder)
	if err != nil {
		return fmt.Sprintf("%q: %v", v, err)
	}
	if finder.where["key"] != v {
		return fmt.Sprintf("%q was looked up as %q", v, finder.where)
	}
	came, wants := fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", wanted(v))
	if came != wants {
		return fmt.Sprintf("%q became\n%s\nnot\n%s", v, came, wants)
	}
	return ""
}

func compiledEveryWay(t testing.TB) *mapping.Mapping {
	t.Helper()
	fields, rules := everyWay()
	m, mistakes := mapping.CompileEntry("x.yaml", fields, rules)
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	return m
}

func TestHostileValuesComeOutUnchanged(t *testing.T) {
	t.Parallel()
	m := compiledEveryWay(t)
	rapid.Check(t, func(r *rapid.T) {
		v := "x" + hostileText().Draw(r, "value") // what is empty is another matter
		if message := unchanged(r.Context(), m, v); message != "" {
			r.Fatal(message)
		}
	})
}

// FuzzDocument sends any text every way a value can go.
func FuzzDocument(f *testing.F) {
	for _, piece := range hostile() {
		f.Add(piece + piece)
	}
	m := compiledEveryWay(f)
	f.Fuzz(func(t *testing.T, v string) {
		if v = strings.ToValidUTF8(v, "?"); v == "" || strings.Contains(v, "§") {
			return
		}
		if message := unchanged(t.Context(), m, v); message != "" {
			t.Error(message)
		}
	})
}

// The keys of an entry follow from the scheme, and from which values are empty;
// never from what a value says.
func TestNoValueChangesAnEntry(t *testing.T) {
	t.Parallel()
	fields := []mapping.Field{
		named("a", "{{a}}"), named("b", "{{a}}-{{b}}"), named("c", "_function concat('{{a}}','{{b}}','x')"),
		func() mapping.Field { f := field("object", nil, named("d", "{{b}}")); f.Name = "o"; return f }(),
		func() mapping.Field {
			f := field("array", "rows", named("e", "{{rows.a}}"), named("f", "{{b}}"))
			f.Name = "r"
			return f
		}(),
	}
	m := compile(t, fields...)
	shape := func(r *rapid.T, a, b string) string {
		content, err := json.Marshal(map[string]any{"a": a, "b": b, "rows": []any{map[string]string{"a": a}, map[string]string{"a": b}}})
		if err != nil {
			r.Fatal(err)
		}
		entry, err := m.Apply(r.Context(), mapping.Document{Content: content}, nil)
		if err != nil {
			r.Fatal(err)
		}
		return keysOf(entry)
	}
	rapid.Check(t, func(r *rapid.T) {
		a, b := hostileText().Draw(r, "a"), hostileText().Draw(r, "b")
		if got, want := shape(r, a, b), shape(r, plain(a), plain(b)); got != want {
			r.Fatalf("%q and %q gave %s, not %s", a, b, got, want)
		}
	})
}

func plain(v string) string {
	if v == "" {
		return ""
	}
	return "x"
}

// keysOf are the keys of an entry, in their order, without values.
func keysOf(v any) string {
	var keys []string
	switch v := v.(type) {
	case connectors.Object:
		for _, m := range v {
			keys = append(keys, m.Name+keysOf(m.Value))
		}
	case []connectors.Object:
		for _, row := range v {
			keys = append(keys, keysOf(row))
		}
	default:
		return ""
	}
	return "{" + strings.Join(keys, ",") + "}"
}

// Text outside of quotes stays text unless it is written like a number or a
// truth value.
func TestUnquotedTextStaysText(t *testing.T) {
	t.Parallel()
	m := compile(t, field("", "_function ifnull({{v}},'EMPTY')"))
	rapid.Check(t, func(r *rapid.T) {
		v := "中" + hostileText().Draw(r, "value")
		got, err := m.Apply(r.Context(), mapping.Document{Content: content(r, v)}, nil)
		if err != nil || got[0].Value != v {
			r.Fatalf("%q became %#v, %v", v, got, err)
		}
	})
}
