package wangdiantongtest_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

// order is a complete one; change sets fields, or takes them out with nil. Fields of
// its line begin with order_list.
func order(tid string, change map[string]any) map[string]any {
	line := map[string]any{
		"oid": tid + "-1", "num": 2, "price": "10.0000", "status": 30, "refund_status": 0, "goods_id": "G", "spec_no": "S", "goods_name": "货",
		"adjust_amount": 0, "discount": 0, "share_discount": "0",
	}
	fields := map[string]any{
		"tid": tid, "trade_status": 30, "delivery_term": 1, "pay_time": "2025-08-01 10:00:00", "buyer_nick": "买家" + tid,
		"receiver_name": "张三", "receiver_province": "北京", "receiver_city": "北京市", "receiver_district": "海淀区", "receiver_address": "花园路1号",
		"receiver_mobile": "13800000000", "post_amount": 0, "cod_amount": 0, "ext_cod_fee": 0, "other_amount": 0, "paid": "20.0000",
		"order_list": []any{line},
	}
	for name, value := range change {
		to, short := fields, name
		if inLine, ok := strings.CutPrefix(name, "order_list."); ok {
			to, short = line, inLine
		}
		if to[short] = value; value == nil {
			delete(to, short)
		}
	}
	return fields
}

func push(t *testing.T, s *wangdiantongtest.Server, orders ...any) map[string]any {
	t.Helper()
	return pushTo(t, s, "sim-shop", orders...)
}

func pushTo(t *testing.T, s *wangdiantongtest.Server, shop string, orders ...any) map[string]any {
	t.Helper()
	list, err := json.Marshal(orders)
	must(t, err)
	return ask(t, s, time.Now(), wangdiantongtest.Push, map[string]string{"shop_no": shop, "trade_list": string(list)})
}

func TestFieldsOfAnOrderHaveRules(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("长", 41)
	for _, test := range []struct {
		change map[string]any
		code   float64
	}{
		{nil, 0},
		{map[string]any{"tid": nil}, 2900},
		{map[string]any{"trade_status": 31}, 2830},
		{map[string]any{"trade_status": ""}, 2900},
		{map[string]any{"delivery_term": 5}, 2830},
		{map[string]any{"pay_status": "x"}, 2830},
		{map[string]any{"pay_time": "2025-08-01"}, 2830},
		{map[string]any{"pay_time": "0000-00-00 00:00:00"}, 0},
		{map[string]any{"trade_time": ""}, 2830},
		{map[string]any{"receiver_name": long}, 2830},
		{map[string]any{"receiver_mobile": nil}, 2900},
		{map[string]any{"paid": "20.00001"}, 2830},
		{map[string]any{"paid": "twenty"}, 2830},
		{map[string]any{"paid": "1234567890123456"}, 2830},
		{map[string]any{"invoice_kind": 5}, 2830},
		{map[string]any{"order_list": []any{}}, 2830},
		{map[string]any{"order_list": "x"}, 2830},
		{map[string]any{"order_list": []any{1}}, 2830},
		{map[string]any{"order_list.oid": nil}, 2900},
		{map[string]any{"order_list.num": "?"}, 2830},
		{map[string]any{"order_list.refund_status": 6}, 2830},
		{map[string]any{"order_list.goods_name": nil}, 2900},
	} {
		s := wangdiantongtest.New(wangdiantongtest.Options{})
		got := push(t, s, order("T1", test.change))
		if got["code"] != test.code || (len(s.Orders()) == 1) != (test.code == 0) {
			t.Errorf("%v: %v, %d orders", test.change, got, len(s.Orders()))
		}
	}
}

func TestPushesHaveRules(t *testing.T) {
	t.Parallel()
	s := wangdiantongtest.New(wangdiantongtest.Options{NoLimits: true})
	many := make([]any, 51)
	for i := range many {
		many[i] = order(fmt.Sprint("T", i), nil)
	}
	crowd := make([]any, 31)
	for i := range crowd {
		crowd[i] = order(fmt.Sprint("C", i), map[string]any{"buyer_nick": "一个人"})
	}
	for want, got := range map[float64]map[string]any{
		0: push(t, s, many[:50]...), 9006: push(t, s, many...), 99: push(t, s, crowd...), 2310: pushTo(t, s, "nowhere", many[0]),
		2830: ask(t, s, time.Now(), wangdiantongtest.Push, map[string]string{"shop_no": "sim-shop", "trade_list": "{}"}),
		9009: push(t, s, order("D", nil), order("D", nil)),
	} {
		if got["code"] != want {
			t.Errorf("%v, want %v", got, want)
		}
	}
	if n := len(s.Orders()); n != 50 {
		t.Errorf("%d orders", n)
	}
	if got := push(t, s, order("E", map[string]any{"order_list.oid": "T1-1"})); got["code"] != 9009.0 {
		t.Errorf("a line of another order: %v", got)
	}
	if got := push(t, s, order("T1", map[string]any{"order_list.price": "9"})); got["code"] != 9008.0 {
		t.Errorf("another price: %v", got)
	}
	if got := push(t, s, order("T1", map[string]any{"trade_status": 50})); got["code"] != 9007.0 {
		t.Errorf("a move that is not made: %v", got)
	}
}

func TestTheLedgerTellsNewFromChanged(t *testing.T) {
	t.Parallel()
	s := wangdiantongtest.New(wangdiantongtest.Options{})
	for i, test := range []struct {
		change  map[string]any
		counted string
	}{
		{nil, "1 0"},
		{map[string]any{"paid": json.Number("20.0")}, "0 0"},
		{map[string]any{"buyer_message": "快"}, "0 1"},
		{map[string]any{"order_list.remark": "红"}, "0 1"},
		{map[string]any{"trade_status": 70}, "0 1"},
	} {
		got := push(t, s, order("T1", test.change))
		if said := fmt.Sprint(got["new_count"], " ", got["chg_count"]); said != test.counted {
			t.Errorf("push %d: %s, want %s", i, said, test.counted)
		}
	}
	o, ok := s.Order("T1")
	if !ok || o.Pushes != 5 || o.Changes != 3 || o.Status() != "70" || fmt.Sprint(o.Statuses) != "[30 70]" || o.Text("buyer_message") != "快" {
		t.Errorf("%+v", o)
	}
	if _, there := s.Order("T2"); there {
		t.Error("an order that was never pushed")
	}
}

// Refusals in both shapes, and a refused push that keeps its good orders or not.
func TestRefusedPushes(t *testing.T) {
	t.Parallel()
	for _, opt := range []wangdiantongtest.Options{{}, {Named: true}, {Keeps: true}, {Named: true, Keeps: true}} {
		s := wangdiantongtest.New(opt)
		got := push(t, s, order("T1", nil), order("T2", map[string]any{"paid": "x"}), order("T3", nil))
		said := fmt.Sprint(got["message"])
		if opt.Named {
			var named []map[string]string
			must(t, json.Unmarshal([]byte(said), &named))
			plain, err := url.QueryUnescape(named[0]["error"])
			must(t, err)
			if said = plain; len(named) != 1 || named[0]["tid"] != "T2" {
				t.Errorf("%v", named)
			}
		}
		if said != "参数值无效paid" || got["code"] != 2830.0 || len(s.Orders()) != map[bool]int{true: 2, false: 0}[opt.Keeps] {
			t.Errorf("%+v: %v, %d orders", opt, got, len(s.Orders()))
		}
	}
}

func TestSumsAreVerifiedOnDemand(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		change map[string]any
		ok     bool
	}{
		{nil, true},
		{map[string]any{"paid": "20.01"}, false},
		{map[string]any{"paid": "25.5", "post_amount": "5", "other_amount": "0.5"}, true},
		{map[string]any{"paid": "18", "order_list.discount": 1, "order_list.share_discount": 2, "order_list.adjust_amount": 1}, true},
		{map[string]any{"paid": 0, "trade_status": 10}, true},
		{map[string]any{"paid": 0, "trade_status": 80}, false},
		{map[string]any{"delivery_term": 2, "paid": 5, "cod_amount": 18, "ext_cod_fee": 3}, true},
		{map[string]any{"delivery_term": 2, "paid": 5, "cod_amount": 15, "ext_cod_fee": 3}, false},
	} {
		s := wangdiantongtest.New(wangdiantongtest.Options{Sums: true})
		if got := push(t, s, order("T1", test.change)); (got["code"] == 0.0) != test.ok {
			t.Errorf("%v: %v", test.change, got)
		}
	}
}

// What was ordered leaves the warehouse, and is found there by its 原始单号.
func TestShipping(t *testing.T) {
	t.Parallel()
	s := wangdiantongtest.New(wangdiantongtest.Options{})
	if err := s.Ship("T1", "yuantong", "YT1", nil); err == nil {
		t.Error("an order that was never pushed was shipped")
	}
	push(t, s, order("T1", nil))
	must(t, s.Ship("T1", "yuantong", "YT1", map[string]any{"shop_name": "一店"}))
	got := ask(t, s, time.Now(), wangdiantongtest.Sales, map[string]string{"src_tid": "T1"})
	row := got["stockout_list"].([]any)[0].(map[string]any)
	want := map[string]any{"src_tids": "T1", "logistics_no": "YT1", "logistics_code": "yuantong", "status": "95", "shop_no": "sim-shop", "shop_name": "一店", "paid": "20.0000"}
	for name, value := range want {
		if row[name] != value {
			t.Errorf("%s is %v, want %v", name, row[name], value)
		}
	}
	if line := row["details_list"].([]any)[0].(map[string]any); line["src_oid"] != "T1-1" || line["goods_count"] != "2.0000" || line["share_amount"] != "20.0000" {
		t.Errorf("%v", line)
	}
	originals := ask(t, s, time.Now(), wangdiantongtest.Originals, map[string]string{"tid": "T1"})
	if list := originals["trade_list"].([]any); len(list) != 1 || list[0].(map[string]any)["paid"] != "20.0000" {
		t.Errorf("%v", originals)
	}
}

func TestFaultsComeAsOrdered(t *testing.T) {
	t.Parallel()
	s := wangdiantongtest.New(wangdiantongtest.Options{})
	s.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Refuse, API: wangdiantongtest.Shops, Code: 7, Message: "否", Every: 2, Times: 2})
	var codes []any
	for range 7 {
		codes = append(codes, ask(t, s, time.Now(), wangdiantongtest.Shops, nil)["code"])
		if got := ask(t, s, time.Now(), wangdiantongtest.Warehouses, nil); got["code"] != 0.0 {
			t.Errorf("another script: %v", got)
		}
	}
	if fmt.Sprint(codes) != "[0 7 0 7 0 0 0]" {
		t.Errorf("%v", codes)
	}
	s.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Refuse, Code: 8})
	s.ClearFaults()
	if got := ask(t, s, time.Now(), wangdiantongtest.Shops, nil); got["code"] != 0.0 {
		t.Errorf("%v", got)
	}
}

// Orders of one buyer leave together: the head has the sums, each line its order.
func TestShippingTogether(t *testing.T) {
	t.Parallel()
	s := wangdiantongtest.New(wangdiantongtest.Options{})
	for _, tid := range []string{"T1", "T2"} {
		must(t, s.SeedOrders("sim-shop", order(tid, nil)))
	}
	if err := s.SeedOrders("sim-shop", order("T3", map[string]any{"receiver_name": ""})); err == nil {
		t.Error("an order without a receiver is taken")
	}
	must(t, s.ShipTogether([]string{"T1", "T2"}, "yuantong", "YT1", nil))
	row := s.Table(wangdiantongtest.Sales).Rows()[0]
	if lines := row["details_list"].([]any); row["src_tids"] != "T1,T2" || row["paid"] != "40.0000" || len(lines) != 2 || lines[1].(map[string]any)["src_tid"] != "T2" {
		t.Errorf("%v", row)
	}
}
