package jushuitan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/jushuitan"
	"github.com/erpbridge/erpbridge/connectors/jushuitan/jushuitantest"
)

func TestWhatIsMissingIsNamed(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cfg  jushuitan.Config
		want []string
	}{
		"new gateway": {jushuitan.Config{Account: "EAST"}, []string{
			"JUSHUITAN_EAST_APP_KEY", "JUSHUITAN_EAST_APP_SECRET", "JUSHUITAN_EAST_ACCESS_TOKEN",
		}},
		"old gateway": {jushuitan.Config{Account: "EAST", Gateway: "legacy"}, []string{
			"JUSHUITAN_EAST_PARTNER_ID", "JUSHUITAN_EAST_PARTNER_KEY", "JUSHUITAN_EAST_TOKEN",
		}},
		"unknown gateway": {jushuitan.Config{Gateway: "qimen"}, []string{"JUSHUITAN_MAIN_GATEWAY", "qimen", "open", "legacy"}},
		"no URL":          {jushuitan.Config{URL: "nowhere"}, []string{"JUSHUITAN_MAIN_URL"}},
		"no zone":         {with(complete(), func(c *jushuitan.Config) { c.TimeZone = "Mars/Base" }), []string{"JUSHUITAN_MAIN_TIME_ZONE", "Mars/Base"}},
		"no quota":        {with(complete(), func(c *jushuitan.Config) { c.PerSecond = -1 }), []string{"JUSHUITAN_MAIN_PER_SECOND"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := jushuitan.New(test.cfg)
			if err == nil {
				t.Fatal("it was accepted")
			}
			for _, want := range test.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not name %s", err, want)
				}
			}
		})
	}
}

func complete() jushuitan.Config {
	return jushuitan.Config{AppKey: "k", AppSecret: "s", AccessToken: "a"}
}

func with(cfg jushuitan.Config, change func(*jushuitan.Config)) jushuitan.Config {
	change(&cfg)
	return cfg
}

func TestAnAccountNeedsNoMoreThanItsKeys(t *testing.T) {
	t.Parallel()
	cfg, err := env.ParseAsWithOptions[jushuitan.Config](env.Options{
		Prefix: "JUSHUITAN_MAIN_",
		Environment: map[string]string{
			"JUSHUITAN_MAIN_APP_KEY": "k", "JUSHUITAN_MAIN_APP_SECRET": "s", "JUSHUITAN_MAIN_ACCESS_TOKEN": "a",
		},
	})
	must(t, err)
	if cfg.Timeout != 30*time.Second || cfg.Gateway != "open" {
		t.Errorf("defaults: %v, %s", cfg.Timeout, cfg.Gateway)
	}
	if zone := open(t, cfg).Location().String(); zone != "Asia/Shanghai" {
		t.Errorf("zone %s", zone)
	}
}

// The old gateway's URL may be the host or the whole address; the new one's may
// end in a slash.
func TestAddressesAreCompleted(t *testing.T) {
	t.Parallel()
	for _, gateway := range gateways {
		for _, path := range []string{"", "/", "/api/open/query.aspx"} {
			if gateway == "open" && len(path) > 1 {
				continue
			}
			sim, cfg := start(t, gateway, jushuitantest.Options{})
			cfg.URL += path
			must(t, open(t, cfg).Ping(t.Context()))
			if sim.Calls()["shops.query"] != 1 {
				t.Errorf("%s%s: %v", gateway, path, sim.Calls())
			}
		}
	}
}

func TestLimitsAreTheGateways(t *testing.T) {
	t.Parallel()
	week := 7 * 24 * time.Hour
	old := jushuitan.Config{Gateway: "legacy", PartnerID: "p", PartnerKey: "k", Token: "t"}
	tests := []struct {
		cfg    jushuitan.Config
		api    string
		size   int
		window time.Duration
	}{
		{complete(), "refund.single.query", 50, week},
		{complete(), "orders.single.query", 100, week},
		{complete(), "shops.query", 100, 0},
		{old, "refund.single.query", 50, week},
		{old, "orders.single.query", 50, week},
		{old, "shops.query", 100, 0},
	}
	for _, test := range tests {
		got, err := open(t, test.cfg).Limits(test.api)
		must(t, err)
		want := connectors.ReadLimits{MaxWindow: test.window, PageSize: test.size, MaxPageSize: test.size, FirstPage: 1, Resolution: time.Second}
		if got != want {
			t.Errorf("%s at %q: %+v, want %+v", test.api, test.cfg.Gateway, got, want)
		}
	}
}

func TestAnUnknownAPIIsNotFound(t *testing.T) {
	t.Parallel()
	_, err := open(t, complete()).Limits("stock.query")
	refused(t, err, connectors.ErrNotFound)
	for _, name := range []string{"stock.query", "refund.single.query", "orders.single.query", "shops.query"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%q does not name %s", err, name)
		}
	}
}

// The page that the first integration was configured from lists 8 parameters
// and 47 fields; what schemes use beyond them must be there too.
func TestFieldsAreDescribed(t *testing.T) {
	t.Parallel()
	apis := open(t, complete()).APIs()
	refunds := apis[0]
	if refunds.Name != "refund.single.query" || refunds.Title != "退货退款查询" || refunds.Effect != connectors.Reads {
		t.Errorf("%s %s %s", refunds.Name, refunds.Title, refunds.Effect)
	}
	for name, title := range map[string]string{
		"as_id": "售后单号", "items.r_qty": "实收退货数量", "items.batchs.supplier_name": "供应商名称", "items.receive_date": "收货日期",
		"items.sku_id": "商品编码", "items.batch_no": "批次号", "items.product_date": "生产日期", "items.qty": "申请数量",
		"batchs.batch_no": "批次号", "wms_co_id": "分仓编号", "l_id": "物流单号",
	} {
		if f, ok := connectors.FindField(refunds.Response, name); !ok || f.Title != title {
			t.Errorf("%s is %q, want %q", name, f.Title, title)
		}
	}
	if len(apis) != 3 {
		t.Errorf("%d APIs", len(apis))
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
