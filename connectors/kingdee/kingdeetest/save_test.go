package kingdeetest_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func jsonText(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func status(t *testing.T, body string) map[string]any {
	t.Helper()
	st, ok := dig(t, body, "Result", "ResponseStatus").(map[string]any)
	if !ok {
		t.Fatal(body)
	}
	return st
}

// complaints are "DIndex field message" of each error.
func complaints(t *testing.T, body string) []string {
	t.Helper()
	var out []string
	list, _ := status(t, body)["Errors"].([]any)
	for _, e := range list {
		o, _ := e.(map[string]any)
		out = append(out, strings.TrimSpace(strings.Join([]string{jsonText(t, o["DIndex"]), plain(o["FieldName"]), plain(o["Message"])}, " ")))
	}
	return out
}

func plain(v any) string { s, _ := v.(string); return s }

func TestEnvelopes(t *testing.T) {
	t.Parallel()
	quoted := func(s string) string { return strings.ReplaceAll(s, `"`, `\"`) }
	data := strings.ReplaceAll(`{"Model":`+goodReturn+`}`, "\n", "")
	for name, body := range map[string]string{
		"positional":      `{"parameters":["SAL_RETURNSTOCK","` + quoted(data) + `"]}`,
		"named, object":   `{"formid":"SAL_RETURNSTOCK","data":` + data + `}`,
		"named, string":   `{"FormId":"SAL_RETURNSTOCK","Data":"` + quoted(data) + `"}`,
		"old ApiClient":   `{"format":1,"useragent":"ApiClient","rid":"1","parameters":` + jsonText(t, `["SAL_RETURNSTOCK",`+jsonText(t, data)+`]`) + `,"v":"1.0"}`,
		"old, real array": `{"format":1,"parameters":["SAL_RETURNSTOCK",` + data + `],"v":"1.0"}`,
		"escaped":         `{"formid":"SAL_RETURNSTOCK","data":` + strings.ReplaceAll(data, "小王", `\u5c0f\u738b`) + `}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, kingdeetest.Options{})
			body := c.post("DynamicFormService.Save", body)
			if status(t, body)["IsSuccess"] != true {
				t.Fatal(body)
			}
			if got := c.sim.Bills("SAL_RETURNSTOCK")[0].Model["F_XC_TEXT"]; got != "小王" {
				t.Errorf("F_XC_Text %v", got)
			}
		})
	}
}

func TestBareArrayIsAServerError(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	got := c.send(savePath, `["SAL_RETURNSTOCK","{}"]`, nil)
	if got.code != 500 || !strings.Contains(got.body, "Additional text found in JSON string") {
		t.Errorf("%d %s", got.code, got.body)
	}
}

func TestSaveRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		replace, by string
		options     string
		want        string
	}{
		"number taken":         {`"XSTH-1"`, `"TAKEN"`, ``, `0 FBillNo 违反字段唯一性要求：编码唯一。[TAKEN]在当前系统中已经被使用。`},
		"no customer":          {`"FRetcustId":{"FNumber":"10001"},`, ``, ``, `0 FRetcustId 字段“退货客户”是必填项`},
		"customer not wrapped": {`{"FNumber":"10001"}`, `"10001"`, ``, `0 FRetcustId 字段“退货客户”是必填项`},
		"unknown customer":     {`10001`, `99999`, ``, `0 FRetcustId 字段“退货客户”是必填项`},
		"verified customer":    {`10001`, `99999`, `"IsVerifyBaseDataField":"True",`, `0 FRetcustId 字段“退货客户”的值“99999”在基础资料中不存在或已禁用`},
		"forbidden customer":   {`10001`, `10003`, ``, `0 FRetcustId 字段“退货客户”是必填项`},
		"unknown bill type":    {`XSXSTHD`, `XXX`, ``, `0 FBillTypeID 字段“单据类型”是必填项`},
		"no stock":             {`,"FStockId":{"FNumber":"CK01"}`, ``, ``, `0 FStockId 单据体“明细信息”第1行字段“仓库”是必填项`},
		"no quantity":          {`"FRealQty":3`, `"FRealQty":0`, ``, `0 FRealQty 单据体“明细信息”第1行字段“实退数量”是必填项`},
		"no lot":               {`SKU-1`, `SKU-2`, ``, `0 FLot 单据体“明细信息”第1行字段“批号”是必填项`},
		"bad date":             {`2024-05-01`, `1st of May`, ``, `0 FDate ResolveFiled_InnerEx解析字段(Key:FDate,name:日期)时发生异常，异常信息:String was not recognized as a valid DateTime.`},
		"bad number":           {`33.335`, `dear`, ``, `0 FTaxPrice ResolveFiled_InnerEx解析字段(Key:FTaxPrice,name:含税单价)时发生异常，异常信息:Input string was not in a correct format.`},
		"owner before type":    {`"FRealQty":3`, `"FRealQty":3,"FOwnerId":{"FNumber":"100"},"FOwnerTypeId":"BD_OwnerOrg"`, ``, `0 FOwnerId ResolveFiled_InnerEx解析字段(Key:FOwnerId,name:货主)时发生异常,异常信息:多类别基础资料实际指向基础资料不明！`},
		"closed period":        {`2024-05-01`, `2023-12-31`, ``, `0 FDate 单据日期校验不通过：单据日期“2023-12-31”早于库存组织的关账日期“2024-01-01”，已关账期间不允许录入单据！`},
		"no bill of that id":   {`{"FBillTypeID"`, `{"FID":7,"FBillTypeID"`, ``, `0  未找到编号为“7”的单据`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, kingdeetest.Options{})
			c.sim.Seed("BD_Customer", map[string]any{"FNumber": "10003", "FForbidStatus": "B"})
			c.sim.SetPeriodClosed(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC))
			c.form("Save", "SAL_RETURNSTOCK", `{"Model":`+strings.Replace(goodReturn, "XSTH-1", "TAKEN", 1)+`}`)
			body := c.form("Save", "SAL_RETURNSTOCK", `{`+tc.options+`"Model":`+strings.Replace(goodReturn, tc.replace, tc.by, 1)+`}`)
			if got := complaints(t, body); len(got) == 0 || got[0] != tc.want {
				t.Errorf("got  %q\nwant %q", got, tc.want)
			}
			if n := len(c.sim.Bills("SAL_RETURNSTOCK")); n != 1 {
				t.Errorf("%d bills; a refused one leaves no trace", n)
			}
		})
	}
}

func TestStrictFieldsAreRefusedAndLooseOnesNamed(t *testing.T) {
	t.Parallel()
	data := `{"Model":` + strings.Replace(goodReturn, `"FDate"`, `"FNoSuch":1,"FDate"`, 1) + `}`
	loose := start(t, kingdeetest.Options{})
	loose.form("Save", "SAL_RETURNSTOCK", data)
	if got := loose.sim.Bills("SAL_RETURNSTOCK")[0].Ignored; len(got) != 1 || got[0] != "FNoSuch" {
		t.Errorf("ignored %v", got)
	}
	strict := start(t, kingdeetest.Options{StrictFields: true})
	if got := complaints(t, strict.form("Save", "SAL_RETURNSTOCK", data)); len(got) != 1 || !strings.Contains(got[0], "实体不存在此属性！[EntityType：BillHead") {
		t.Errorf("%q", got)
	}
}

func TestBatchSaveKeepsTheGoodPackets(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	packet := func(number, customer string) string {
		return strings.NewReplacer("XSTH-1", number, "10001", customer).Replace(goodReturn)
	}
	body := c.form("BatchSave", "SAL_RETURNSTOCK", `{"Model":[`+strings.Join([]string{
		packet("B-0", "nobody"), packet("B-1", "10001"), packet("B-2", "10002"), packet("B-1", "10001"),
	}, ",")+`]}`)
	st := status(t, body)
	if st["IsSuccess"] != false || jsonText(t, st["ErrorCode"]) != "500" || jsonText(t, st["MsgCode"]) != "0" {
		t.Error(body)
	}
	var done []string
	entities, _ := st["SuccessEntitys"].([]any)
	for _, e := range entities {
		o, _ := e.(map[string]any)
		done = append(done, jsonText(t, o["DIndex"])+plain(o["Number"]))
	}
	if strings.Join(done, " ") != "1B-1 2B-2" {
		t.Errorf("done %v", done)
	}
	if got := complaints(t, body); len(got) != 2 || !strings.HasPrefix(got[0], "0 FRetcustId") || !strings.HasPrefix(got[1], "3 FBillNo") {
		t.Errorf("%q", got)
	}
}

func TestNumbersDraftsAndReturnedFields(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	unnumbered := strings.Replace(goodReturn, `"FBillNo":"XSTH-1",`, "", 1)
	body := c.form("Save", "SAL_RETURNSTOCK", `{"NeedReturnFields":["FBillNo","FEntity.FMaterialId","FRealQty"],"Model":`+unnumbered+`}`)
	if got := dig(t, body, "Result", "Number"); got != "XSTHD000001" {
		t.Errorf("number %v", got)
	}
	back := jsonText(t, dig(t, body, "Result", "NeedReturnData"))
	if !strings.Contains(back, `"FBillNo":"XSTHD000001"`) || !strings.Contains(back, `"FRealQty":3`) {
		t.Errorf("returned %s", back)
	}
	body = c.form("Draft", "SAL_RETURNSTOCK", `{"Model":{"FHeadNote":"half"}}`)
	if status(t, body)["IsSuccess"] != true {
		t.Fatal(body)
	}
	bills := c.sim.Bills("SAL_RETURNSTOCK")
	if d := bills[1]; d.Status != "Z" || d.Number != "" {
		t.Errorf("draft %+v", d)
	}
	repeat := `{"ValidateRepeatJson":true,"Model":` + unnumbered + `}`
	c.form("Save", "SAL_RETURNSTOCK", repeat)
	if got := complaints(t, c.form("Save", "SAL_RETURNSTOCK", repeat)); len(got) != 1 {
		t.Errorf("a repeated package: %q", got)
	}
}

func TestUpdateChangesTheLinesItNames(t *testing.T) {
	t.Parallel()
	two := strings.Replace(goodReturn, `"FEntity":[`, `"FEntity":[{"FMaterialId":{"FNumber":"SKU-1"},"FRealQty":1,"FStockId":{"FNumber":"CK01"}},`, 1)
	for name, tc := range map[string]struct {
		options string
		lines   []string
		note    any
	}{
		"others are deleted by default": {``, []string{"5"}, "new"},
		"others are kept on request":    {`"IsDeleteEntry":false,`, []string{"5", "3"}, "new"},
		"only named fields change":      {`"IsDeleteEntry":false,"NeedUpDateFields":["FEntity","FRealQty"],`, []string{"5", "3"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, kingdeetest.Options{})
			c.form("Save", "SAL_RETURNSTOCK", `{"Model":`+two+`}`)
			b := c.sim.Bills("SAL_RETURNSTOCK")[0]
			body := c.form("Save", "SAL_RETURNSTOCK", `{`+tc.options+`"Model":{"FID":`+b.ID+`,"FHeadNote":"new","FEntity":[{"FENTRYID":`+b.Lines[0].ID+`,"FRealQty":5}]}}`)
			if status(t, body)["IsSuccess"] != true {
				t.Fatal(body)
			}
			b = c.sim.Bills("SAL_RETURNSTOCK")[0]
			var lines []string
			for _, l := range b.Lines {
				lines = append(lines, l.Quantity.String())
			}
			if strings.Join(lines, " ") != strings.Join(tc.lines, " ") || b.Model["FHeadNote"] != tc.note || b.Saves != 2 {
				t.Errorf("lines %v note %v saves %d", lines, b.Model["FHeadNote"], b.Saves)
			}
		})
	}
}

// A 采购退料单 as an integration sends it: without bill type, types of return,
// purchasing organisation and currency, which the form fills in.
func TestPurchaseReturnFillsItselfIn(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	body := c.form("batchsave", "PUR_MRB", `{"IsAutoSubmitAndAudit":"true","Model":[{"FBillNo":"CK1","FDate":"2024-05-01T08:00:00",
		"FSupplierID":{"FNUMBER":"G01"},"FMRMODE":"B","FStockOrgId":{"FNumber":"101"},"FOwnerIdHead":{"FNumber":"101"},
		"FPURMRBENTRY":[{"FMATERIALID":{"FNumber":"SKU-1"},"FRMREALQTY":"2.5","FPrice":10,"FENTRYTAXRATE":"13","FSTOCKID":{"FNumber":"CK01"}},
			{"FMATERIALID":{"FNumber":"SKU-1"},"FRMREALQTY":1,"FTAXPRICE":99,"FGiveAway":"true","FSTOCKID":{"FNumber":"CK01"}}]}]}`)
	if status(t, body)["IsSuccess"] != true {
		t.Fatal(body)
	}
	b, _ := c.sim.Bill("pur_mrb", "CK1")
	finance, _ := b.Model["FPURMRBFIN"].(map[string]any)
	if b.Status != "C" || b.Model["FBillTypeID"] != "TLD01_SYS" || b.Model["FPurchaseOrgId"] != "101" || finance["FSettleCurrId"] != "PRE001" {
		t.Errorf("%+v", b)
	}
	if got := b.Lines[0].AllAmount.String() + " " + b.Lines[0].Tax.String(); got != "28.25 3.25" {
		t.Errorf("amounts %s", got)
	}
	if got := b.AllAmount.String(); got != "28.25" { // the gift costs nothing
		t.Errorf("the bill's amount %s", got)
	}
}
