package http_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// moving is a list that is read page by page, and loses its first rows meanwhile.
type moving struct {
	mu    sync.Mutex
	rows  []int // ids, in the order of the list
	calls int
	loses map[int]int // after so many calls, so many rows in front
}

func newMoving(n int, loses map[int]int) *moving {
	m := &moving{loses: loses}
	for i := range n {
		m.rows = append(m.rows, i+1)
	}
	return m
}

func (m *moving) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	q := r.URL.Query()
	size := number(q.Get("size"))
	from, next := 0, ""
	switch {
	case q.Has("page"): // numbered from 1
		from = (number(q.Get("page")) - 1) * size
	case q.Has("page0"):
		from = number(q.Get("page0")) * size
	case q.Has("skip"):
		from = number(q.Get("skip"))
	default: // behind a row, by its id
		for from < len(m.rows) && m.rows[from] <= number(q.Get("after")) {
			from++
		}
	}
	to := min(from+size, len(m.rows))
	page := append([]int{}, m.rows[min(from, to):to]...)
	if len(page) > 0 && to < len(m.rows) {
		next = strconv.Itoa(page[len(page)-1])
	}
	list := []map[string]any{}
	for _, id := range page {
		list = append(list, map[string]any{"id": id})
	}
	_ = json.NewEncoder(w).Encode(map[string]any{
		"list": list, "total": len(m.rows), "more": to < len(m.rows), "next": next, "always": strconv.Itoa(from + 1_000_000),
	})
	m.calls++
	m.rows = m.rows[min(m.loses[m.calls], len(m.rows)):]
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// Whichever way pages are told apart, rows that leave take none with them.
func TestEveryKindOfPaging(t *testing.T) {
	t.Parallel()
	kinds := map[string]string{
		"numbered from 1, with a total":     `params: {page: "{{page.number}}", size: "{{page.size}}"}, paging: {kind: page, first: 1, size: 4, total: total}`,
		"numbered from 0, with a flag":      `params: {page0: "{{page.number}}", size: "{{page.size}}"}, paging: {kind: page, first: 0, size: 4, hasNext: more}`,
		"numbered, and nothing said":        `params: {page: "{{page.number}}", size: 4}, paging: {kind: page, first: 1, size: 4}`,
		"by offset, with a total":           `params: {skip: "{{page.offset}}", size: "{{page.size}}"}, paging: {kind: offset, size: 4, total: total}`,
		"by offset, and nothing said":       `params: {skip: "{{page.offset}}", size: "{{page.size}}"}, paging: {kind: offset, size: 4}`,
		"by cursor":                         `params: {after: "{{page.cursor}}", size: "{{page.size}}"}, paging: {kind: cursor, size: 4, next: next}`,
		"by cursor with a flag and a begin": `params: {after: "{{page.cursor}}", size: "{{page.size}}"}, paging: {kind: cursor, size: 4, next: next, hasNext: more, start: "0"}`,
	}
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			content := head + "\napis:\n  - {name: bills, title: 单据查询, effect: QUERY, path: /bills, rows: list, id: id, " + kind + "}\n"
			for call := 1; call <= 5; call++ {
				for _, lost := range []int{0, 1, 4} {
					system := newMoving(18, map[int]int{call: lost})
					got := readAll(t, open[connectors.Source](t, content, system), nil)
					for id := lost + 1; id <= 18; id++ {
						if !got[strconv.Itoa(id)] {
							t.Errorf("%d rows left after call %d, and row %d was never read", lost, call, id)
						}
					}
				}
			}
		})
	}
}

func readAll(t *testing.T, c connectors.Source, params map[string]any) map[string]bool {
	t.Helper()
	const most = 100
	seen := map[string]bool{}
	past := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	q := connectors.Query{API: "bills", Params: params, Window: connectors.Window{From: past, To: past.Add(time.Hour)}}
	for range most {
		page, err := c.Fetch(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range page.Rows {
			var r struct{ ID json.Number }
			if err := json.Unmarshal(row, &r); err != nil {
				t.Fatal(err)
			}
			seen[r.ID.String()] = true
		}
		if q.Cursor = page.Next; q.Cursor == "" {
			return seen
		}
	}
	t.Fatal("the reading does not end")
	return nil
}

// What an answer says of its pages and cannot mean is an error, not an end.
func TestPagesThatCannotBeMeant(t *testing.T) {
	t.Parallel()
	const numbered = `params: {p: "{{page.number}}"}, paging: {kind: page, size: 4, total: total}`
	const cursor = `params: {after: "{{page.cursor}}"}, paging: {kind: cursor, next: next, hasNext: more, start: x}`
	const whole = `paging: {kind: none, total: total}`
	for _, test := range []struct{ kind, answer, words string }{
		{numbered, `{"list":[]}`, `total is "" and not a number`},
		{numbered, `{"list":[],"total":-1}`, "not a number"},
		{numbered, `{"list":[{"id":1}],"total":0}`, "counts 0 rows and holds 1"},
		{numbered, `{"list":null,"total":0}`, "list is not a list"},
		{numbered, `{"total":0}`, "no list at list"},
		{numbered, `{"list":[7],"total":1}`, "list[0] is not an object"},
		{cursor, `{"list":[],"more":true}`, "no cursor at next"},
		{cursor, `{"list":[],"more":true,"next":"x"}`, "names itself"},
		{cursor, `{"list":[],"more":"perhaps","next":"y"}`, "neither true nor false"},
		{whole, `{"list":[{"id":1}],"total":2}`, "one of several pages"},
	} {
		t.Run(test.words, func(t *testing.T) {
			t.Parallel()
			content := head + "\napis:\n  - {name: bills, title: 单据查询, effect: QUERY, path: /bills, rows: list, id: id, " + test.kind + "}\n"
			_, err := fetch(t, open[connectors.Source](t, content, &ledger{answer: test.answer}), nil)
			refused(t, err, connectors.ErrUnavailable, test.words)
		})
	}
}

// A system whose last page is an empty one that names a next page.
func TestACursorThatNeverEnds(t *testing.T) {
	t.Parallel()
	content := head + `
apis: [{name: bills, title: 单据查询, effect: QUERY, path: /bills, rows: list, params: {after: "{{page.cursor}}", size: 4}, paging: {kind: cursor, next: always}}]`
	if got := readAll(t, open[connectors.Source](t, content, newMoving(3, nil)), nil); len(got) != 3 {
		t.Errorf("%v were read", got)
	}
}

// What a scheme says comes before the description, dressed as the table says; pages
// are the connector's.
func TestParameters(t *testing.T) {
	t.Parallel()
	system := &ledger{answer: `{"list":[],"total":0}`}
	content := head + `
apis:
  - name: bills
    title: 单据查询
    effect: QUERY
    method: POST
    path: /t/{{env.USER}}/bills
    rows: list
    id: id
    params: {from: "{{window.from|unix}}", to: "{{window.to|iso}}", p: "{{page.number}}", size: "{{page.size}}", kind: 3, flag: true, note: "for {{env.USER}}", none: ""}
    window: {longest: 1d}
    paging: {kind: page, first: 1, size: 20, max: 50, total: total}
    request:
      - {field: n, label: 数, type: int}
      - {field: price, label: 价, type: decimal}
      - {field: ok, label: 是, type: bool}
      - {field: ids, label: 号, type: array}
      - {field: code, label: 码}
`
	c := open[connectors.Source](t, content, system)
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	_, err := c.Fetch(t.Context(), connectors.Query{
		API: "bills", Window: connectors.Window{From: at, To: at.Add(time.Hour)},
		Params: map[string]any{
			"n": "007", "price": "1.50", "ok": "true", "ids": "a, b", "code": json.Number("12"), "kind": "", "note": "mine",
			"p": 9, "size": "500", "odd": []any{"x"}, "empty": nil,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	call := system.only(t)
	const want = `{"from":1772409600,"to":"2026-03-02T09:00:00+08:00","p":1,"size":50,"kind":3,"flag":true,"code":"12","ids":["a","b"],"n":7,"note":"mine","odd":["x"],"ok":true,"price":1.50}`
	if call.path != "/t/ada/bills" || !same(call.body, want) {
		t.Errorf("%s was asked %s, want %s", call.path, call.body, want)
	}
	for name, value := range map[string]string{"n": "1.5", "price": "1,50", "ok": "yes?", "size": "many"} {
		_, err := fetch(t, c, map[string]any{name: value})
		refused(t, err, connectors.ErrRejected, fmt.Sprintf("%s: %q is n", name, value))
	}
	if l, err := c.Limits("bills"); err != nil || l.MaxWindow != 24*time.Hour || l.PageSize != 20 || l.MaxPageSize != 50 || l.FirstPage != 1 {
		t.Errorf("%+v, %v", l, err)
	}
}

// same compares JSON; a number that lost its leading zeros is the number.
func same(got, want string) bool {
	var a, b map[string]json.RawMessage
	if json.Unmarshal([]byte(got), &a) != nil || json.Unmarshal([]byte(want), &b) != nil || len(a) != len(b) {
		return false
	}
	for name := range b {
		if string(a[name]) != string(b[name]) {
			return false
		}
	}
	return true
}
