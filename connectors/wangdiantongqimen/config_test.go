package wangdiantongqimen_test

import (
	"strings"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/wangdiantongqimen"
)

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	cfg := wangdiantongqimen.Config{}
	cfg.Account = "EAST"
	_, err := wangdiantongqimen.New(cfg)
	if err == nil {
		t.Fatal("it was accepted")
	}
	for _, field := range []string{"APP_KEY", "APP_SECRET", "SID"} {
		if !strings.Contains(err.Error(), "WANGDIANTONGQIMEN_EAST_"+field) {
			t.Errorf("%q does not name %s", err, field)
		}
	}
}

func TestAnAccountNeedsNoMoreThanItsKeys(t *testing.T) {
	t.Parallel()
	cfg, err := env.ParseAsWithOptions[wangdiantongqimen.Config](env.Options{
		Prefix: "WANGDIANTONGQIMEN_MAIN_",
		Environment: map[string]string{
			"WANGDIANTONGQIMEN_MAIN_APP_KEY": "k", "WANGDIANTONGQIMEN_MAIN_APP_SECRET": "s", "WANGDIANTONGQIMEN_MAIN_SID": "demo2",
		},
	})
	must(t, err)
	if cfg.SID != "demo2" || cfg.AppSecret != "s" || cfg.Timeout != 30*time.Second || cfg.SignMethod != "md5" {
		t.Errorf("%s, %v, %s", cfg.SID, cfg.Timeout, cfg.SignMethod)
	}
	if zone := open(t, cfg).Location().String(); zone != "Asia/Shanghai" {
		t.Errorf("zone %s", zone)
	}
}

func complete(t *testing.T) *wangdiantongqimen.Client {
	t.Helper()
	cfg := wangdiantongqimen.Config{SID: "demo2"}
	cfg.AppKey, cfg.AppSecret = "k", "s"
	return open(t, cfg)
}

func TestLimits(t *testing.T) {
	t.Parallel()
	for api, size := range map[string]int{"wdt.stockout.order.query.return": 30, "wdt.stockout.order.query.trade": 100} {
		got, err := complete(t).Limits(api)
		must(t, err)
		want := connectors.ReadLimits{MaxWindow: 30 * 24 * time.Hour, PageSize: size, MaxPageSize: size, Resolution: time.Second}
		if got != want {
			t.Errorf("%s: %+v, want %+v", api, got, want)
		}
	}
}

func TestAnUnknownAPIIsNotFound(t *testing.T) {
	t.Parallel()
	_, err := complete(t).Limits("wdt.trade.query")
	if e := wantKind(t, err, connectors.ErrNotFound); !strings.Contains(e.Advice, "wdt.stockout.order.query.return") {
		t.Errorf("%v", e)
	}
	_, err = complete(t).Fetch(t.Context(), connectors.Query{API: "wdt.trade.query"})
	_ = wantKind(t, err, connectors.ErrNotFound)
}

// The page that the scheme was configured from lists 7 parameters and 136 fields;
// their lines are known under both names.
func TestFieldsAreDescribed(t *testing.T) {
	t.Parallel()
	apis := complete(t).APIs()
	first := apis[0]
	if first.Name != "wdt.stockout.order.query.return" || first.Title != "查询采购退货出库单" || first.Effect != connectors.Reads {
		t.Errorf("%s %s %s", first.Name, first.Title, first.Effect)
	}
	for name, title := range map[string]string{
		"stockout_id": "出库单主键id", "consign_time": "出库时间", "provider_no": "供应商编号", "stock_check_time": "出库单审核时间",
		"detail_list": "货品列表节点", "details_list": "货品列表节点", "detail_list.spec_no": "商家编码", "details_list.spec_no": "商家编码",
		"details_list.goods_count": "货品数量", "detail_list.position_list.position_no": "货位编号", "details_list.position_id": "货位",
	} {
		if f, ok := connectors.FindField(first.Response, name); !ok || f.Title != title {
			t.Errorf("%s is %q, want %q", name, f.Title, title)
		}
	}
	for _, name := range []string{"start_time", "end_time", "warehouse_no", "status", "page_no", "page_size", "src_order_no"} {
		if _, ok := connectors.FindField(first.Request, name); !ok {
			t.Errorf("the parameter %s is not described", name)
		}
	}
	if n := len(first.Response); n != 94+2*43 {
		t.Errorf("%d fields", n)
	}
	for _, api := range apis {
		once(t, api.Name+" request", api.Request)
		once(t, api.Name+" response", api.Response)
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
