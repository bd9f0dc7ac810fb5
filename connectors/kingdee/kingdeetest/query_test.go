package kingdeetest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// three are bills; Q-2 has two lines and another customer.
func three(t *testing.T, o kingdeetest.Options) *caller {
	t.Helper()
	c := start(t, o)
	second := `{"FMaterialId":{"FNumber":"SKU-1"},"FRealQty":7,"FTaxPrice":1,"FStockId":{"FNumber":"CK01"},"FNote":"it's"},`
	for i, change := range []*strings.Replacer{
		strings.NewReplacer("XSTH-1", "Q-1"),
		strings.NewReplacer("XSTH-1", "Q-2", "10001", "10002", "2024-05-01", "2024-05-02", `"FEntity":[`, `"FEntity":[`+second),
		strings.NewReplacer("XSTH-1", "Q-3", "2024-05-01", "2024-05-03"),
	} {
		body := c.form("Save", "SAL_RETURNSTOCK", fmt.Sprintf(`{"IsAutoSubmitAndAudit":%v,"Model":%s}`, i == 0, change.Replace(goodReturn)))
		if status(t, body)["IsSuccess"] != true {
			t.Fatal(body)
		}
	}
	return c
}

func TestQueries(t *testing.T) {
	t.Parallel()
	c := three(t, kingdeetest.Options{})
	for name, tc := range map[string]struct{ form, keys, filter, more, want string }{
		"head only":            {"SAL_RETURNSTOCK", "FBillNo,FDate,FDocumentStatus", "", `"OrderString":"FBillNo DESC"`, `[["Q-3","2024-05-03T00:00:00","A"],["Q-2","2024-05-02T00:00:00","A"],["Q-1","2024-05-01T00:00:00","C"]]`},
		"a row for each line":  {"SAL_RETURNSTOCK", "FBillNo,FMaterialId.FNumber,FRealQty,FEntity_FSeq", "FBillNo='q-2'", ``, `[["Q-2","SKU-1",7,1],["Q-2","SKU-1",3,2]]`},
		"through references":   {"SAL_RETURNSTOCK", "FBillNo,FRetcustId.F_XC_Base.Fnumber,FMaterialName", "FBillNo in ('Q-2') and FRealQty > 5", ``, `[["Q-2","101","面霜"]]`},
		"custom reference":     {"BD_Customer", "FNumber,F_XC_Base.Fnumber", "FForbidStatus='A'", `"OrderString":"FCUSTID ASC"`, `[["10001","100"],["10002","101"]]`},
		"reference of a row":   {"BD_MATERIAL", "FNumber,FBaseUnitId.FName,FIsBatchManage", "FIsBatchManage = 1", ``, `[["SKU-2","个",true]]`},
		"in":                   {"SAL_RETURNSTOCK", "FBillNo", "FBillNo in ('Q-1','Q-3','Q-9')", ``, `[["Q-1"],["Q-3"]]`},
		"not in":               {"SAL_RETURNSTOCK", "FBillNo", "FBillNo not in ('Q-1','Q-3')", ``, `[["Q-2"]]`},
		"dates":                {"SAL_RETURNSTOCK", "FBillNo", "FDate >= '2024-05-02' and FDate < '2024-05-03 00:00:00'", ``, `[["Q-2"]]`},
		"odbc date":            {"SAL_RETURNSTOCK", "FBillNo", "FDate = {ts'2024-05-03 00:00:00'}", ``, `[["Q-3"]]`},
		"or and parentheses":   {"SAL_RETURNSTOCK", "FBillNo", "(FBillNo='Q-1' or FBillNo='Q-2') and FDocumentStatus<>'C'", ``, `[["Q-2"]]`},
		"like":                 {"SAL_RETURNSTOCK", "FBillNo", "FBillNo like '%-_' and not FBillNo like 'q-[12]%' and FBillNo like '%3'", ``, `[["Q-3"]]`},
		"doubled quote":        {"SAL_RETURNSTOCK", "FBillNo,FNote", "FNote='it''s'", ``, `[["Q-2","it's"]]`},
		"null":                 {"SAL_RETURNSTOCK", "FBillNo", "FNote is null and FBillNo='Q-2'", ``, `[["Q-2"]]`},
		"not null":             {"SAL_RETURNSTOCK", "FBillNo,FApproveDate", "FApproveDate is not null and FBillNo <> 'Q-1'", ``, `[]`},
		"amount of lines":      {"SAL_RETURNSTOCK", "FAllAmount,FBillAllAmount", "FBillNo='Q-2'", ``, `[[7,107.01],[100.01,107.01]]`},
		"nothing":              {"SAL_RETURNSTOCK", "FBillNo", "1=0", ``, `[]`},
		"second page":          {"SAL_RETURNSTOCK", "FBillNo", "", `"OrderString":"FID ASC","StartRow":1,"Limit":1`, `[["Q-2"]]`},
		"capped":               {"SAL_RETURNSTOCK", "FBillNo", "", `"OrderString":"FID ASC","StartRow":1,"Limit":5,"TopRowCount":2`, `[["Q-2"]]`},
		"beyond the cap":       {"SAL_RETURNSTOCK", "FBillNo", "", `"OrderString":"FID ASC","StartRow":2,"Limit":5,"TopRowCount":2`, `[]`},
		"unsuffixed is the id": {"BD_Customer", "FNumber", "F_XC_Base.FNumber = '101'", ``, `[["10002"]]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			more := tc.more
			if more != "" {
				more = "," + more
			}
			body := c.query(fmt.Sprintf(`{"FormId":%q,"FieldKeys":%q,"FilterString":%q%s}`, tc.form, tc.keys, tc.filter, more))
			if body != tc.want {
				t.Errorf("got  %s\nwant %s", body, tc.want)
			}
		})
	}
}

func TestArrayFilter(t *testing.T) {
	t.Parallel()
	c := three(t, kingdeetest.Options{})
	body := c.query(`{"FormId":"SAL_RETURNSTOCK","FieldKeys":"FBillNo","FilterString":[
		{"Left":"(","FieldName":"FBillNo","Compare":"67","Value":"Q-1","Right":"","Logic":"1"},
		{"Left":"","FieldName":"FBillNo","Compare":"17","Value":"-3","Right":")","Logic":"0"},
		{"Left":"","FieldName":"FDate","Compare":"39","Value":"2024-05-02","Right":"","Logic":"0"}]}`)
	if body != `[["Q-3"]]` {
		t.Error(body)
	}
}

func TestQueriesAreRefusedInTheirOwnShape(t *testing.T) {
	t.Parallel()
	c := three(t, kingdeetest.Options{})
	for name, tc := range map[string]struct{ data, want string }{
		"form":      {`{"FormId":"XXX","FieldKeys":"FID"}`, `标识为\"XXX\"的业务对象不存在，或者被删除`},
		"field":     {`{"FormId":"SAL_RETURNSTOCK","FieldKeys":"FIssueType"}`, `元数据中标识为FIssueType的字段不存在`},
		"condition": {`{"FormId":"SAL_RETURNSTOCK","FieldKeys":"FID","FilterString":"FNoSuch=1"}`, `元数据中标识为FNoSuch的字段不存在`},
		"filter":    {`{"FormId":"SAL_RETURNSTOCK","FieldKeys":"FID","FilterString":"FBillNo='x"}`, `当前查询串无法解析--`},
		"no data":   {`""`, `接口参数data不能为空`},
	} {
		body := c.query(tc.data)
		if !strings.HasPrefix(body, `[[{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false`) || !strings.Contains(body, tc.want) {
			t.Errorf("%s: %s", name, body)
		}
	}
}

func TestBillQueryAnswersWithObjects(t *testing.T) {
	t.Parallel()
	c := three(t, kingdeetest.Options{})
	body := c.post("DynamicFormService.BillQuery", `{"data":{"FormId":"SAL_RETURNSTOCK","FieldKeys":"FBillNo,FRetcustId.FNumber","FilterString":"FBillNo='Q-1'"}}`)
	if body != `[{"FBillNo":"Q-1","FRetcustId.FNumber":"10001"}]` {
		t.Error(body)
	}
}

func TestPagesWithoutAnOrderOverlap(t *testing.T) {
	t.Parallel()
	c := three(t, kingdeetest.Options{ShufflePages: true})
	page := func(start int, order string) string {
		return c.query(fmt.Sprintf(`{"FormId":"SAL_RETURNSTOCK","FieldKeys":"FBillNo","OrderString":%q,"StartRow":%d,"Limit":1}`, order, start))
	}
	loose := map[string]bool{page(0, ""): true, page(1, ""): true, page(2, ""): true}
	fixed := map[string]bool{page(0, "FID"): true, page(1, "FID"): true, page(2, "FID"): true}
	if len(loose) == 3 || len(fixed) != 3 {
		t.Errorf("without an order %v, with one %v", loose, fixed)
	}
}

func FuzzFilterString(f *testing.F) {
	for _, seed := range []string{"FBillNo='a''b' and (FID>1 or FDate is not null)", "FBillNo in ('a',N'b')", "1=1", "not not x", "a={ts'x'}", "''", "("} {
		f.Add(seed)
	}
	sim := kingdeetest.New(kingdeetest.Options{})
	f.Fuzz(func(t *testing.T, filter string) {
		if err := kingdeetest.CheckFilter(sim, filter); err != nil && strings.TrimSpace(filter) == "" {
			t.Errorf("an empty filter is refused: %v", err)
		}
	})
}
