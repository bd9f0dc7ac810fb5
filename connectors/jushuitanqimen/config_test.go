package jushuitanqimen_test

import (
	"strings"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitanqimen"
)

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	for account, name := range map[string]string{"": "MAIN", "EAST": "EAST"} {
		cfg := jushuitanqimen.Config{}
		cfg.Account = account
		_, err := jushuitanqimen.New(cfg)
		if err == nil {
			t.Fatal("it was accepted")
		}
		for _, field := range []string{"APP_KEY", "APP_SECRET", "CUSTOMER_ID"} {
			if !strings.Contains(err.Error(), "JUSHUITANQIMEN_"+name+"_"+field) {
				t.Errorf("%q does not name %s", err, field)
			}
		}
	}
}

func TestAnAccountNeedsNoMoreThanItsKeys(t *testing.T) {
	t.Parallel()
	cfg, err := env.ParseAsWithOptions[jushuitanqimen.Config](env.Options{
		Prefix: "JUSHUITANQIMEN_MAIN_",
		Environment: map[string]string{
			"JUSHUITANQIMEN_MAIN_APP_KEY": "k", "JUSHUITANQIMEN_MAIN_APP_SECRET": "s",
			"JUSHUITANQIMEN_MAIN_CUSTOMER_ID": "10000001", "JUSHUITANQIMEN_MAIN_START_TS": "true",
		},
	})
	must(t, err)
	if cfg.CustomerID != "10000001" || !cfg.StartTS || cfg.Timeout != 30*time.Second {
		t.Errorf("%+v", cfg)
	}
	if zone := open(t, cfg).Location().String(); zone != "Asia/Shanghai" {
		t.Errorf("zone %s", zone)
	}
}

func complete(t *testing.T) *jushuitanqimen.Client {
	t.Helper()
	cfg := jushuitanqimen.Config{CustomerID: "10000001"}
	cfg.AppKey, cfg.AppSecret = "k", "s"
	return open(t, cfg)
}

func TestLimits(t *testing.T) {
	t.Parallel()
	got, err := complete(t).Limits(refundsAPI)
	must(t, err)
	want := connectors.ReadLimits{MaxWindow: 7 * 24 * time.Hour, PageSize: 50, MaxPageSize: 50, FirstPage: 1, Resolution: time.Second}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestAnUnknownAPIIsNotFound(t *testing.T) {
	t.Parallel()
	_, err := complete(t).Limits("jushuitan.stock.query")
	if e := wantKind(t, err, connectors.ErrNotFound); !strings.Contains(e.Advice, refundsAPI) {
		t.Errorf("%v", e)
	}
	_, err = complete(t).Fetch(t.Context(), connectors.Query{API: "jushuitan.stock.query"})
	_ = wantKind(t, err, connectors.ErrNotFound)
}

// The page that the scheme was configured from lists 7 parameters and 22 fields;
// five of them it prints below items, where they are not.
func TestFieldsAreDescribed(t *testing.T) {
	t.Parallel()
	apis := complete(t).APIs()
	first := apis[0]
	if len(apis) != 1 || first.Name != refundsAPI || first.Title != "售后单查询" || first.Effect != connectors.Reads {
		t.Errorf("%d: %s %s %s", len(apis), first.Name, first.Title, first.Effect)
	}
	for name, title := range map[string]string{
		"as_id": "售后单号", "as_date": "申请时间", "outer_as_id": "平台退货退款单号", "so_id": "线上单号", "type": "售后类型", "modified": "修改时间",
		"items": "商品列表", "items.amount": "金额", "items.combine_sku_id": "组合装商品编码", "items.asi_id": "售后子单号", "items.sku_id": "商品编码",
		"items.qty": "申请数量", "items.price": "单价", "items.name": "商品名称", "items.type": "类型", "items.properties_value": "颜色规格",
		"items.r_qty": "实收退货数量", "shop_name": "店铺名称", "date_type": "时间类型", "wms_co_id": "分仓编号", "drp_co_id_from": "分销商编号",
		"shop_id": "店铺编号", "good_status": "货物状态", "items.receive_date": "收货日期", "batchs.batch_no": "批次号",
	} {
		if f, ok := connectors.FindField(first.Response, name); !ok || f.Title != title {
			t.Errorf("%s is %q, want %q", name, f.Title, title)
		}
	}
	for name, title := range map[string]string{
		"page_size": "页数", "good_status": "货物状态", "end_time": "结束时间", "start_time": "开始时间", "date_type": "时间类型", "page_index": "页码", "status": "售后单状态",
	} {
		if f, ok := connectors.FindField(first.Request, name); !ok || f.Title != title {
			t.Errorf("the parameter %s is %q, want %q", name, f.Title, title)
		}
	}
	once(t, "request", first.Request)
	once(t, "response", first.Response)
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
