package schemes_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

const refund = `{"as_id":40011,"as_date":"2024-01-01 09:00:00","outer_as_id":"P-1","o_id":7001,"so_id":"240101-0001",
"created":"2024-01-01 09:00:00","modified":"2024-01-02 11:00:00.123","status":"Confirmed","remark":"客户说\"太小\" <急>",
"shop_id":10086,"wms_co_id":12926523,"l_id":"SF1","refund":"159.90","freight":0.0,"items":[
{"asi_id":1,"sku_id":"A-01","r_qty":3,"amount":100.00,"receive_date":"2024-01-02 10:20:30","batch_no":"L7","product_date":"2023-06-06"},
{"asi_id":2,"sku_id":"A-02","r_qty":0,"amount":59.90,"receive_date":null},
{"asi_id":3,"sku_id":"A-03","r_qty":1.000,"amount":"59.90","receive_date":"2024-01-02 10:20:30"}]}`

type finder func(collection string, where map[string]string) []json.RawMessage

func (f finder) Find(_ context.Context, q filter.Query) ([]filter.Row, error) {
	where := map[string]string{}
	for field, value := range q.Where.Values() {
		where[field.Path] = value
	}
	var rows []filter.Row
	for _, content := range f(q.Collection, where) {
		row, err := mapping.ParseRow(content)
		if err != nil {
			return nil, err
		}
		rows = append(rows, filter.Row{Key: "1", Content: row})
	}
	return rows, nil
}

func baseData() finder {
	rows := map[string]string{
		"kingdee-customers map[FNumber:10086]": `{"FNumber":"10086","F_XC_Base_Fnumber":"100.1"}`,
		"jushuitan-orders map[o_id:7001]":      `{"o_id":7001,"so_id":"TB-778899"}`,
	}
	return func(collection string, where map[string]string) []json.RawMessage {
		if row, ok := rows[fmt.Sprint(collection, " ", where)]; ok {
			return []json.RawMessage{json.RawMessage(row)}
		}
		return nil
	}
}

func update() bool {
	return flag.Lookup("update") != nil && flag.Lookup("update").Value.String() == "true"
}

func TestMain(m *testing.M) {
	flag.Bool("update", false, "write the golden files anew")
	flag.Parse()
	os.Exit(m.Run())
}

// golden compares with a file of testdata; -update writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if update() {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s differs\n got:\n%s\nwant:\n%s", file, got, want)
	}
}

// The body 金蝶 gets for each line, in the order of the scheme's fields.
func TestReturnsGolden(t *testing.T) {
	t.Parallel()
	s := returns(t)
	shaped, err := s.Shape(json.RawMessage(refund))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, one := range shaped {
		fmt.Fprintf(&out, "%s %s %s\n", one.Key, one.Number, one.Skip)
		if one.Skip != "" {
			continue
		}
		entry, err := s.Map(t.Context(), mapping.Document{Key: one.Key, Number: one.Number, Content: one.Content}, baseData())
		if err != nil {
			t.Fatal(err)
		}
		body, err := entry.Body.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Indent(&out, body, "", "  "); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "\nnumber %s\n", entry.Number)
	}
	golden(t, "returns.golden", out.Bytes())
}

const xYAML = `
name: x
title: x
schedule: {every: 1m}
source:
  connector: c
  api: a
  id: id
  number: head.no
`

// failer is what a test, a benchmark and a property have in common.
type failer interface {
	Helper()
	Fatal(args ...any)
}

// shaper is a scheme with the given source settings.
func shaper(t failer, settings string) *schemes.Scheme {
	t.Helper()
	return parse(t, xYAML+settings)
}

func parse(t failer, text string) *schemes.Scheme {
	t.Helper()
	s, err := tryParse(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func tryParse(text string) (*schemes.Scheme, error) { return schemes.Parse("x.yaml", []byte(text)) }

func TestShape(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, settings, row, want string }{
		{"plain", "", `{"id":1,"head":{"no":"N"},"v":1.50}`, `1 N {"id":1,"head":{"no":"N"},"v":1.50}`},
		{"number falls back to the id", "", `{"id":"K"}`, `K K {"id":"K"}`},
		{"flattened", "  beatFlat: [l]", `{"id":1,"l":[{"x":1},{"x":2}],"z":0}`, `1-1 1-1 {"id":1,"l_x":1,"z":0}|1-2 1-2 {"id":1,"l_x":2,"z":0}`},
		{"flattened from 0", "  beatFlat: [l]\n  beatFlatStart: 0", `{"id":1,"l":[{"x":1}]}`, `1-0 1-0 {"id":1,"l_x":1}`},
		{
			"nested", "  beatFlat: [l, l.m]", `{"id":1,"l":[{"x":1,"m":[{"y":1},{"y":2}]},{"x":2,"m":[{"y":3}]}]}`,
			`1-1 1-1 {"id":1,"l_x":1,"l_m_y":1}|1-2 1-2 {"id":1,"l_x":1,"l_m_y":2}|1-3 1-3 {"id":1,"l_x":2,"l_m_y":3}`,
		},
		{"no lines", "  beatFlat: [l]", `{"id":1,"l":[]}`, `1 1 {"id":1,"l":[]} skip: has no l`},
		{"lines missing", "  beatFlat: [l]", `{"id":1}`, `1 1 {"id":1} skip: has no l`},
		{
			"a refused line keeps its place", "  beatFlat: [l]\n  condition: [[{field: l.x, logic: gt, value: 1, because: small}]]",
			`{"id":1,"l":[{"x":1},{"x":2}]}`, `1-1 1-1 {"id":1,"l_x":1} skip: small|1-2 1-2 {"id":1,"l_x":2}`,
		},
		{
			"strict", "  beatFlat: [l]\n  condition: [[{field: l.x, logic: gt, value: 1, strictMode: true, because: small}]]",
			`{"id":1,"l":[{"x":1},{"x":2}]}`, `1-1 1-1 {"id":1,"l_x":1} skip: small|1-2 1-2 {"id":1,"l_x":2} skip: small`,
		},
		{
			"refused lines leave a row that is not flattened", "  condition: [[{field: l.x, logic: neq, value: a}]]",
			`{"id":1,"l":[{"x":"a"},{"x":"b"}]}`, `1 1 {"id":1,"l":[{"x":"b"}]}`,
		},
		{
			"all lines refused", "  condition: [[{field: l.x, logic: in, value: 'b,c'}]]",
			`{"id":1,"l":[{"x":"a"}]}`, `1 1 {"id":1,"l":[{"x":"a"}]} skip: l.x is a, wanted in b,c`,
		},
		{"either", "  condition: [[{field: a, logic: eq, value: 1}], [{field: b, logic: notnull}]]", `{"id":1,"b":0}`, `1 1 {"id":1,"b":0}`},
		{
			"neither", "  condition: [[{field: a, logic: eq, value: 1, because: not a}], [{field: b, logic: notnull, because: no b}]]",
			`{"id":1}`, `1 1 {"id":1} skip: not a; no b`,
		},
		{
			"neither, for one reason", "  condition: [[&a {field: a, logic: eq, value: 1, because: not a}, {field: b, logic: notnull}], [*a]]",
			`{"id":1}`, `1 1 {"id":1} skip: not a`,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			shaped, err := shaper(t, test.settings).Shape(json.RawMessage(test.row))
			if got := written(shaped); err != nil || got != test.want {
				t.Errorf("got  %s, %v\nwant %s", got, err, test.want)
			}
		})
	}
}

func written(shaped []schemes.Shaped) string {
	var all []string
	for _, s := range shaped {
		text := fmt.Sprintf("%s %s %s", s.Key, s.Number, s.Content)
		if s.Skip != "" {
			text += " skip: " + s.Skip
		}
		all = append(all, text)
	}
	return strings.Join(all, "|")
}

func TestShapeErrors(t *testing.T) {
	t.Parallel()
	tests := []struct{ settings, row, want string }{
		{"", `{"x":1}`, "x.yaml: a row of c a: it has no id, which the scheme names as its id"},
		{"", `{"id":{}}`, "its id id is an object"},
		{"", `[1]`, "not a JSON object"},
		{"  beatFlat: [l]", `{"id":1,"l":{"x":1}}`, "l is not a list and cannot be flattened"},
		{"  beatFlat: [l.m]", `{"id":1,"l":[{"m":[]}]}`, "l.m lies in the lines of l: beatFlat needs l before it"},
		{"  condition: [[{field: a, logic: gt, value: 1}]]", `{"id":1,"a":"x"}`, `condition on a: "x" is neither a number nor a time`},
	}
	for _, test := range tests {
		t.Run(test.row, func(t *testing.T) {
			t.Parallel()
			_, err := shaper(t, test.settings).Shape(json.RawMessage(test.row))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestAmounts(t *testing.T) {
	t.Parallel()
	s := returns(t)
	amount, ok, err := s.SourceAmount(json.RawMessage(`{"items_amount":"100.00"}`))
	if err != nil || !ok || amount.String() != "100" {
		t.Errorf("source: %v %v %v", amount, ok, err)
	}
	if _, ok, err := s.SourceAmount(json.RawMessage(`{}`)); ok || err != nil {
		t.Errorf("a document without an amount: %v %v", ok, err)
	}
	lines := []map[string]any{
		{"FTaxPrice": json.Number("33.333333"), "FRealQty": json.Number("3")}, {"FTaxPrice": "0.10", "FRealQty": 2.0},
	}
	amount, ok, err = s.TargetAmount(lines)
	if err != nil || !ok || amount.String() != "100.2" {
		t.Errorf("target: %v %v %v", amount, ok, err)
	}
	if _, _, err := s.SourceAmount(json.RawMessage(`{"items_amount":"1元"}`)); err == nil || !strings.Contains(err.Error(), "amounts.source") {
		t.Errorf("got %v", err)
	}
}

func TestRequest(t *testing.T) {
	t.Parallel()
	params, err := returns(t).Request(mapping.Variables{PageSize: 50})
	if err != nil || params["page_size"] != json.Number("50") || params["modified_begin"] == nil || len(params) != 4 {
		t.Errorf("got %v, %v", params, err)
	}
	_ = connectors.Query{Params: params}
}
