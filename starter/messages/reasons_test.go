package messages_test

import (
	"testing"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
	"github.com/erpbridge/erpbridge/starter/messages"
)

// The reasons are made by those who write them, so that a changed sentence
// there is seen here.
func TestReasonsAreSaidInChinese(t *testing.T) {
	t.Parallel()
	missing := &mapping.MissingError{
		Collection: "kingdee-customers", Find: "F_XC_Base_Fnumber", Where: map[string]string{"FNumber": "19999"},
		Field: "FSaleOrgId", File: "x.yaml", Line: 48,
	}
	refused := &connectors.Error{
		Kind: connectors.ErrRejected, System: "kingdee", Account: "MAIN", API: "BatchSave", Code: "11", Field: "FMaterialId",
		Message: "字段“物料编码”是必填项",
	}
	away := &connectors.Error{Kind: connectors.ErrUnavailable, System: "kingdee", Account: "MAIN", Message: "connection refused"}
	const late = "; it did not come within 24h0m0s"
	for reason, want := range map[string]string{
		missing.Error():        "kingdee-customers 中还没有 FNumber=19999 的记录，FSaleOrgId 需要其中的 F_XC_Base_Fnumber（x.yaml:48）",
		missing.Error() + late: "kingdee-customers 中还没有 FNumber=19999 的记录，FSaleOrgId 需要其中的 F_XC_Base_Fnumber（x.yaml:48）；等了 24h0m0s 仍未到",
		refused.Error():        "kingdee MAIN BatchSave 拒绝（code 11, field FMaterialId）：字段“物料编码”是必填项",
		away.Error():           "kingdee MAIN 暂时无法使用：connection refused",
		"has no items":         "没有明细 items",
		"作废 rejected earlier":  "作废 rejected earlier", // a person's or a system's words
	} {
		if got := messages.New(messages.Chinese).Reason(reason); got != want {
			t.Errorf("%q\n is said %q\n   want %q", reason, got, want)
		}
		if got := messages.New(messages.English).Reason(reason); got != reason {
			t.Errorf("in English %q became %q", reason, got)
		}
	}
}
