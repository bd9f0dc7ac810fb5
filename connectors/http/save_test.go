package http_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
)

const listing = `
ping: bills
answer: {ok: {path: code, is: [0, 206]}, message: msg}
apis:
  - {name: bills, title: 单据查询, effect: QUERY, path: /bills, rows: list, params: {}}
  - name: save
    title: 保存
    effect: EXECUTE
    path: /save
    params: {source: bridge, by: "{{env.USER}}"}
    entries: {as: list, key: docs, max: 3}
    number: no
    request: [{field: urgent, label: 急, type: bool}]
`

func save(t testing.TB, c connectors.Target, numbers ...string) ([]connectors.Outcome, error) {
	t.Helper()
	var entries []connectors.Entry
	for _, n := range numbers {
		entries = append(entries, connectors.Entry{Key: "k" + n, Number: n, Body: connectors.Object{{Name: "qty", Value: json.Number("1.50")}}})
	}
	return c.Save(t.Context(), connectors.Call{API: "save", Options: map[string]any{"urgent": "true", "source": "mall"}}, entries)
}

// Each document gets its own outcome, however the system tells of them.
func TestOutcomes(t *testing.T) {
	t.Parallel()
	const byKey = `outcome: {rows: data, match: key, key: no, ok: {path: ok, is: [true]}, code: c, message: why, duplicate: [9], id: id}`
	const byIndex = `outcome: {rows: data, ok: {path: ok, is: [true]}, message: why, id: id, number: no}`
	const failures = `outcome: {rows: errors, match: key, key: no, lists: refused, code: c, message: why, duplicate: [9]}`
	const whole = `outcome: {}`
	tests := map[string]struct {
		outcome, answer string
		want            [3]string // id, or what the error says
		kinds           [3]error
	}{
		"by key, in another order": {
			byKey, `{"code":206,"data":[{"no":"3","ok":false,"c":9,"why":"重复"},{"no":"1","ok":true,"id":71},{"no":2,"ok":false,"c":1,"why":"仓库不存在"}]}`,
			[3]string{"71", "仓库不存在", "重复"},
			[3]error{nil, connectors.ErrRejected, connectors.ErrDuplicate},
		},
		"by key, one missing": {
			byKey, `{"code":0,"data":[{"no":"1","ok":true,"id":71},{"no":"3","ok":true}]}`,
			[3]string{"71", "what became of 2", ""},
			[3]error{nil, connectors.ErrUnknown, nil},
		},
		"a row that does not say": {
			byKey, `{"code":0,"data":[{"no":"1","ok":true},{"no":"2"},{"no":"3","ok":true}]}`,
			[3]string{"", "has no ok", ""},
			[3]error{nil, connectors.ErrUnknown, nil},
		},
		"by index": {
			byIndex, `{"code":0,"data":[{"ok":true,"id":"a","no":"1"},{"ok":"no","why":"错"},{"ok":true,"id":"c"}]}`,
			[3]string{"a", "错", "c"},
			[3]error{nil, connectors.ErrRejected, nil},
		},
		"refusals alone": {
			failures, `{"code":0,"errors":[{"no":"2","c":1,"why":"错"}]}`,
			[3]string{"", "错", ""},
			[3]error{nil, connectors.ErrRejected, nil},
		},
		"no refusals": {failures, `{"code":0}`, [3]string{}, [3]error{}},
		"for all":     {whole, `{"code":0}`, [3]string{}, [3]error{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := save(t, open[connectors.Target](t, head+listing+"    "+test.outcome, &ledger{answer: test.answer}), "1", "2", "3")
			if err != nil || len(got) != 3 {
				t.Fatalf("%v, %v", got, err)
			}
			for i, o := range got {
				if test.kinds[i] != nil {
					refused(t, o.Err, test.kinds[i], test.want[i])
				} else if o.Err != nil || o.Receipt.ID != test.want[i] || o.Receipt.Number != []string{"1", "2", "3"}[i] {
					t.Errorf("outcome %d: %+v", i, o)
				}
			}
		})
	}
	for name, answer := range map[string]string{
		"has 2 rows for 3 documents": `{"code":0,"data":[{"ok":true},{"ok":true}]}`, "has no list at data": `{"code":0}`,
	} {
		_, err := save(t, open[connectors.Target](t, head+listing+"    "+byIndex, &ledger{answer: answer}), "1", "2", "3")
		refused(t, err, connectors.ErrUnknown, name)
	}
	_, err := save(t, open[connectors.Target](t, head+listing+"    "+failures, &ledger{answer: `{"code":0,"errors":[{"no":"77"}]}`}), "1")
	refused(t, err, connectors.ErrUnknown, "a document that was not sent")
}

// Documents stand where the description says, with their numbers and the options.
func TestWhereDocumentsStand(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ from, to, want string }{
		"a list":               {"", "", `{"by":"ada","source":"mall","urgent":true,"docs":[{"no":"a/1","qty":1.50}]}`},
		"the body itself":      {"key: docs", "key: $", `[{"no":"a/1","qty":1.50}]`},
		"a list as text":       {"key: docs", "key: docs, text: true", `{"by":"ada","source":"mall","urgent":true,"docs":"[{\"no\":\"a/1\",\"qty\":1.50}]"}`},
		"one below a key":      {"as: list, key: docs, max: 3", "as: one, key: doc", `{"by":"ada","source":"mall","urgent":true,"doc":{"no":"a/1","qty":1.50}}`},
		"one":                  {"as: list, key: docs, max: 3", "as: one", `{"by":"ada","source":"mall","urgent":true,"no":"a/1","qty":1.50}`},
		"a form":               {"path: /save", "path: /save\n    send: form", `by=ada&docs=%5B%7B%22no%22%3A%22a%2F1%22%2C%22qty%22%3A1.50%7D%5D&source=mall&urgent=true`},
		"its number in a path": {"path: /save\n    params: {source: bridge, by: \"{{env.USER}}\"}\n    entries: {as: list, key: docs, max: 3}", "method: PUT\n    path: /save/{{entry.number}}", `{"source":"mall","urgent":true,"no":"a/1","qty":1.50}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			system := &ledger{answer: `{"code":0}`}
			got, err := save(t, open[connectors.Target](t, strings.Replace(head+listing, test.from, test.to, 1), system), "a/1")
			if err != nil || len(got) != 1 || got[0].Err != nil {
				t.Fatalf("%+v, %v", got, err)
			}
			call := system.only(t)
			if call.body != test.want && !same(call.body, test.want) {
				t.Errorf("sent %s, want %s", call.body, test.want)
			}
			if name == "its number in a path" && (call.method != http.MethodPut || call.path != "/save/a%2F1") {
				t.Errorf("%s %s", call.method, call.path)
			}
		})
	}
}

// A document under another number than it will be looked for is not sent.
func TestNumbersThatDisagree(t *testing.T) {
	t.Parallel()
	system := &ledger{answer: `{"code":0}`}
	c := open[connectors.Repeater](t, head+listing+"    repeatable: true", system)
	got, err := c.Save(t.Context(), connectors.Call{API: "save"}, []connectors.Entry{
		{Key: "k", Number: "7", Body: connectors.Object{{Name: "no", Value: "8"}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, got[0].Err, connectors.ErrRejected, "document k was not sent", "by number 7 but says 8", "field no")
	if len(system.calls) > 0 || !c.Repeats(connectors.Call{API: "save"}) || c.Repeats(connectors.Call{API: "other"}) {
		t.Errorf("%d calls", len(system.calls))
	}
	if _, ok := c.(connectors.Finder); ok {
		t.Error("nothing says how documents are found, and it finds")
	}
}

// Without a code, a saved document is recognised by what the system calls it.
func TestSuccessIsRecognised(t *testing.T) {
	t.Parallel()
	const plain = `
apis:
  - {name: bills, title: 单据查询, effect: QUERY, path: /bills, rows: $}
  - {name: save, title: 保存, effect: EXECUTE, path: /save, outcome: {id: id}, find: {api: bills, param: no, as: comma, max: 2, number: no, id: id}}
`
	got, err := save(t, open[connectors.Target](t, head+plain, &ledger{status: 201, answer: `{"id":5}`}), "1")
	if err != nil || got[0].Err != nil || got[0].Receipt != (connectors.Receipt{ID: "5", Number: "1"}) {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = save(t, open[connectors.Target](t, head+plain, &ledger{answer: `{"hello":5}`}), "1")
	if err != nil || !errors.Is(got[0].Err, connectors.ErrUnknown) {
		t.Errorf("%+v, %v", got, err)
	}
	system := &ledger{answer: `[{"no":"2","id":9},{"no":"77","id":8}]`}
	found, err := open[connectors.Finder](t, head+plain, system).Find(t.Context(), connectors.Call{API: "save"}, []string{"1", "2", "3"})
	if err != nil || len(found) != 1 || found["2"] != (connectors.Receipt{ID: "9", Number: "2"}) {
		t.Errorf("%v, %v", found, err)
	}
	if len(system.calls) != 2 || system.calls[0].query != "no=1%2C2" || system.calls[1].query != "no=3" {
		t.Errorf("asked %+v", system.calls)
	}
}

// Documents go with the types of the table; one that does not fit is told by itself.
func TestDocumentsAreShaped(t *testing.T) {
	t.Parallel()
	system := &ledger{answer: `{"code":0}`}
	const fields = `    request: [{field: no, label: 号}, {field: qty, label: 数, type: decimal}, {field: n, label: 数, type: int}, {field: day, label: 日, type: date}, {field: lines, label: 行, type: array}, {field: lines.sku, label: 码}, {field: lines.gift, label: 赠, type: bool}]`
	content := strings.Replace(head+listing, "    request: [{field: urgent, label: 急, type: bool}]", fields, 1)
	body := func(n string) connectors.Object {
		return connectors.Object{
			{Name: "no", Value: json.Number("7")},
			{Name: "qty", Value: "1.50"},
			{Name: "n", Value: n},
			{Name: "day", Value: "2026-03-02"},
			{Name: "lines", Value: []connectors.Object{{{Name: "SKU", Value: json.Number("12")}, {Name: "gift", Value: "true"}}}},
			{Name: "odd", Value: []any{json.Number("1.0"), nil}},
			{Name: "none", Value: nil},
		}
	}
	got, err := open[connectors.Target](t, content, system).Save(t.Context(), connectors.Call{API: "save"}, []connectors.Entry{
		{Key: "a", Number: "7", Body: body("many")}, {Key: "b", Number: "7", Body: body("05")},
	})
	if err != nil || got[1].Err != nil {
		t.Fatalf("%+v, %v", got, err)
	}
	refused(t, got[0].Err, connectors.ErrRejected, `document a was not sent: n: "many" is not a whole number`, "field n")
	const want = `{"source":"bridge","by":"ada","docs":[{"no":"7","qty":1.50,"n":5,"day":"2026-03-02","lines":[{"SKU":"12","gift":true}],"odd":[1.0,null],"none":null}]}`
	if call := system.only(t); !same(call.body, want) {
		t.Errorf("sent %s, want %s", call.body, want)
	}
}
