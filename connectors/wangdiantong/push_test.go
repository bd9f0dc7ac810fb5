package wangdiantong_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong/wangdiantongtest"
)

var pushCall = connectors.Call{API: "trade_push"}

// entry is a complete order as a scheme maps it; change sets fields, or takes them
// out with nil. Fields of the first line begin with order_list.
func entry(tid string, change map[string]any) connectors.Entry {
	line := connectors.Object{
		{Name: "oid", Value: tid + "-1"},
		{Name: "num", Value: json.Number("3")},
		{Name: "price", Value: "33.3300"},
		{Name: "status", Value: 30},
		{Name: "refund_status", Value: 0},
		{Name: "goods_id", Value: "G1"},
		{Name: "goods_no", Value: "G1"},
		{Name: "spec_no", Value: "S1"},
		{Name: "goods_name", Value: "测试货品"},
		{Name: "adjust_amount", Value: "0.01"},
		{Name: "discount", Value: "0"},
		{Name: "share_discount", Value: "0"},
	}
	body := connectors.Object{
		{Name: "tid", Value: tid},
		{Name: "trade_status", Value: "30"},
		{Name: "pay_status", Value: "2"},
		{Name: "delivery_term", Value: "1"},
		{Name: "trade_time", Value: "2025-08-01 10:00:00"},
		{Name: "pay_time", Value: "2025-08-01 10:01:00"},
		{Name: "buyer_nick", Value: "买家" + tid},
		{Name: "receiver_name", Value: "张三😀"},
		{Name: "receiver_province", Value: "北京"},
		{Name: "receiver_city", Value: "北京市"},
		{Name: "receiver_district", Value: "海淀区"},
		{Name: "receiver_address", Value: "花园路1号 <A&B> \"二\"门"},
		{Name: "receiver_mobile", Value: "13800000000"},
		{Name: "logistics_type", Value: ""},
		{Name: "post_amount", Value: json.Number("10.00")},
		{Name: "cod_amount", Value: "0"},
		{Name: "ext_cod_fee", Value: "0"},
		{Name: "other_amount", Value: "0"},
		{Name: "paid", Value: "110.00"},
	}
	for name, value := range change {
		if inLine, ok := strings.CutPrefix(name, "order_list."); ok {
			line = set(line, inLine, value)
		} else {
			body = set(body, name, value)
		}
	}
	if _, replaced := change["order_list"]; !replaced {
		body = append(body, connectors.Member{Name: "order_list", Value: []any{line}})
	}
	return connectors.Entry{Key: "K" + tid, Number: tid, Body: body}
}

func set(o connectors.Object, name string, value any) connectors.Object {
	i := slices.IndexFunc(o, func(m connectors.Member) bool { return m.Name == name })
	switch {
	case i < 0:
		return append(o, connectors.Member{Name: name, Value: value})
	case value == nil:
		return slices.Delete(o, i, i+1)
	}
	o[i].Value = value
	return o
}

func entries(n int) []connectors.Entry {
	all := make([]connectors.Entry, n)
	for i := range all {
		all[i] = entry(fmt.Sprintf("T%03d", i), nil)
	}
	return all
}

// status pushes one order and gives what became of it.
func save(t *testing.T, c connectors.Target, e connectors.Entry) error {
	t.Helper()
	out, err := c.Save(t.Context(), pushCall, []connectors.Entry{e})
	if err != nil {
		return err
	}
	if len(out) != 1 || out[0].Receipt.Number != e.Number {
		t.Fatalf("%+v", out)
	}
	return out[0].Err
}

func TestFiftyOrdersGoInOneCallAndArriveAsTheyWere(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{Sums: true})
	c := open(t, cfg)
	out, err := c.Save(t.Context(), pushCall, entries(50))
	must(t, err)
	for i, o := range out {
		if o.Err != nil || o.Receipt.Number != fmt.Sprintf("T%03d", i) || !strings.Contains(string(o.Answer), `"new_count":50`) {
			t.Errorf("%+v", o)
		}
	}
	if n := sim.Calls()["trade_push"]; n != 1 || len(sim.Orders()) != 50 {
		t.Fatalf("%d orders in %d calls", len(sim.Orders()), n)
	}
	o, _ := sim.Order("T007")
	for name, want := range map[string]string{
		"receiver_name": "张三😀", "receiver_address": "花园路1号 <A&B> \"二\"门", "post_amount": "10.00", "paid": "110.00", "trade_status": "30",
		"buyer_nick": "买家T007", "pay_time": "2025-08-01 10:01:00", "logistics_type": "", "shop_no": "",
	} {
		if got := o.Text(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if _, sent := o.Fields["logistics_type"]; sent || o.ShopNo != "sim-shop" || fmt.Sprint(o.Lines[0]["price"]) != "33.3300" {
		t.Errorf("%+v", o)
	}
	if _, err := c.Save(t.Context(), pushCall, entries(51)); !errors.Is(err, connectors.ErrRejected) {
		t.Errorf("51 orders: %v", err)
	}
}

// Pushed again as it was, an order does not change; pushed changed, it does.
func TestAnOrderIsUpsertedByItsNumber(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	c := open(t, cfg)
	for _, test := range []struct {
		change  map[string]any
		counted string
	}{
		{nil, `"chg_count":0,"code":0,"new_count":1`},
		{nil, `"chg_count":0,"code":0,"new_count":0`},
		{map[string]any{"seller_memo": "改"}, `"chg_count":1,"code":0,"new_count":0`},
		{map[string]any{"paid": json.Number("110"), "seller_memo": "改"}, `"chg_count":0,"code":0,"new_count":0`},
	} {
		out, err := c.Save(t.Context(), pushCall, []connectors.Entry{entry("T1", test.change)})
		must(t, err)
		if out[0].Err != nil || !strings.Contains(string(out[0].Answer), test.counted) {
			t.Errorf("%v: %s %v", test.change, out[0].Answer, out[0].Err)
		}
	}
	if o, _ := sim.Order("T1"); len(sim.Orders()) != 1 || o.Pushes != 4 || o.Changes != 1 || len(o.Lines) != 1 {
		t.Errorf("%+v", o)
	}
}

func TestStatusMovesOnlyAsItMay(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		older bool
		path  []string
		ok    bool // the last move
	}{
		{false, []string{"10", "30"}, true},
		{false, []string{"10", "90"}, true},
		{false, []string{"30", "70"}, true},
		{false, []string{"30", "80"}, true},
		{false, []string{"30", "30"}, true},
		{false, []string{"30", "50"}, false},
		{false, []string{"30", "60"}, false},
		{true, []string{"30", "60"}, true},
		{false, []string{"30", "10"}, false},
		{false, []string{"70", "30"}, false},
		{false, []string{"30", "70", "80"}, false},
		{false, []string{"70"}, true},
	} {
		for _, named := range []bool{false, true} {
			sim, cfg := start(t, wangdiantongtest.Options{Older: test.older, Named: named})
			c := open(t, cfg)
			var err error
			for i, status := range test.path {
				if err = save(t, c, entry("T1", map[string]any{"trade_status": status})); i < len(test.path)-1 {
					must(t, err)
				}
			}
			o, _ := sim.Order("T1")
			if test.ok && (err != nil || o.Status() != test.path[len(test.path)-1]) {
				t.Errorf("%v: %v, %v", test.path, err, o.Statuses)
			}
			if !test.ok {
				if e := wantKind(t, err, connectors.ErrRejected); !strings.Contains(e.Message, "平台状态不能由") {
					t.Errorf("%v: %v", test.path, e)
				}
			}
		}
	}
}

// Whichever orders are bad, in whichever shape 旺店通 says so, and whether it keeps
// the good ones of a push that it refuses: the good ones arrive, and each bad one is
// refused by itself in 旺店通's words.
func TestBadOrdersHoldUpNoGoodOnes(t *testing.T) {
	t.Parallel()
	for _, named := range []bool{false, true} {
		for _, keeps := range []bool{false, true} {
			t.Run(fmt.Sprint("named ", named, " keeps ", keeps), func(t *testing.T) {
				t.Parallel()
				sim, cfg := start(t, wangdiantongtest.Options{Named: named, Keeps: keeps})
				c, round := open(t, cfg), 0
				rapid.Check(t, func(rt *rapid.T) {
					round++
					all := make([]connectors.Entry, rapid.IntRange(1, 20).Draw(rt, "orders"))
					for i := range all {
						all[i] = entry(fmt.Sprintf("R%d-%d", round, i), nil)
					}
					bad := rapid.SliceOfNDistinct(rapid.IntRange(0, len(all)-1), 0, min(len(all), 4), rapid.ID[int]).Draw(rt, "bad")
					for _, i := range bad {
						all[i] = entry(all[i].Number, map[string]any{"order_list.status": "31"})
					}
					out, err := c.Save(t.Context(), pushCall, all)
					must(t, err)
					for i, o := range out {
						_, there := sim.Order(all[i].Number)
						var e *connectors.Error
						refused := errors.As(o.Err, &e) && errors.Is(e, connectors.ErrRejected) && e.Message == "参数值无效status" && e.Code == "2830"
						if isBad := slices.Contains(bad, i); refused != isBad || there == isBad || (o.Err != nil) != isBad || o.Receipt.Number != all[i].Number {
							rt.Fatalf("order %d, bad %v: there %v, %+v", i, isBad, there, o)
						}
					}
				})
			})
		}
	}
}

func TestOneBadOrderAmongFiftyCostsFewCalls(t *testing.T) {
	t.Parallel()
	for named, most := range map[bool]int{false: 13, true: 2} {
		sim, cfg := start(t, wangdiantongtest.Options{Named: named})
		all := entries(50)
		all[20] = entry("T020", map[string]any{"receiver_name": nil})
		_, err := open(t, cfg).Save(t.Context(), pushCall, all)
		must(t, err)
		if n := sim.Calls()["trade_push"]; n > most || len(sim.Orders()) != 49 {
			t.Errorf("named %v: %d orders in %d calls", named, len(sim.Orders()), n)
		}
	}
}

// What is wrong with the shop is wrong with every order, and asked once.
func TestARefusalOfTheShopIsAskedOnce(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	cfg.ShopNo = "nowhere"
	out, err := open(t, cfg).Save(t.Context(), pushCall, entries(20))
	must(t, err)
	for _, o := range out {
		if e := wantKind(t, o.Err, connectors.ErrRejected); e.Code != "2310" || !strings.Contains(string(o.Answer), "店铺编号") {
			t.Errorf("%v %s", e, o.Answer)
		}
	}
	if n := sim.Calls()["trade_push"]; n != 1 {
		t.Errorf("%d calls", n)
	}
}

// shop_no and switch belong to the push: orders of several shops are several pushes.
func TestOrdersOfSeveralShops(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{Shops: []string{"first", "second", "third"}})
	all := entries(12)
	for i := range all {
		switch i % 3 {
		case 1:
			all[i] = entry(all[i].Number, map[string]any{"shop_no": "second", "switch": 1})
		case 2:
			all[i] = entry(all[i].Number, map[string]any{"shop_no": ""})
		}
	}
	k := connectors.Call{API: "trade_push", Options: map[string]any{"shop_no": "third"}}
	out, err := open(t, cfg).Save(t.Context(), k, all)
	must(t, err)
	for i, o := range out {
		got, _ := sim.Order(all[i].Number)
		if want := map[bool]string{true: "second", false: "third"}[i%3 == 1]; o.Err != nil || got.ShopNo != want || got.Text("switch") != "" {
			t.Errorf("order %d: shop %q, %v", i, got.ShopNo, o.Err)
		}
	}
	if n := sim.Calls()["trade_push"]; n != 2 {
		t.Errorf("%d calls", n)
	}
}

// Two entries of one order, and a buyer with more than thirty, are pushes one after
// the other.
func TestAnOrderDoesNotOvertakeItself(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	all := entries(40)
	for i := range all {
		all[i] = entry(all[i].Number, map[string]any{"buyer_nick": "同一个人"})
	}
	all = append(all, entry("T003", map[string]any{"trade_status": "80"}), entry("T003", map[string]any{"trade_status": "80", "seller_memo": "已退"}))
	out, err := open(t, cfg).Save(t.Context(), pushCall, all)
	must(t, err)
	for i, o := range out {
		if o.Err != nil {
			t.Errorf("order %d: %v", i, o.Err)
		}
	}
	if o, _ := sim.Order("T003"); !slices.Equal(o.Statuses, []string{"30", "80"}) || o.Text("seller_memo") != "已退" || len(sim.Orders()) != 40 {
		t.Errorf("%+v", o)
	}
}

// After a push that failed, nothing behind it goes out of its turn.
func TestWhatIsBehindAFailedPushIsHeld(t *testing.T) {
	t.Parallel()
	for kind, fault := range map[error]wangdiantongtest.Fault{
		connectors.ErrUnknown:   {Kind: wangdiantongtest.Cut, Times: 1},
		connectors.ErrThrottled: {Kind: wangdiantongtest.Refuse, Code: 1012, Message: "超过每分钟最大调用频率限制,请稍后重试", Times: 1},
	} {
		sim, cfg := start(t, wangdiantongtest.Options{})
		sim.Fault(fault)
		all := []connectors.Entry{entry("T1", nil), entry("T1", map[string]any{"trade_status": "80"})}
		out, err := open(t, cfg).Save(t.Context(), pushCall, all)
		must(t, err)
		_ = wantKind(t, out[0].Err, kind)
		behind := map[bool]error{true: connectors.ErrUnavailable, false: connectors.ErrThrottled}[errors.Is(kind, connectors.ErrUnknown)]
		if e := wantKind(t, out[1].Err, behind); !strings.Contains(e.Message, "not pushed yet") {
			t.Errorf("%v", e)
		}
		if n := sim.Calls()["trade_push"]; n != 1 {
			t.Errorf("%d calls", n)
		}
	}
}

func TestWhatCannotBePushedIsRefusedByItself(t *testing.T) {
	t.Parallel()
	sim, cfg := start(t, wangdiantongtest.Options{})
	cfg.ShopNo = ""
	lines := make([]any, 201)
	for i := range lines {
		lines[i] = connectors.Object{{Name: "oid", Value: fmt.Sprint(i)}}
	}
	shop := map[string]any{"shop_no": "sim-shop"}
	nameless := entry("", map[string]any{"shop_no": "sim-shop", "tid": nil})
	all := []connectors.Entry{
		entry("T1", shop),
		entry("T2", map[string]any{"shop_no": "sim-shop", "tid": "other"}),
		nameless,
		entry("T4", nil),
		entry("T5", map[string]any{"shop_no": "sim-shop", "order_list": lines}),
		entry("T6", map[string]any{"shop_no": "sim-shop", "tid": nil}), // has its number
	}
	out, err := open(t, cfg).Save(t.Context(), pushCall, all)
	must(t, err)
	for i, field := range []string{"", "tid", "tid", "shop_no", "order_list", ""} {
		if field == "" {
			must(t, out[i].Err)
			continue
		}
		if e := wantKind(t, out[i].Err, connectors.ErrRejected); e.Field != field {
			t.Errorf("order %d: %v, want it to be about %s", i, e, field)
		}
	}
	if len(sim.Orders()) != 2 || sim.Calls()["trade_push"] != 1 {
		t.Errorf("%d orders", len(sim.Orders()))
	}
	empty, err := open(t, cfg).Save(t.Context(), pushCall, nil)
	if err != nil || len(empty) != 0 {
		t.Errorf("nothing: %v, %v", empty, err)
	}
}

// Messages come as text, as the text of a list, and as a list; with or without a
// code.
func TestShapesOfRefusals(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"code":1,"message":"[{\"tid\":\"T1\",\"error\":\"%E5%BA%97%E9%93%BA+%2B\"}]"}`: "code 1): 店铺 +",
		`{"code":"1","message":[{"tid":"T1","error":"已有 + 号"}]}`:                         "code 1): 已有 + 号",
		`{"code":0,"message":[{"tid":"T1","error":"100%"}]}`:                             "rejected: 100%",
		`{"code":1,"message":"[不是列表"}`:                                                   "[不是列表",
		`{"code":1,"message":"[{\"tid\":\"别人\",\"error\":\"x\"}]"}`:                      "别人",
		`{"code":1,"message":"[]"}`:                                                      "[]",
		`{"code":1,"message":null}`:                                                      "code 1)",
	} {
		sim, cfg := start(t, wangdiantongtest.Options{})
		sim.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Garbage, Body: body})
		err := save(t, open(t, cfg), entry("T1", nil))
		if e := wantKind(t, err, connectors.ErrRejected); !strings.Contains(e.Error(), want) {
			t.Errorf("%s: %v", body, e)
		}
	}
	sim, cfg := start(t, wangdiantongtest.Options{})
	sim.Fault(wangdiantongtest.Fault{Kind: wangdiantongtest.Garbage, Body: `{"code":0,"message":[{"tid":"T000","error":"系统异常，请稍后再试！"}],"new_count":1}`})
	out, err := open(t, cfg).Save(t.Context(), pushCall, entries(2))
	must(t, err)
	_ = wantKind(t, out[0].Err, connectors.ErrUnavailable)
	must(t, out[1].Err)
}

// At the account's real quota, pushes are never told off.
func TestPushesKeepTheQuota(t *testing.T) {
	t.Parallel()
	sim, cfg := startStrict(t, wangdiantongtest.Options{})
	c := open(t, cfg)
	for i := range 8 {
		must(t, save(t, c, entry(fmt.Sprint("T", i), nil)))
	}
	if sim.TellOffs() != 0 || len(sim.Orders()) != 8 {
		t.Errorf("told off %d times", sim.TellOffs())
	}
}

// The original orders that were pushed can be read back.
func TestOrdersCanBeReadBack(t *testing.T) {
	t.Parallel()
	_, cfg := start(t, wangdiantongtest.Options{})
	c := open(t, cfg)
	must(t, save(t, c, entry("T1", nil)))
	page, err := c.Fetch(t.Context(), connectors.Query{API: wangdiantongtest.Originals, Params: map[string]any{"tid": []string{"T1", "T2"}}})
	must(t, err)
	if len(page.Rows) != 1 || !strings.Contains(string(page.Rows[0]), `"paid":"110.00"`) {
		t.Errorf("%s", page.Rows)
	}
	now := time.Now()
	page, err = c.Fetch(t.Context(), connectors.Query{API: wangdiantongtest.Originals, Window: connectors.Window{From: now.Add(-time.Hour), To: now.Add(time.Hour)}})
	must(t, err)
	if len(page.Rows) != 1 {
		t.Errorf("%d rows", len(page.Rows))
	}
}
