package kingdeetest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

// material saves one and brings it into a state; it returns its id.
func (c *caller) material(number string, steps ...string) string {
	c.t.Helper()
	c.form("Save", "BD_MATERIAL", `{"Model":{"FNumber":"`+number+`","FName":"新物料","FUseOrgId":{"FNumber":"100"}}}`)
	for _, step := range steps {
		c.form(step, "BD_MATERIAL", `{"Numbers":["`+number+`"]}`)
	}
	rows := c.sim.Bases("BD_MATERIAL", number)
	if len(rows) != 1 {
		c.t.Fatalf("%d rows of %s", len(rows), number)
	}
	return rows[0].ID
}

func (c *caller) organisation(number string) string {
	c.t.Helper()
	rows := c.sim.Bases("ORG_Organizations", number)
	if len(rows) != 1 {
		c.t.Fatalf("%d organisations %s", len(rows), number)
	}
	return rows[0].ID
}

func TestBaseDataIsSavedAndAudited(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	for step, want := range []string{"A", "B", "C", "D"} {
		number := fmt.Sprint("NEW-", step)
		c.material(number, []string{"Submit", "Audit", "UnAudit"}[:step]...)
		if got := c.sim.Bases("BD_MATERIAL", number)[0]; got.Status != want || got.UseOrg != "100" {
			t.Errorf("after %d steps: %+v", step, got)
		}
	}
	for packet, want := range map[string]string{
		`{"FNumber":"SKU-1","FName":"again"}`:                               "编码唯一",
		`{"FNumber":"NEW-9"}`:                                               "字段“名称”是必填项",
		`{"FNumber":"NEW-9","FName":"x","FUseOrgId":{"FNumber":"nowhere"}}`: "nowhere",
	} {
		body := c.form("BatchSave", "BD_MATERIAL", `{"Model":[`+packet+`]}`)
		if got := complaints(t, body); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s: %q", packet, got)
		}
	}
	if got := complaints(t, c.form("Audit", "BD_MATERIAL", `{"Numbers":["NEW-0"]}`)); len(got) != 1 || !strings.Contains(got[0], "请先提交审核!") {
		t.Errorf("%q", got)
	}
}

func TestAllotting(t *testing.T) {
	t.Parallel()
	c := start(t, kingdeetest.Options{})
	draft, audited := c.material("NEW-1"), c.material("NEW-2", "Submit", "Audit")
	head, branch := c.organisation("100"), c.organisation("101")
	for data, want := range map[string]string{
		`{"PkIds":"` + draft + `","TOrgIds":"` + branch + `"}`: "只有已审核的数据才允许分配",
		`{"PkIds":"1","TOrgIds":"` + branch + `"}`:             "未找到编号为“1”",
		`{"PkIds":"` + audited + `","TOrgIds":"101"}`:          "目标组织“101”不存在",
		`{"PkIds":"` + audited + `"}`:                          "不能为空",
	} {
		if got := complaints(t, c.form("Allocate", "BD_MATERIAL", data)); len(got) != 1 || !strings.Contains(got[0], want) {
			t.Errorf("%s: %q, want %s", data, got, want)
		}
	}
	if got := complaints(t, c.form("Allocate", "SAL_RETURNSTOCK", `{"PkIds":"1","TOrgIds":"`+branch+`"}`)); len(got) != 1 {
		t.Errorf("a bill is allotted: %q", got)
	}
	for range 2 { // what is there already is fine
		body := c.form("Allocate", "BD_MATERIAL", `{"PkIds":"`+audited+`","TOrgIds":"`+head+","+branch+`","IsAutoSubmitAndAudit":"true"}`)
		if got := complaints(t, body); len(got) > 0 {
			t.Errorf("%q", got)
		}
	}
	rows := c.sim.Bases("BD_MATERIAL", "NEW-2")
	for i := range rows {
		rows[i].ID = ""
	}
	want := []kingdeetest.Base{{Number: "NEW-2", Status: "C", UseOrg: "100"}, {Number: "NEW-2", Status: "C", UseOrg: "101"}}
	if d := cmp.Diff(want, rows); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
