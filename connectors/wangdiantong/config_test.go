package wangdiantong_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/wangdiantong"
)

func complete() wangdiantong.Config {
	return wangdiantong.Config{SID: "s", AppKey: "k", AppSecret: "secret"}
}

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	_, err := wangdiantong.New(wangdiantong.Config{Account: "EAST"})
	if err == nil {
		t.Fatal("it was accepted")
	}
	for _, field := range []string{"SID", "APP_KEY", "APP_SECRET"} {
		if !strings.Contains(err.Error(), "WANGDIANTONG_EAST_"+field) {
			t.Errorf("%q does not name %s", err, field)
		}
	}
	for variable, change := range map[string]func(*wangdiantong.Config){
		"WANGDIANTONG_MAIN_URL":        func(c *wangdiantong.Config) { c.URL = "api.wangdian.cn" },
		"WANGDIANTONG_MAIN_TIME_ZONE":  func(c *wangdiantong.Config) { c.TimeZone = "Asia/Nowhere" },
		"WANGDIANTONG_MAIN_PER_MINUTE": func(c *wangdiantong.Config) { c.PerMinute = -1 },
	} {
		cfg := complete()
		change(&cfg)
		if _, err := wangdiantong.New(cfg); err == nil || !strings.Contains(err.Error(), variable) {
			t.Errorf("%v does not name %s", err, variable)
		}
	}
}

func TestAnAccountNeedsNoMoreThanItsKeys(t *testing.T) {
	t.Parallel()
	cfg, err := env.ParseAsWithOptions[wangdiantong.Config](env.Options{Prefix: "WANGDIANTONG_MAIN_", Environment: map[string]string{
		"WANGDIANTONG_MAIN_SID": "demo2", "WANGDIANTONG_MAIN_APP_KEY": "k", "WANGDIANTONG_MAIN_APP_SECRET": "s",
	}})
	must(t, err)
	if cfg.SID != "demo2" || cfg.Timeout != 30*time.Second || cfg.PerMinute != 60 {
		t.Errorf("%s, %v, %d", cfg.SID, cfg.Timeout, cfg.PerMinute)
	}
	if zone := open(t, cfg).Location().String(); zone != "Asia/Shanghai" {
		t.Errorf("zone %s", zone)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	c := open(t, complete())
	month := 30 * 24 * time.Hour
	for api, want := range map[string]connectors.ReadLimits{
		"stockout_order_query_trade":  {MaxWindow: month, PageSize: 100},
		"stockout_order_query_return": {MaxWindow: month, PageSize: 30},
		"trade_query":                 {MaxWindow: time.Hour, PageSize: 100},
		"vip_api_trade_query":         {MaxWindow: month, PageSize: 100},
		"goods_query":                 {MaxWindow: month, PageSize: 40},
		"shop":                        {PageSize: 100},
		"warehouse_query":             {PageSize: 100},
	} {
		got, err := c.Limits(api)
		must(t, err)
		want.MaxPageSize, want.Resolution = want.PageSize, time.Second
		if got != want {
			t.Errorf("%s: %+v, want %+v", api, got, want)
		}
	}
	if n := c.MaxBatch(connectors.Call{API: "trade_push"}); n != 50 {
		t.Errorf("%d orders a push", n)
	}
	if !c.Repeats(connectors.Call{API: "trade_push"}) || c.Repeats(connectors.Call{API: "shop"}) {
		t.Error("a push may be repeated, nothing else")
	}
}

func TestAnUnknownAPIIsNotFound(t *testing.T) {
	t.Parallel()
	c := open(t, complete())
	_, err := c.Limits("trade_push")
	if e := wantKind(t, err, connectors.ErrNotFound); !strings.Contains(e.Advice, "stockout_order_query_trade") {
		t.Errorf("%v", e)
	}
	_, err = c.Save(t.Context(), connectors.Call{API: "shop"}, nil)
	if e := wantKind(t, err, connectors.ErrNotFound); !strings.Contains(e.Advice, "trade_push") {
		t.Errorf("%v", e)
	}
}

// The pages that schemes are configured from: 55 fields of an order with its shop
// and its mode, of which some are printed one level too deep; 150 of an outbound
// order.
func TestFieldsAreDescribed(t *testing.T) {
	t.Parallel()
	apis := map[string]connectors.API{}
	for _, a := range open(t, complete()).APIs() {
		apis[a.Name] = a
		once(t, a.Name+" request", a.Request)
		once(t, a.Name+" response", a.Response)
	}
	push := apis["trade_push"]
	if push.Title != "创建原始订单" || push.Effect != connectors.Writes || len(apis) != 8 {
		t.Errorf("%s %s, %d APIs", push.Title, push.Effect, len(apis))
	}
	described(t, push.Request, "order-fields.txt")
	described(t, apis["stockout_order_query_trade"].Response, "stockout-fields.txt")
	for name, mandatory := range map[string]bool{"tid": true, "order_list.oid": true, "pay_status": false, "order_list.spec_id": false, "shop_no": true} {
		if f, _ := connectors.FindField(push.Request, name); f.Mandatory != mandatory {
			t.Errorf("%s is mandatory: %v", name, f.Mandatory)
		}
	}
}

func described(t *testing.T, fields []connectors.Field, file string) {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	must(t, err)
	for name := range strings.FieldsSeq(string(raw)) {
		if f, ok := connectors.FindField(fields, name); !ok || f.Title == name {
			t.Errorf("%s: %s is not described", file, name)
		}
	}
}

func once(t *testing.T, where string, fields []connectors.Field) {
	t.Helper()
	seen := map[string]bool{}
	for _, f := range fields {
		if seen[f.Name] || f.Title == "" || f.Type == "" {
			t.Errorf("%s: %s is there twice, or has no title or type", where, f.Name)
		}
		seen[f.Name] = true
	}
}
