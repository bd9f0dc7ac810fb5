package mapping_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// told writes origins one a line: path = value, from what, why not otherwise.
func told(origins []mapping.Origin) string {
	var b strings.Builder
	for _, o := range origins {
		value, _ := json.Marshal(o.Value)
		fmt.Fprintf(&b, "%s = %s from %q", o.Path, value, o.Expression)
		for _, in := range o.Inputs {
			text, err := mapping.Text(in.Value)
			if err != nil {
				text = fmt.Sprint(in.Value)
			}
			fmt.Fprintf(&b, ", %s=%s", in.Path, text)
		}
		for _, l := range o.Lookups {
			fmt.Fprintf(&b, ", %s of %s %v: %s", l.Find, l.Collection, l.Where, l.Rows)
		}
		if o.Note != "" {
			fmt.Fprintf(&b, " [%s]", o.Note)
		}
		if o.Err != nil {
			fmt.Fprintf(&b, " ! %v", o.Err)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestTrace(t *testing.T) {
	t.Parallel()
	compact, whole := named("shop", "{{head.shop}}"), named("maybe", "_function {{price}}/{{zero}}")
	compact.Table = &mapping.TableUse{Table: "shops"}
	whole.OnError = mapping.Null
	wrapped := field("object", nil, named("inner", "<{{id}}>"), named("nothing", nil))
	wrapped.Name = "O"
	m, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{
		named("const", "BD_OwnerOrg"), compact, whole, named("failed", "_function {{name}}*2"), named("waits", nobody),
		named("org", "_findCollection find org from customers where FNumber={{head.shop}}"),
		field("array", "lines", named("M", "{{lines.sku}}"), named("bad", "{{lines.sku|date}}")), wrapped,
		named("sum", "_function sum({{lines.n}}*{{price}})"), named("none", "_function sum({{lines.n}}/{{zero}})"),
	}, shops("", nil))
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	entry, origins, err := m.Trace(t.Context(), document(), base())
	if err != nil {
		t.Fatal(err)
	}
	want := `const = "BD_OwnerOrg" from "BD_OwnerOrg"
shop = "shared" from "{{head.shop}}", head.shop=S1 [table shops: S1 → shared]
maybe = null from "_function {{price}}/{{zero}}", price=100.00, zero=0 [onError: null, because division by 0]
failed = null from "_function {{name}}*2", name=O'Neil ! x.yaml:7: F.failed: "O'Neil" is not a number in _function {{name}}*2 (name=O'Neil)
waits = null from "_findCollection find org from customers where FNumber={{name}}", name=O'Neil, org of customers map[FNumber:O'Neil]: [] ! customers has no row where FNumber=O'Neil yet, and F.waits needs its org (x.yaml:7)
org = "100.1" from "_findCollection find org from customers where FNumber={{head.shop}}", head.shop=S1, org of customers map[FNumber:S1]: [{"FNumber":"S1","org":"100.1","batch":true}]
F = [{"M":"A"},{"M":"B"}] from "lines", lines=[[{sku A} {n 2} {sub [[{b 1}] [{b 2}]]}] [{sku B} {n 0.50} {sub [[{b 3}]]}]]
F[0].M = "A" from "{{lines.sku}}", lines.sku=A
F[0].bad = null from "{{lines.sku|date}}", lines.sku=A ! x.yaml:7: F.bad: {{lines.sku|date}}: "A" is not a date or time in {{lines.sku|date}} (lines.sku=A)
F[1].M = "B" from "{{lines.sku}}", lines.sku=B
F[1].bad = null from "{{lines.sku|date}}", lines.sku=B ! x.yaml:7: F.bad: {{lines.sku|date}}: "B" is not a date or time in {{lines.sku|date}} (lines.sku=B)
O = {"inner":"\u003c12\u003e"} from ""
O.inner = "\u003c12\u003e" from "<{{id}}>", id=12
O.nothing = null from ""
sum = 250.0000 from "_function sum({{lines.n}}*{{price}})", lines.n=[2 0.50], price=100.00
none = null from "_function sum({{lines.n}}/{{zero}})", lines.n=[2 0.50], zero=0 ! x.yaml:7: F.none: row 1: division by 0 in _function sum({{lines.n}}/{{zero}}) (lines.n=[2, 0.50], zero=0)
`
	if got := told(origins); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if got, _ := entry.MarshalJSON(); string(got) != `{"const":"BD_OwnerOrg","shop":"shared","org":"100.1","F":[{"M":"A"},{"M":"B"}],"O":{"inner":"<12>"},"sum":250.0000}` {
		t.Errorf("the entry is %s", got)
	}
}

// A trace is the mapping: the same entry comes of both, or the same first error.
func TestTraceIsTheMapping(t *testing.T) {
	t.Parallel()
	values := []any{"{{id}}", "x{{name}}", "_function {{price}}/{{zero}}", "{{lines.sku}}", nobody, "{{t|date}}", "{{name|date}}", nil}
	rapid.Check(t, func(r *rapid.T) {
		var fields []mapping.Field
		for i, v := range rapid.SliceOfN(rapid.SampledFrom(values), 1, 4).Draw(r, "values") {
			fields = append(fields, named(fmt.Sprint("f", i), v))
		}
		rules := mapping.Rules{Compatible: rapid.Bool().Draw(r, "compatible")}
		m, _ := mapping.CompileEntry("x.yaml", fields, rules)
		applied, failed := m.Apply(r.Context(), document(), base())
		entry, origins, err := m.Trace(r.Context(), document(), base())
		if err != nil || len(origins) != len(fields) {
			r.Fatalf("%v, %d origins", err, len(origins))
		}
		if first := firstError(origins); fmt.Sprint(first) != fmt.Sprint(failed) {
			r.Fatalf("the trace says %v, the mapping %v", first, failed)
		}
		if failed == nil && fmt.Sprint(entry) != fmt.Sprint(applied) {
			r.Fatalf("the trace gave %v, the mapping %v", entry, applied)
		}
	})
}

func firstError(origins []mapping.Origin) error {
	for _, o := range origins {
		if o.Err != nil {
			return o.Err
		}
	}
	return nil
}

// A store that is away is told of every field that needs it; a document that
// cannot be read has no trace.
func TestTraceOfTrouble(t *testing.T) {
	t.Parallel()
	m := compile(t, named("a", "_findCollection find a from customers where b=1"), named("b", "{{id}}"))
	entry, origins, err := m.Trace(t.Context(), document(), broken{})
	if err != nil || len(entry) != 1 || !errors.Is(origins[0].Err, errStore) {
		t.Errorf("got %v, %v, %v", entry, origins, err)
	}
	if _, _, err := m.Trace(t.Context(), mapping.Document{Key: "K", Content: json.RawMessage("[]")}, nil); err == nil || !strings.Contains(err.Error(), "document K") {
		t.Errorf("got %v", err)
	}
}

// In a compatible scheme a list's field alone is empty, yet an aggregate has its
// values and says so.
func TestTraceOfAnAggregateInACompatibleScheme(t *testing.T) {
	t.Parallel()
	m, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{
		named("sum", "_function sum({{lines.n}})"),
	}, mapping.Rules{Compatible: true})
	if len(mistakes) > 0 {
		t.Fatal(mistakes)
	}
	row := mapping.Document{Key: "7", Content: json.RawMessage(`{"lines":[{"n":1.50},{"n":2}]}`)}
	_, origins, err := m.Trace(t.Context(), row, base())
	want := `sum = 3.50 from "_function sum({{lines.n}})", lines.n=[1.50 2]` + "\n"
	if err != nil || told(origins) != want {
		t.Errorf("got %v, %s\nwant %s", err, told(origins), want)
	}
}
