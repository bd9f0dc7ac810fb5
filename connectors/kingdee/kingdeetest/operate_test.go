package kingdeetest_test

import (
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

const ofBill = "单据编号为“XSTH-1”的销售退货单，"

// Every call in every state: what becomes of the bill, or what is said.
func TestStates(t *testing.T) {
	t.Parallel()
	into := map[string][]string{"A": {}, "B": {"Submit"}, "C": {"Submit", "Audit"}, "D": {"Submit", "Audit", "UnAudit"}}
	noSubmit, noDelete := ofBill+"只有暂存、创建和重新审核的数据才允许提交！", ofBill+"只有暂存、创建和重新审核的数据才允许删除！"
	noUnAudit, noCancel := ofBill+"只有已审核的数据才允许反审核！", ofBill+"只有审核中的数据才允许撤销！"
	for _, tc := range []struct{ from, call, to, refusal string }{
		{"A", "Submit", "B", ""},
		{"B", "Submit", "B", noSubmit},
		{"C", "Submit", "C", noSubmit},
		{"D", "Submit", "B", ""},
		{"A", "Audit", "A", ofBill + "请先提交审核!"},
		{"B", "Audit", "C", ""},
		{"C", "Audit", "C", ofBill + "单据已经审核！"},
		{"D", "Audit", "D", ofBill + "请先提交审核!"},
		{"A", "UnAudit", "A", noUnAudit},
		{"B", "UnAudit", "B", noUnAudit},
		{"C", "UnAudit", "D", ""},
		{"D", "UnAudit", "D", noUnAudit},
		{"A", "CancelAssign", "A", noCancel},
		{"B", "CancelAssign", "D", ""},
		{"C", "CancelAssign", "C", noCancel},
		{"D", "CancelAssign", "D", noCancel},
		{"A", "Delete", "", ""},
		{"B", "Delete", "B", noDelete},
		{"C", "Delete", "C", noDelete},
		{"D", "Delete", "", ""},
		{"C", "Save", "C", ofBill + "单据已审核，不允许修改"},
		{"D", "Save", "A", ""},
		{"B", "Save", "B", ofBill + "单据审核中，不允许修改"},
	} {
		t.Run(tc.call+" in "+tc.from, func(t *testing.T) {
			t.Parallel()
			c := start(t, kingdeetest.Options{})
			c.form("Save", "SAL_RETURNSTOCK", `{"Model":`+goodReturn+`}`)
			for _, call := range into[tc.from] {
				c.form(call, "SAL_RETURNSTOCK", `{"Numbers":["XSTH-1"]}`)
			}
			data := `{"Numbers":["XSTH-1"]}`
			if tc.call == "Save" {
				data = `{"Model":{"FID":` + c.sim.Bills("SAL_RETURNSTOCK")[0].ID + `}}`
			}
			body := c.form(tc.call, "SAL_RETURNSTOCK", data)
			said := ""
			if e := complaints(t, body); len(e) > 0 {
				said = strings.TrimSpace(strings.TrimPrefix(e[0], "0"))
			}
			b, _ := c.sim.Bill("SAL_RETURNSTOCK", "XSTH-1")
			if said != tc.refusal || b.Status != tc.to {
				t.Errorf("said %q, is %q", said, b.Status)
			}
		})
	}
}

func TestOneBadNumberDoesNotStopTheOthers(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	c.form("Save", "SAL_RETURNSTOCK", `{"Model":`+goodReturn+`}`)
	id := c.sim.Bills("SAL_RETURNSTOCK")[0].ID
	body := c.form("Submit", "SAL_RETURNSTOCK", `{"Numbers":["NOPE","XSTH-1"]}`)
	if got := complaints(t, body); len(got) != 1 || got[0] != "0  未找到编号为“NOPE”的单据" {
		t.Errorf("%q", got)
	}
	if got := jsonText(t, status(t, body)["SuccessEntitys"]); got != `[{"DIndex":1,"Id":`+id+`,"Number":"XSTH-1"}]` {
		t.Errorf("%s", got)
	}
	body = c.form("Audit", "SAL_RETURNSTOCK", `{"Ids":"`+id+`","InterationFlags":""}`)
	if !strings.Contains(body, ofBill+"审核成功！") {
		t.Error(body)
	}
}

func TestViewHasPropertyNames(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	c.form("Save", "SAL_RETURNSTOCK", `{"Model":`+goodReturn+`}`)
	body := c.form("view", "SAL_RETURNSTOCK", `{"Number":"XSTH-1","Id":""}`)
	if got := dig(t, body, "Result", "Result", "RetcustId", "Number"); got != "10001" {
		t.Errorf("%s", body)
	}
	if got := jsonText(t, dig(t, body, "Result", "Result", "SAL_RETURNSTOCKENTRY")); !strings.Contains(got, `"RealQty":3`) {
		t.Errorf("%s", got)
	}
	if st := status(t, c.form("View", "SAL_RETURNSTOCK", `{"Number":"NOPE"}`)); st["IsSuccess"] != false {
		t.Errorf("%v", st)
	}
}
