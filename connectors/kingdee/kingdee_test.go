package kingdee_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// config is the account of a simulator at an address.
func config(url string) kingdee.Config {
	return kingdee.Config{
		URL: url + kingdeetest.BasePath, AcctID: kingdeetest.DefaultAcctID, Username: kingdeetest.DefaultUsername,
		AppID: kingdeetest.DefaultAppID, AppSecret: kingdeetest.DefaultAppSecret, Password: kingdeetest.DefaultPassword,
		Timeout: 2 * time.Minute, Log: slog.New(slog.DiscardHandler),
	}
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	web := httptest.NewServer(h)
	t.Cleanup(web.Close)
	return web.URL
}

func client(t *testing.T, cfg kingdee.Config) *kingdee.Client {
	t.Helper()
	c, err := kingdee.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// pair is a simulator with base data and a client of it.
func pair(t *testing.T) (*kingdeetest.Server, *kingdee.Client) {
	t.Helper()
	sim := kingdeetest.New(kingdeetest.Options{})
	seed(sim)
	return sim, client(t, config(serve(t, sim)))
}

func seed(sim *kingdeetest.Server) {
	sim.Seed("BD_Customer",
		map[string]any{"FNumber": "10001", "FName": "淘宝旗舰店", "F_XC_Base": "100"},
		map[string]any{"FNumber": "10002", "FName": "抖音小店", "F_XC_Base": "101"})
	sim.Seed("BD_MATERIAL", map[string]any{"FNumber": "SKU-1", "FName": "面霜"}, map[string]any{"FNumber": "SKU-2", "FName": "精华"})
	sim.Seed("BD_STOCK", map[string]any{"FNumber": "CK01", "FName": "退货仓"})
	sim.Seed("BD_Supplier", map[string]any{"FNumber": "G01", "FName": "供应商一"})
}

func entry(t *testing.T, number, body string) connectors.Entry {
	t.Helper()
	var o connectors.Object
	if err := json.Unmarshal([]byte(body), &o); err != nil {
		t.Fatal(err)
	}
	return connectors.Entry{Key: "doc-" + number, Number: number, Body: o}
}

// refund is a document as a scheme's mapping gives it: plain codes and texts.
func refund(t *testing.T, number string) connectors.Entry {
	t.Helper()
	return entry(t, number, `{"FBillTypeID":"XSXSTHD","FBillNo":"`+number+`","FSaleOrgId":"100","FDate":"2024-05-01 10:11:12",
		"FStockOrgId":"100","FRetcustId":10001,"FHeadNote":"七天无理由 <尺码>","F_XC_Text":"小王",
		"SubHeadEntity":{"FSettleOrgId":"100","FSETTLECURRID":"PRE001"},
		"FEntity":[{"FMaterialId":"SKU-1","FBarcode":"","FRealQty":"3","FTaxPrice":"33.335","FIsFree":"false","FEntryTaxRate":"13",
			"FOwnerId":"100","FOwnerTypeId":"BD_OwnerOrg","FStockId":"CK01","F_XC_TEXT4":"SF100200"}]}`)
}

func returns(options ...any) connectors.Call {
	c := connectors.Call{API: "batchSave", Options: map[string]any{
		"FormId": "SAL_RETURNSTOCK", "Operation": "Save", "IsVerifyBaseDataField": "false", "SubSystemId": json.Number("21"),
	}}
	for i := 0; i+1 < len(options); i += 2 {
		c.Options[options[i].(string)] = options[i+1]
	}
	return c
}

func must[T any](t *testing.T) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func TestRefundIsSavedSubmittedAuditedAndReadBack(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	ctx := t.Context()
	if err := c.Ping(ctx); err != nil {
		t.Fatal(err)
	}
	outcomes := must[[]connectors.Outcome](t)(c.Save(ctx, returns(), []connectors.Entry{refund(t, "R-1")}))
	if outcomes[0].Err != nil {
		t.Fatal(outcomes[0].Err)
	}
	r := outcomes[0].Receipt
	if r.Number != "R-1" || r.ID == "" || r.Status != connectors.Draft {
		t.Fatalf("%+v", r)
	}
	submitted := must[[]connectors.Outcome](t)(c.Submit(ctx, returns(), []connectors.Receipt{r}))
	audited := must[[]connectors.Outcome](t)(c.Audit(ctx, returns(), []connectors.Receipt{r}))
	if submitted[0].Receipt.Status != connectors.Submitted || audited[0].Receipt.Status != connectors.Audited {
		t.Fatalf("%+v %+v", submitted[0], audited[0])
	}
	bill, _ := sim.Bill("SAL_RETURNSTOCK", "R-1")
	if bill.Status != "C" || bill.Saves != 1 || bill.ID != r.ID {
		t.Fatalf("%+v", bill)
	}
	if got := bill.Lines[0].AllAmount.String(); got != "100.01" {
		t.Errorf("价税合计 %s", got)
	}
	if len(bill.Ignored) > 0 {
		t.Errorf("the form does not know %v", bill.Ignored)
	}
}
