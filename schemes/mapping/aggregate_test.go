package mapping_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

const order = `{"rate":0.5,"qty":9,"none":[],"gone":null,"labels":["x","y"],"amounts":[1.10,2.20],"order_no":"SO-1",
	"items":[{"type":"退货","qty":2,"price":10.00,"sku":"A"},{"type":"换货","qty":"3","price":"1.5","sku":"B"},
		{"type":"退货","qty":null,"price":7,"sku":"a"}],
	"other":[{"n":1}],
	"details":[{"price":2,"qty":3,"batchs":[{"no":"B1","qty":1},{"no":"B2","qty":2.5}]},{"price":3,"qty":4,"batchs":[{"no":"B3","qty":4}]},
		{"price":5,"qty":0,"batchs":[]}],
	"bad":[{"qty":1},{"qty":"many"}],"one":{"qty":7},
	"custom":[{"6936878031302":2},{"6936878031302":3}]}`

func calculated(t testing.TB, f mapping.Field) (string, error) {
	t.Helper()
	object, err := compile(t, f).Apply(t.Context(), mapping.Document{Content: json.RawMessage(order)}, base())
	if err != nil {
		return "", err
	}
	text, err := object.MarshalJSON()
	return string(text), err
}

func TestAggregates(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"sum({{details.qty}})":                            `7`,
		"SUM( {{details.qty}} ) / count({{details.qty}})": `2.3333`,
		"avg({{details.qty}})":                            `2.3333`,
		"max({{items.price}})":                            `10.00`,
		"min({{items.price}})":                            `1.50`,
		"count({{items.qty}})":                            `2`,
		"count({{items.sku}})":                            `3`,
		"count(distinct '{{items.sku}}')":                 `2`,
		"count({{items}})":                                `3`,
		"sum({{items.price}}*{{items.qty}})":              `24.50`,
		"sum({{items.price}}*{{items.qty}}*{{rate}})":     `12.250`,
		"sum(case when '{{items.type}}'='退货' then {{items.price}} else 0 end)":        `17.00`,
		"sum(case when '{{items.type}}'='退货' then 1 end)":                             `2`,
		"sum({{details.qty}})*{{rate}}":                                               `3.5`,
		"round(sum({{items.price}})/sum({{details.qty}}),2)":                          `2.64`,
		"case when sum({{details.qty}})>5 then 'many' else 'few' end":                 `"many"`,
		"sum({{details.batchs.qty}})":                                                 `7.5`,
		"sum({{details.batchs.qty}}*{{details.price}})":                               `19.0`,
		"group_concat({{details.batchs.no}})":                                         `"B1,B2,B3"`,
		"group_concat(distinct {{items.type}} order by {{items.type}} separator '/')": `"换货/退货"`,
		"group_concat({{items.sku}} order by {{items.price}} desc)":                   `"A,a,B"`,
		"concat('{{order_no}}-',count({{items.sku}}))":                                `"SO-1-3"`,
		"count({{none.qty}})":                                                         `0`,
		"count({{none}})":                                                             `0`,
		"ifnull(sum({{none.qty}}),0)":                                                 `0`,
		"count({{gone.qty}})":                                                         `0`,
		"sum({{one.qty}})":                                                            `7`,
		"sum({{qty}})":                                                                `9`,
		"sum({{amounts}})":                                                            `3.30`,
		"group_concat({{labels}} separator '')":                                       `"xy"`,
		"sum({{custom.6936878031302}})":                                               `5`,
		"sum({{details.0.batchs.qty}})":                                               `3.5`,
		"max(distinct {{details.qty}})":                                               `4`,
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := calculated(t, field("", "_function "+text))
			if want = `{"F":` + want + `}`; err != nil || got != want {
				t.Errorf("got %s, %v\nwant %s", got, err, want)
			}
		})
	}
}

// While an array is walked, a list within its row means that row's; the array
// itself means all of the document's.
func TestAggregatesOfTheRowAtHand(t *testing.T) {
	t.Parallel()
	f := field("array", "details", named("Own", "_function ifnull(sum({{details.batchs.qty}}*{{details.price}}),0)"),
		named("All", "_function sum({{details.qty}})"), named("Share", "_function {{details.qty}}/sum({{details.qty}})"))
	want := `{"F":[{"Own":7.0,"All":7,"Share":0.4286},{"Own":12,"All":7,"Share":0.5714},{"Own":0,"All":7,"Share":0.0000}]}`
	if got, err := calculated(t, f); err != nil || got != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
	inner := sub("details.batchs", named("Of", "_function {{details.batchs.qty}}/sum({{details.batchs.qty}})"))
	want = `{"F":[{"S":[{"Of":0.2857},{"Of":0.71429}]},{"S":[{"Of":1.0000}]}]}`
	if got, err := calculated(t, field("array", "details", inner)); err != nil || got != want {
		t.Errorf("got %s, %v\nwant %s", got, err, want)
	}
}

func TestAggregateErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"sum({{none.qty}})":                      "because a list has no rows",
		"avg({{none.qty}})":                      "because a list has no rows",
		"sum({{gone.qty}})":                      "because a list has no rows, or no value in them",
		"sum({{bad.qty}})":                       `row 2: "many" is not a number`,
		"sum({{items.price}}*{{other.n}})":       "one aggregate cannot run over two lists, items and other",
		"sum({{details.price}}/{{details.qty}})": "row 3: division by 0",
		"sum({{items}})":                         "is not a number",
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := calculated(t, field("", "_function "+text))
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %s, %v\nwant an error with %s", got, err, want)
			}
		})
	}
}

// Digits written against a value are one number with it, as its text would be.
func TestGluedDigits(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"{{qty}}000":                          `{"F":9000}`,
		"{{qty}}.50+1":                        `{"F":10.50}`,
		"1{{qty}}*2":                          `{"F":38}`,
		"0.{{qty}}":                           `{"F":0.9}`,
		"({{rate}}5)":                         `{"F":0.55}`,
		"left({{qty}}000,2)":                  `{"F":"90"}`,
		"sum({{details.qty}}0)":               `{"F":70}`,
		"log2({{qty}}0.5)*0":                  `{"F":0}`,
		"case when{{qty}}=9then 1 else 2 end": "9then",
		"{{order_no}}000":                     `"SO-1000" is not a number`,
		"{{gone}}000":                         "a value in it is empty",
		"{{qty}}.5.5":                         `"9.5.5" is not a number`,
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			m, mistakes := mapping.CompileEntry("x.yaml", []mapping.Field{field("", "_function "+text)}, mapping.Rules{})
			if len(mistakes) > 0 {
				if !strings.Contains(mistakes[0].Error(), want) {
					t.Fatal(mistakes)
				}
				return
			}
			object, err := m.Apply(t.Context(), mapping.Document{Content: json.RawMessage(order)}, nil)
			got, _ := object.MarshalJSON()
			if string(got) != want && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("got %s, %v\nwant %s", got, err, want)
			}
		})
	}
}
