package http_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	described "github.com/erpbridge/erpbridge/connectors/http"
)

// order is an API that tells of one order, which its path names.
const order = `
apis:
  - name: order
    title: 订单详情
    effect: QUERY
    path: /shops/{{env.USER}}/orders/{{request.order_no}}
    rows: data
    id: no
    request: [{field: order_no, label: 单号}, {field: with, label: 附带}]
`

func fetchOrder(t *testing.T, system *ledger, params map[string]any) (connectors.Page, error) {
	t.Helper()
	return open[connectors.Source](t, head+order, system).Fetch(t.Context(), connectors.Query{API: "order", Params: params})
}

// What stands in the path stands nowhere else, and cannot leave its place there.
func TestAPathNamesWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	for number, path := range map[string]string{
		"A1": "/shops/ada/orders/A1", "a/../b?c=d#e": "/shops/ada/orders/a%2F..%2Fb%3Fc=d%23e", "单 1": "/shops/ada/orders/%E5%8D%95%201",
	} {
		system := &ledger{answer: `{"data":{"no":"A1","sum":1.10}}`}
		page, err := fetchOrder(t, system, map[string]any{"Order_No": number, "with": "lines"})
		if err != nil || len(page.Rows) != 1 || string(page.Rows[0]) != `{"no":"A1","sum":1.10}` || page.Next != "" {
			t.Fatalf("%s: %s, %v", number, page.Rows, err)
		}
		if call := system.only(t); call.path != path || call.query != "with=lines" {
			t.Errorf("%s: %s?%s", number, call.path, call.query)
		}
	}
}

func TestAPathWithoutANameIsNotCalled(t *testing.T) {
	t.Parallel()
	for says, params := range map[string]map[string]any{
		"order_no: is empty":                 {"with": "lines"},
		`order_no: ".." stands in the path`:  {"order_no": ".."},
		`order_no: " . " stands in the path`: {"order_no": " . "},
	} {
		system := &ledger{answer: `{"data":{"no":"A1"}}`}
		_, err := fetchOrder(t, system, params)
		if !errors.Is(err, connectors.ErrRejected) || !strings.Contains(err.Error(), says) || len(system.calls) > 0 {
			t.Errorf("%v, %d calls; want %s", err, len(system.calls), says)
		}
	}
}

// The one thing may come alone or in a list; what is neither is no order.
func TestOneThingIsAnswered(t *testing.T) {
	t.Parallel()
	for answer, rows := range map[string]int{
		`{"data":{"no":1}}`: 1, `{"data":[{"no":1}]}`: 1, `{"data":[]}`: 0,
		`{"data":{"message":"查无此单"}}`: -1, `{"data":null}`: -1, `{"data":"A1"}`: -1, `{}`: -1,
	} {
		page, err := fetchOrder(t, &ledger{answer: answer}, map[string]any{"order_no": json.Number("1")})
		if (err == nil) != (rows >= 0) || len(page.Rows) != max(rows, 0) {
			t.Errorf("%s: %d rows, %v", answer, len(page.Rows), err)
		}
	}
}

func TestPathsNameFieldsThatThereAre(t *testing.T) {
	t.Parallel()
	_, err := described.Parse("acme.yaml", []byte(strings.Replace(head+order, "request.order_no", "request.orderno", 1)))
	if err == nil || !strings.Contains(err.Error(), `{{request.orderno}} means nothing here; did you mean "request.order_no"?`) {
		t.Error(err)
	}
}

// The number of a document that is written stands in a path, too.
func TestANumberCannotLeaveThePath(t *testing.T) {
	t.Parallel()
	const write = `
apis:
  - {name: close, title: 关闭, effect: EXECUTE, method: PUT, path: "/orders/{{entry.number}}", outcome: {ok: {path: ok, is: ["true"]}}}
  - {name: list, title: 列表, effect: QUERY, path: /orders, rows: list}
`
	system := &ledger{answer: `{"ok":true}`}
	c := open[connectors.Target](t, head+write, system)
	_, err := c.Save(t.Context(), connectors.Call{API: "close"}, []connectors.Entry{{Key: "1", Number: ".."}})
	if !errors.Is(err, connectors.ErrRejected) || !strings.Contains(err.Error(), "the number of the document") || len(system.calls) > 0 {
		t.Errorf("%v, %d calls", err, len(system.calls))
	}
	got, err := c.Save(t.Context(), connectors.Call{API: "close"}, []connectors.Entry{{Key: "1", Number: "a/b"}})
	if err != nil || got[0].Err != nil || system.only(t).path != "/orders/a%2Fb" {
		t.Errorf("%+v, %v", got, err)
	}
}
