package kingdeetest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/erpbridge/erpbridge/connectors/kingdee/kingdeetest"
)

const goodPurchaseReturn = `{"FBillNo":"CK1","FDate":"2024-05-01 08:00:00","FStockOrgId":{"FNumber":"101"},"FSupplierID":{"FNumber":"G01"},
	"FOwnerTypeIdHead":"BD_OwnerOrg","FOwnerIdHead":{"FNumber":"101"},"FPURMRBFIN":{"FSettleOrgId":{"FNumber":"101"}},
	"FPURMRBENTRY":[{"FMATERIALID":{"FNumber":"SKU-1"},"FRMREALQTY":"2.5000","FSTOCKID":{"FNumber":"CK01"},"FOWNERTYPEID":"BD_OwnerOrg","FOWNERID":{"FNumber":"101"}}]}`

// What a 采购退料单 is refused for, and in which words.
func TestPurchaseReturnsAreRefused(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ old, new, want string }{
		"in order":              {"", "", ""},
		"supplier unknown":      {"G01", "G99", "0 FSupplierID 字段“供应商”是必填项"},
		"supplier not wrapped":  {`{"FNumber":"G01"}`, `"G01"`, "0 FSupplierID 字段“供应商”是必填项"},
		"material unknown":      {"SKU-1", "SKU-99", "0 FMATERIALID 单据体“明细信息”第1行字段“物料编码”是必填项"},
		"stock unknown":         {"CK01", "CK99", "0 FSTOCKID 单据体“明细信息”第1行字段“仓库”是必填项"},
		"nothing goes back":     {"2.5000", "0.0000", "0 FRMREALQTY 单据体“明细信息”第1行字段“实退数量”是必填项"},
		"quantity is no number": {"2.5000", "二", "0 FRMREALQTY ResolveFiled_InnerEx解析字段(Key:FRMREALQTY,name:实退数量)时发生异常"},
		"date is none":          {"2024-05-01 08:00:00", "0000-00-00 00:00:00", "0 FDate ResolveFiled_InnerEx解析字段(Key:FDate,name:退料日期)时发生异常"},
		"organisation unknown":  {`"FStockOrgId":{"FNumber":"101"}`, `"FStockOrgId":{"FNumber":"999"}`, "0 FStockOrgId 字段“退料组织”是必填项"},
		"settled by nobody":     {`"FSettleOrgId":{"FNumber":"101"}`, `"FSettleOrgId":{"FNumber":"999"}`, "0 FSettleOrgId 字段“结算组织”是必填项"},
		"owner of no type":      {`"FOWNERTYPEID":"BD_OwnerOrg"`, `"FOWNERTYPEID":"BD_Owner"`, "0 FOWNERID ResolveFiled_InnerEx解析字段(Key:FOWNERID,name:货主)时发生异常,异常信息:多类别基础资料实际指向基础资料不明！"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := start(t, kingdeetest.Options{})
			body := c.form("batchsave", "PUR_MRB", `{"Model":[`+strings.Replace(goodPurchaseReturn, tc.old, tc.new, 1)+`]}`)
			refused := complaints(t, body)
			if tc.want == "" && len(refused) > 0 || tc.want != "" && !slices.ContainsFunc(refused, func(r string) bool { return strings.HasPrefix(r, tc.want) }) {
				t.Errorf("got %q, want %q", refused, tc.want)
			}
		})
	}
}
