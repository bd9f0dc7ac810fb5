package schemes_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
)

func TestRename(t *testing.T) {
	t.Parallel()
	const settings = "  rename: {m: l, no2: head}\n  condition: [[{field: l.x, logic: gt, value: 1, because: small}]]"
	for row, want := range map[string]string{
		`{"id":1,"l":[{"x":2}]}`:                     `1 1 {"id":1,"l":[{"x":2}]}`,
		`{"id":1,"m":[{"x":1},{"x":2}],"z":0}`:       `1 1 {"id":1,"l":[{"x":2}],"z":0}`,
		`{"id":1,"l":[],"m":[{"x":2}]}`:              `1 1 {"id":1,"l":[{"x":2}]}`,
		`{"l":null,"m":[{"x":2}],"id":1}`:            `1 1 {"l":[{"x":2}],"id":1}`,
		`{"id":1,"l":[{"x":3}],"m":[{"x":2}]}`:       `1 1 {"id":1,"l":[{"x":3}],"m":[{"x":2}]}`,
		`{"id":1,"m":[{"x":1}]}`:                     `1 1 {"id":1,"l":[{"x":1}]} skip: small`,
		`{"id":1,"l":[{"x":2}],"m":[]}`:              `1 1 {"id":1,"l":[{"x":2}],"m":[]}`,
		`{"id":1,"no2":{"no":"N"},"l":[{"x":2}]}`:    `1 N {"id":1,"head":{"no":"N"},"l":[{"x":2}]}`,
		`{"id":1,"M":[{"x":1}],"l":[{"x":2,"m":1}]}`: `1 1 {"id":1,"M":[{"x":1}],"l":[{"x":2,"m":1}]}`,
	} {
		shaped, err := shaper(t, settings).Shape(json.RawMessage(row))
		if got := written(shaped); err != nil || got != want {
			t.Errorf("%s\ngot  %s, %v\nwant %s", row, got, err, want)
		}
	}
}

func TestARenamedFieldIsThereForKeyAndNumber(t *testing.T) {
	t.Parallel()
	s := shaper(t, "  rename: {code: id, no2: head}")
	id, number, err := s.Identify(json.RawMessage(`{"code":7,"no2":{"no":"N"}}`))
	if err != nil || id != "7" || number != "N" {
		t.Errorf("%s, %s, %v", id, number, err)
	}
}

func TestRenameMistakes(t *testing.T) {
	t.Parallel()
	const file = "name: x\ntitle: X\nschedule: {every: 1h}\nsource:\n  connector: c\n  api: a\n  id: id\n  rename: "
	for rename, want := range map[string]string{
		"[l]":      "x.yaml:8:11: source.rename: expected other name: name, found a list",
		"{l.x: y}": "x.yaml:8:12: source.rename: l.x: y is below another field",
		"{x: l.y}": "x.yaml:8:12: source.rename: x: l.y is below another field",
	} {
		if _, err := tryParse(file + rename + "\n"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got %v, want %s", rename, err, want)
		}
	}
}

// Rows of two editions, whose lists have different names and the same fields.
func editions() map[string][]connectors.API {
	response := []connectors.Field{{Name: "id", Type: "string"}, {Name: "batches", Type: "array"}, {Name: "batches.no", Type: "string"}}
	for _, list := range []string{"details_list", "detail_list"} {
		response = append(response, connectors.Field{Name: list, Type: "array"},
			connectors.Field{Name: list + ".spec_no", Type: "string"}, connectors.Field{Name: list + ".inner", Type: "array"},
			connectors.Field{Name: list + ".inner.no", Type: "string"})
	}
	save := []connectors.Field{{Name: "FBillNo"}, {Name: "FEntity", Type: "array"}, {Name: "FEntity.FSpec"}}
	return map[string][]connectors.API{
		"shop": {{Name: "rows", Effect: connectors.Reads, Response: response}},
		"erp":  {{Name: "save", Effect: connectors.Writes, Request: save}},
	}
}

func checkRows(t *testing.T, more, spec string) []schemes.Problem {
	t.Helper()
	return parse(t, "name: x\ntitle: X\nschedule: {every: 1h}\nsource:\n  connector: shop\n  api: rows\n  id: id\n"+more+
		"target:\n  connector: erp\n  api: save\n  number: FBillNo\n  request:\n    - {field: FBillNo, value: '{{id}}'}\n"+
		"    - {field: FEntity, type: array, value: details_list, children: [{field: FSpec, value: '"+spec+"'}]}\n").Check(editions())
}

// Rows of one list that read the other would be empty, each of them.
func TestRowsReadTheListTheyAreMadeOf(t *testing.T) {
	t.Parallel()
	const want = "{{detail_list.spec_no}} is a field of the list detail_list, and these rows are made of details_list"
	if found := checkRows(t, "", "{{detail_list.spec_no}}"); !reported(found, want) || found[0].Severity != schemes.Fatal {
		t.Errorf("got %v, want %s", found, want)
	}
	for _, fine := range []string{
		"{{details_list.spec_no}}", "{{id}}", "{{details_list.inner.no}}", "{{batches.0.no}}", "_function group_concat({{batches.no}})",
	} {
		if found := checkRows(t, "", fine); len(found) > 0 {
			t.Errorf("%s: %v", fine, found)
		}
	}
}

func TestARenamedNameIsUnknownAfterwards(t *testing.T) {
	t.Parallel()
	const rename = "  rename: {detail_list: details_list}\n"
	if found := checkRows(t, rename, "{{details_list.spec_no}}"); len(found) > 0 {
		t.Errorf("%v", found)
	}
	const want = `did you mean "details_list.spec_no"`
	if found := checkRows(t, rename, "{{detail_list.spec_no}}"); !reported(found, want) {
		t.Errorf("got %v, want %s", found, want)
	}
}
