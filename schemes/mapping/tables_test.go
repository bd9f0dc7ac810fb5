package mapping_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

func shops(notFound string, otherwise any) mapping.Rules {
	number := func(text string) json.Number { return json.Number(text) }
	return mapping.Rules{Tables: []mapping.Table{{
		Place: mapping.Place{File: "x.yaml", Line: 3, Column: 5, Field: "mappings"}, Name: "shops", Title: "店铺",
		NotFound: notFound, Default: otherwise,
		Rows: []mapping.TableRow{
			{A: number("1"), B: "one"},
			{A: "007", B: "agent"},
			{A: "1.10", B: "code"},
			{A: "S1", B: "shared"},
			{A: "S2", B: "shared"},
			{A: true, B: number("2.50")},
		},
	}}}
}

func translated(value any, direction string) mapping.Field {
	f := field("", value)
	f.Table = &mapping.TableUse{Place: f.Place, Table: "shops", Direction: direction}
	return f
}

func applyWith(t testing.TB, rules mapping.Rules, f mapping.Field) (string, error) {
	t.Helper()
	m, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{f}, rules)
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	object, err := m.Apply(t.Context(), document(), base())
	if err != nil {
		return "", err
	}
	text, err := object.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	return string(text), nil
}

func TestTables(t *testing.T) {
	t.Parallel()
	for value, want := range map[any]string{
		"1": `{"F":"one"}`, json.Number("1"): `{"F":"one"}`, json.Number("1.00"): `{"F":"one"}`,
		"007": `{"F":"agent"}`, "1.10": `{"F":"code"}`, "{{head.shop}}": `{"F":"shared"}`, "{{flag}}": `{"F":2.50}`,
		"_function {{qty}}-2": `{"F":"one"}`, "{{empty}}": `{}`,
	} {
		if got, err := applyWith(t, shops(mapping.Fail, nil), translated(value, mapping.Positive)); err != nil || got != want {
			t.Errorf("%v: got %s, %v; want %s", value, got, err, want)
		}
	}
	for _, value := range []any{"7", json.Number("7"), "1.1", json.Number("1.1"), "1.0", "s1", "one"} {
		if got, err := applyWith(t, shops(mapping.Fail, nil), translated(value, mapping.Positive)); err == nil {
			t.Errorf("%v became %s", value, got)
		}
	}
}

func TestTableDirections(t *testing.T) {
	t.Parallel()
	rules := shops(mapping.Fail, nil)
	_, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{translated("one", mapping.Negative)}, rules)
	if len(mistakes) != 1 || !strings.Contains(mistakes[0].Error(), "x.yaml:7:3: F: the table shops has several rows with b_value shared, and they disagree") {
		t.Errorf("got %v", mistakes)
	}
	rules.Tables[0].Rows = append(rules.Tables[0].Rows[:3:3], rules.Tables[0].Rows[5])
	for value, want := range map[string]string{"one": `{"F":1}`, "agent": `{"F":"007"}`, "2.50": `{"F":true}`} {
		if got, err := applyWith(t, rules, translated(value, mapping.Negative)); err != nil || got != want {
			t.Errorf("%v: got %s, %v; want %s", value, got, err, want)
		}
	}
}

func TestTableNotFound(t *testing.T) {
	t.Parallel()
	f := translated("{{name}}", mapping.Positive)
	_, err := applyWith(t, shops(mapping.Fail, nil), f)
	var failed *mapping.FieldError
	if want := "x.yaml:7: F: the table shops 店铺 has no row with a_value O'Neil in {{name}} (name=O'Neil)"; !errors.As(err, &failed) || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
	for rule, want := range map[string]string{mapping.Keep: `{"F":"O'Neil"}`, mapping.Empty: `{}`, mapping.Default: `{"F":"other"}`} {
		if got, err := applyWith(t, shops(rule, "other"), f); err != nil || got != want {
			t.Errorf("%s: got %s, %v; want %s", rule, got, err, want)
		}
	}
	if _, err := applyWith(t, shops(mapping.Fail, nil), translated("{{lines}}", mapping.Positive)); err == nil || !strings.Contains(err.Error(), "a list cannot be looked up in the table shops") {
		t.Errorf("got %v", err)
	}
}

// The order is expression, table, type, parser.
func TestTableThenTypeThenParser(t *testing.T) {
	t.Parallel()
	f := translated("{{flag}}", mapping.Positive)
	f.Type = "decimal(3,1)"
	f.Parsers = []mapping.Parser{{Name: "ConvertObjectParser", Params: "FNumber"}}
	if got, err := applyWith(t, shops(mapping.Fail, nil), f); err != nil || got != `{"F":{"FNumber":2.5}}` {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestTableMistakes(t *testing.T) {
	t.Parallel()
	unknown := translated("1", "")
	unknown.Table.Table = "shop"
	twice := shops("", nil)
	twice.Tables[0].Rows = append(twice.Tables[0].Rows, mapping.TableRow{A: json.Number("1.0"), B: "other"})
	for want, c := range map[string]struct {
		field mapping.Field
		rules mapping.Rules
	}{
		`x.yaml:7:3: F: there is no table "shop" under mappings; did you mean "shops"?`: {unknown, shops("", nil)},
		"several rows with a_value 1.0, and they disagree":                              {translated("1", ""), twice},
		"x.yaml:3:5: mappings: notFound: default needs a default":                       {translated("1", ""), shops(mapping.Default, nil)},
	} {
		_, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{c.field}, c.rules)
		if len(mistakes) != 1 || !strings.Contains(mistakes[0].Error(), want) {
			t.Errorf("got %v\nwant %s", mistakes, want)
		}
	}
}

// There and back again is the value one started with.
func TestTablesRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		as := rapid.SliceOfNDistinct(rapid.StringN(1, 5, -1), 1, 6, rapid.ID[string]).Draw(r, "a")
		bs := rapid.SliceOfNDistinct(rapid.StringN(1, 5, -1), len(as), len(as), rapid.ID[string]).Draw(r, "b")
		rules := mapping.Rules{Tables: []mapping.Table{{Name: "shops"}}}
		for i := range as {
			rules.Tables[0].Rows = append(rules.Tables[0].Rows, mapping.TableRow{A: as[i], B: bs[i]})
		}
		there, back := translated("{{v}}", mapping.Positive), translated("{{v}}", mapping.Negative)
		for i, value := range as {
			if got := translate(r, rules, there, value); got != bs[i] {
				r.Fatalf("%q became %q, not %q", value, got, bs[i])
			}
			if got := translate(r, rules, back, bs[i]); got != value {
				r.Fatalf("%q became %q, not %q", bs[i], got, value)
			}
		}
	})
}

func translate(r *rapid.T, rules mapping.Rules, f mapping.Field, value string) any {
	m, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{f}, rules)
	object, err := m.Apply(r.Context(), mapping.Document{Content: content(r, value)}, nil)
	if err != nil || len(mistakes) > 0 || len(object) != 1 {
		r.Fatalf("%q: %v, %v, %v", value, object, mistakes, err)
	}
	return object[0].Value
}
