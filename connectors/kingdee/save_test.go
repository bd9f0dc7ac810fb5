package kingdee_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

func TestEachBillOfABatchHasItsOwnOutcome(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	if err := each(c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "TAKEN")})); err != nil {
		t.Fatal(err)
	}
	unknown := entry(t, "R-2", `{"FBillTypeID":"XSXSTHD","FDate":"2024-05-01","FSaleOrgId":"100","FStockOrgId":"100","FRetcustId":"nobody"}`)
	outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), returns(), []connectors.Entry{
		refund(t, "R-1"), unknown, refund(t, "TAKEN"), refund(t, "R-3"),
	}))
	if outcomes[0].Err != nil || outcomes[3].Err != nil || outcomes[3].Receipt.Number != "R-3" || outcomes[3].Receipt.ID == "" {
		t.Errorf("the good ones: %+v %+v", outcomes[0], outcomes[3])
	}
	if err := outcomes[1].Err; !errors.Is(err, connectors.ErrRejected) || errors.Is(err, connectors.ErrDuplicate) || !strings.Contains(err.Error(), "字段“退货客户”是必填项") {
		t.Errorf("a missing customer: %v", err)
	}
	var said *connectors.Error
	if err := outcomes[2].Err; !errors.Is(err, connectors.ErrDuplicate) || !errors.Is(err, connectors.ErrRejected) || !errors.As(err, &said) || said.Field != "FBillNo" {
		t.Errorf("a number that is taken: %v", err)
	}
	if got := string(outcomes[2].Answer); got != `{"Errors":[{"FieldName":"FBillNo","Message":"违反字段唯一性要求：编码唯一。[TAKEN]在当前系统中已经被使用。"}],"MsgCode":0}` {
		t.Errorf("answer %s", got)
	}
	if n := len(sim.Bills("SAL_RETURNSTOCK")); n != 3 {
		t.Errorf("%d bills", n)
	}
}

func TestOneRefusedRowIsNotTheOthers(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	sim.Fault(kingdeetest.Fault{Kind: kingdeetest.RefuseRow, Method: "BatchSave", Number: "R-2", Message: "含税单价为 0"})
	outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1"), refund(t, "R-2"), refund(t, "R-3")}))
	if outcomes[0].Err != nil || outcomes[2].Err != nil || !errors.Is(outcomes[1].Err, connectors.ErrRejected) || !strings.Contains(outcomes[1].Err.Error(), "含税单价为 0") {
		t.Errorf("%v", outcomes)
	}
}

func TestAutomaticApprovalLeavesTheStateToFind(t *testing.T) {
	t.Parallel()
	_, c := pair(t)
	call := returns("IsAutoSubmitAndAudit", true)
	outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), call, []connectors.Entry{refund(t, "R-1")}))
	if outcomes[0].Receipt.Status != "" {
		t.Errorf("the answer does not say how far the bill got: %+v", outcomes[0].Receipt)
	}
	found := must[map[string]connectors.Receipt](t)(c.Find(t.Context(), call, []string{"R-1", "R-9"}))
	if len(found) != 1 || found["R-1"].Status != connectors.Audited || found["R-1"].ID != outcomes[0].Receipt.ID {
		t.Errorf("%+v", found)
	}
}

// What was asked for of each saved bill is kept with the answer, for
// primaryWriteback.
func TestFieldsThatWereAskedFor(t *testing.T) {
	t.Parallel()
	_, c := pair(t)
	call := returns("NeedReturnFields", "FBillNo,FEntity.FRealQty")
	refused := entry(t, "R-2", `{"FBillTypeID":"XSXSTHD"}`)
	outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), call, []connectors.Entry{refund(t, "R-1"), refused, refund(t, "R-3")}))
	for i, want := range map[int]string{
		0: `"NeedReturnData":{"FBillNo":"R-1","FEntity":[{"FRealQty":3}]}}`, 2: `"NeedReturnData":{"FBillNo":"R-3","FEntity":[{"FRealQty":3}]}}`,
	} {
		if got := string(outcomes[i].Answer); !strings.HasSuffix(got, want) {
			t.Errorf("bill %d: %s, want %s", i, got, want)
		}
	}
	if got := string(outcomes[1].Answer); strings.Contains(got, "NeedReturnData") {
		t.Errorf("the refused one: %s", got)
	}
}

func TestSaveOfOne(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	call := returns()
	call.API = "Save"
	if err := each(c.Save(t.Context(), call, []connectors.Entry{refund(t, "R-1")})); err != nil {
		t.Fatal(err)
	}
	if got := sim.Calls().Count; got["Save"] != 1 || got["BatchSave"] != 0 {
		t.Errorf("%v", got)
	}
	if outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), call, []connectors.Entry{refund(t, "R-1")})); !errors.Is(outcomes[0].Err, connectors.ErrDuplicate) {
		t.Errorf("%v", outcomes[0].Err)
	}
}

// What is wrong with the call itself is said without making it.
func TestCallsThatAreNotMade(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	many := make([]connectors.Entry, 21)
	for i := range many {
		many[i] = refund(t, fmt.Sprint("R-", i))
	}
	single := returns()
	single.API = "save"
	for name, tc := range map[string]struct {
		call    connectors.Call
		entries []connectors.Entry
		kind    error
		says    string
	}{
		"too many":           {returns(), many, connectors.ErrRejected, "at most 20"},
		"two in a save":      {single, many[:2], connectors.ErrRejected, "at most 1"},
		"no form":            {connectors.Call{API: "batchSave"}, many[:1], connectors.ErrRejected, "FormId"},
		"no such API":        {connectors.Call{API: "push"}, many[:1], connectors.ErrNotFound, "batchSave"},
		"misspelt option":    {returns("IsAutoSubmitAudit", true), many[:1], connectors.ErrRejected, "IsAutoSubmitAndAudit"},
		"option of no sense": {returns("IsAutoSubmitAndAudit", "maybe"), many[:1], connectors.ErrRejected, "true or false"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.Save(t.Context(), tc.call, tc.entries)
			if !errors.Is(err, tc.kind) || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("%v", err)
			}
		})
	}
	if outcomes, err := c.Save(t.Context(), returns(), nil); err != nil || outcomes != nil {
		t.Errorf("nothing to save: %v %v", outcomes, err)
	}
	if got := sim.Calls().Count; len(got) != 0 {
		t.Errorf("calls were made: %v", got)
	}
	if c.MaxBatch(returns()) != 20 || c.MaxBatch(single) != 1 {
		t.Error("batch sizes")
	}
}

func TestClosedPeriodIsRefusedWithAdvice(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	sim.SetPeriodClosed(time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC))
	outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), returns(), []connectors.Entry{refund(t, "R-1")}))
	if err := outcomes[0].Err; !errors.Is(err, connectors.ErrRejected) || !strings.Contains(err.Error(), "change the date") {
		t.Errorf("%v", err)
	}
}

// A purchase return as its integration maps it: no bill type, owner before its type.
func TestPurchaseReturn(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	call := connectors.Call{API: "batchSave", Options: map[string]any{"FormId": "PUR_MRB", "Operation": "batchSave", "IsAutoSubmitAndAudit": true}}
	e := entry(t, "CK-1", `{"FBillNo":"CK-1","FDate":"2024-05-01 08:00:00","FSupplierID":"G01","FMRMODE":"B","FStockOrgId":"101","FSettleOrgId":"101","FOwnerIdHead":"101",
		"FPURMRBENTRY":[{"FMATERIALID":"SKU-1","FRMREALQTY":"2","FSTOCKID":"CK01","FOWNERID":"101","FOWNERTYPEID":"BD_OwnerOrg"}]}`)
	if err := each(c.Save(t.Context(), call, []connectors.Entry{e})); err != nil {
		t.Fatal(err)
	}
	b, _ := sim.Bill("PUR_MRB", "CK-1")
	if b.Status != "C" || b.Model["FSupplierID"] != "G01" || b.Lines[0].Fields["FOWNERID"] != "101" || b.Lines[0].Quantity.String() != "2" {
		t.Errorf("%+v", b)
	}
}

// A document that cannot be sent is refused without holding up the others.
func TestDocumentThatCannotBeSent(t *testing.T) {
	t.Parallel()
	sim, c := pair(t)
	other := refund(t, "R-2")
	other.Number = "R-9"
	bad := refund(t, "R-3")
	bad.Body = append(bad.Body, connectors.Member{Name: "F_XC_Num", Value: json.Number("twelve")})
	outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), returns(), []connectors.Entry{other, refund(t, "R-1"), bad, refund(t, "R-4")}))
	for i, key := range map[int]string{0: "doc-R-2", 2: "doc-R-3"} {
		if err := outcomes[i].Err; !errors.Is(err, connectors.ErrRejected) || !strings.Contains(err.Error(), key) {
			t.Errorf("%s: %v", key, err)
		}
	}
	if outcomes[1].Receipt.Number != "R-1" || outcomes[3].Receipt.Number != "R-4" || outcomes[3].Err != nil || len(sim.Bills("SAL_RETURNSTOCK")) != 2 {
		t.Errorf("%+v", outcomes)
	}
	if outcomes := must[[]connectors.Outcome](t)(c.Save(t.Context(), returns(), []connectors.Entry{other})); outcomes[0].Err == nil || sim.Calls().Count["BatchSave"] != 1 {
		t.Errorf("%+v", outcomes)
	}
}
