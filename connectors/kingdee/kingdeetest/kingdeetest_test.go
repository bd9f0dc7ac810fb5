package kingdeetest_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// caller speaks raw HTTP, so that the server is not tested by its own client.
type caller struct {
	t       *testing.T
	sim     *kingdeetest.Server
	url     string
	session string
}

func start(t *testing.T, o kingdeetest.Options) *caller {
	t.Helper()
	sim := kingdeetest.New(o)
	sim.Seed("BD_Customer",
		map[string]any{"FNumber": "10001", "FName": "淘宝旗舰店", "F_XC_Base": "100"},
		map[string]any{"FNumber": "10002", "FName": "抖音小店", "F_XC_Base": "101"})
	sim.Seed("BD_MATERIAL",
		map[string]any{"FNumber": "SKU-1", "FName": "面霜"},
		map[string]any{"FNumber": "SKU-2", "FName": "精华", "FIsBatchManage": true})
	sim.Seed("BD_STOCK", map[string]any{"FNumber": "CK01", "FName": "退货仓"})
	sim.Seed("BD_Supplier", map[string]any{"FNumber": "G01", "FName": "供应商一"})
	web := httptest.NewServer(sim)
	t.Cleanup(web.Close)
	c := &caller{t: t, sim: sim, url: web.URL}
	c.session = c.login()
	return c
}

func (c *caller) login() string {
	c.t.Helper()
	body := c.post("AuthService.ValidateUser", `{"parameters":["`+kingdeetest.DefaultAcctID+`","demo","demo-password",2052]}`)
	session, _ := dig(c.t, body, "KDSVCSessionId").(string)
	return session
}

// post calls a method the way the older SDKs spell the path.
func (c *caller) post(method, body string) string {
	c.t.Helper()
	return c.send("/K3Cloud/Kingdee.BOS.WebApi.ServicesStub."+method+".common.kdsvc", body, nil).body
}

// got is an answer whose body has been read.
type got struct {
	code    int
	cookies []*http.Cookie
	body    string
}

func (c *caller) send(path, body string, header map[string]string) got {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "applicatin/json") // as the official Java SDK spells it
	if c.session != "" {
		req.Header.Set("kdservice-sessionid", c.session)
	}
	for k, v := range header {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return got{res.StatusCode, res.Cookies(), string(text)}
}

func (c *caller) form(method, form, data string) string {
	c.t.Helper()
	quoted, err := json.Marshal(data)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.post("DynamicFormService."+method, `{"parameters":["`+form+`",`+string(quoted)+`]}`)
}

func (c *caller) query(data string) string {
	c.t.Helper()
	return c.post("DynamicFormService.ExecuteBillQuery", `{"data":`+data+`}`)
}

// dig reads a member of an answer by its path.
func dig(t *testing.T, body string, path ...string) any {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader([]byte(body)))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	for _, step := range path {
		o, ok := v.(map[string]any)
		if !ok {
			t.Fatalf("no %s in %s", step, body)
		}
		v = o[step]
	}
	return v
}

const goodReturn = `{"FBillTypeID":{"FNUMBER":"XSXSTHD"},"FBillNo":"XSTH-1","FDate":"2024-05-01","FSaleOrgId":{"FNumber":"100"},
"FStockOrgId":{"FNumber":"100"},"FRetcustId":{"FNumber":"10001"},"F_XC_Text":"小王",
"SubHeadEntity":{"FSETTLECURRID":{"FNumber":"PRE001"}},
"FEntity":[{"FMaterialId":{"FNumber":"SKU-1"},"FRealQty":3,"FTaxPrice":"33.335","FEntryTaxRate":13,"FStockId":{"FNumber":"CK01"},"F_XC_TEXT4":"SF1"}]}`

func TestSaveKeepsTheBillWithItsDefaults(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	body := c.form("Save", "SAL_RETURNSTOCK", `{"IsAutoSubmitAndAudit":true,"Model":`+goodReturn+`}`)
	if dig(t, body, "Result", "ResponseStatus", "IsSuccess") != true {
		t.Fatal(body)
	}
	bills := c.sim.Bills("SAL_RETURNSTOCK")
	if len(bills) != 1 || bills[0].Number != "XSTH-1" || bills[0].Status != "C" || bills[0].Saves != 1 {
		t.Fatalf("%+v", bills)
	}
	line := bills[0].Lines[0]
	if got := line.AllAmount.String(); got != "100.01" { // 3 × 33.335 = 100.005, half up
		t.Errorf("价税合计 %s", got)
	}
	if got := line.Fields["FUnitID"]; got != "Pcs" {
		t.Errorf("unit %v", got)
	}
	if got := bills[0].Model["FReceiveCustId"]; got != "10001" {
		t.Errorf("收货方 %v", got)
	}
}
