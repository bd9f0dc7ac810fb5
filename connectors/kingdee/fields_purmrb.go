package kingdee

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// purchaseReturnFields are those of PUR_MRB 采购退料单. What is mandatory is so on the
// standard form; a customer's own may differ. Units are mandatory there, too, and
// the form takes the material's.
func purchaseReturnFields() []connectors.Field {
	return slices.Concat(purchaseReturnHead(), purchaseReturnFinance(), purchaseReturnEntry())
}

func purchaseReturnHead() []connectors.Field {
	return []connectors.Field{
		about(typed("int", "FID", "实体主键"), "0 or absent: a new bill"),
		about(must(refBy("FNUMBER", "FBillTypeID", "单据类型")), "TLD01_SYS 标准退料单"),
		typed("string", "FBillNo", "单据编号"),
		must(typed("date", "FDate", "退料日期")),
		about(must(typed("string", "FMRTYPE", "退料类型")), "B 库存退料, A 检验退料"),
		about(must(typed("string", "FMRMODE", "退料方式")), "A 退料补料, B 退料并扣款"),
		about(typed("string", "FBusinessType", "业务类型"), "CG"),
		must(ref("FStockOrgId", "退料组织")),
		ref("FMRDeptId", "退料部门"),
		ref("FSTOCKERGROUPID", "库存组"),
		ref("FSTOCKERID", "仓管员"),
		must(ref("FRequireOrgId", "需求组织")),
		must(ref("FPurchaseOrgId", "采购组织")),
		ref("FCorrespondOrgId", "对应组织"),
		must(ref("FSupplierID", "供应商")),
		ref("FMRREASON", "退料原因"),
		ref("FPURCHASEDEPTID", "采购部门"),
		ref("FPURCHASERGROUPID", "采购组"),
		ref("FPURCHASERID", "采购员"),
		about(must(typed("string", "FREPLENISHMODE", "补料方式")), "A, B"),
		ref("FACCEPTORID", "接收方"),
		typed("string", "FAcceptAddress", "接收方地址"),
		refBy("FCONTACTNUMBER", "FAcceptorContactID", "接收方联系人"),
		ref("FSettleId", "结算方"),
		ref("FCHARGEID", "收款方"),
		about(must(typed("string", "FOwnerTypeIdHead", "货主类型")), "BD_OwnerOrg"),
		must(ref("FOwnerIdHead", "货主")),
		typed("string", "FDESCRIPTION", "备注"),
		typed("string", "FDELIVERYNO", "送货单号"),
		typed("string", "FCARRYNO", "运输单号"),
		typed("bool", "FIsConvert", "单据转换"),
		refBy("FUserID", "FConfirmerId", "确认人"),
		typed("date", "FConfirmDate", "确认日期"),
		typed("string", "FScanPoint", "扫描点"),
	}
}

func purchaseReturnFinance() []connectors.Field {
	return under(typed("object", "FPURMRBFIN", "财务信息"),
		must(ref("FSettleOrgId", "结算组织")),
		ref("FPayOrgId", "付款组织"),
		about(must(ref("FSettleCurrId", "结算币别")), "PRE001 人民币"),
		about(must(typed("string", "FPRICETIMEPOINT", "定价时点")), "1 系统日期"),
		ref("FSETTLETYPEID", "结算方式"),
		ref("FPAYCONDITIONID", "付款条件"),
		typed("bool", "FIsIncludedTax", "含税"),
		ref("FLocalCurrId", "本位币"),
		ref("FExchangeTypeId", "汇率类型"),
		typed("decimal", "FExchangeRate", "汇率"),
		ref("FPriceListId", "价目表"),
		ref("FDiscountListId", "折扣表"),
	)
}

func purchaseReturnEntry() []connectors.Field {
	return under(typed("array", "FPURMRBENTRY", "明细信息"),
		typed("int", "FEntryID", "实体主键"),
		about(typed("string", "FRowType", "产品类型"), "Standard"),
		must(ref("FMATERIALID", "物料编码")),
		typed("string", "FMaterialDesc", "物料说明"),
		about(ref("FUnitID", "库存单位"), "the material's own when it is not given"),
		must(typed("decimal", "FRMREALQTY", "实退数量")),
		typed("decimal", "FREPLENISHQTY", "补料数量"),
		typed("decimal", "FKEAPAMTQTY", "扣款数量"),
		typed("decimal", "FRMMUSTQTY", "应退数量"),
		about(ref("FPRICEUNITID", "计价单位"), "the material's own when it is not given"),
		about(ref("FCarryUnitId", "携带单位"), "the material's own when it is not given"),
		typed("decimal", "FCarryQty", "携带数量"),
		typed("decimal", "FCarryBaseQty", "携带基本数量"),
		must(ref("FSTOCKID", "仓库")),
		typed("object", "FSTOCKLOCID", "仓位"),
		about(ref("FStockStatusId", "库存状态"), "KCZT01_SYS 可用"),
		typed("decimal", "FPrice", "单价"),
		typed("decimal", "FTAXPRICE", "含税单价"),
		about(typed("decimal", "FENTRYTAXRATE", "税率"), "百分数,13即13%"),
		typed("decimal", "FDISCOUNTRATE", "折扣率(%)"),
		ref("FTaxCombination", "税组合"),
		typed("decimal", "FAMOUNT", "金额"),
		typed("decimal", "FALLAMOUNT", "价税合计"),
		typed("bool", "FGiveAway", "是否赠品"),
		typed("bool", "FIsReceiveUpdateStock", "来料更新库存"),
		typed("string", "FNOTE", "备注"),
		typed("string", "FREQTRACENO", "需求跟踪号"),
		typed("string", "FSupplierLot", "供应商批号"),
		typed("string", "FMtoNo", "计划跟踪号"),
		typed("string", "FProjectNo", "项目编号"),
		ref("FBOMID", "BOM版本"),
		about(ref("FLot", "批号"), "mandatory for material managed by batch"),
		ref("FParentMatId", "父项产品"),
		ref("FChargeProjectID", "费用项目"),
		typed("date", "FProduceDate", "生产日期"),
		typed("date", "FEXPIRYDATE", "有效期至"),
		ref("FExtAuxUnitId", "辅单位"),
		typed("decimal", "FExtAuxUnitQty", "实退数量(辅单位)"),
		typed("decimal", "FAUXUNITQTY", "库存辅单位数量"),
		typed("decimal", "FPriceBaseQty", "计价基本数量"),
		ref("FSetPriceUnitID", "定价单位"),
		about(typed("string", "FOWNERTYPEID", "货主类型"), "BD_OwnerOrg"),
		ref("FOWNERID", "货主"),
		typed("bool", "FIsStock", "入库"),
		typed("int", "FPOORDERENTRYID", "订单分录内码"),
		typed("string", "FPOORDERNO", "订单编号"),
		typed("bool", "FBILLINGCLOSE", "开票关闭"),
		ref("FPriceListEntry", "价目表分录"),
		typed("string", "FSRCBillTypeId", "源单类型"),
		typed("string", "FSRCBillNo", "源单编号"),
		typed("array", "FEntryPruCost", "费用明细"),
		typed("array", "FTaxDetailSubEntity", "税务明细"),
		typed("array", "FSerialSubEntity", "序列号"),
		typed("array", "FPURMRBENTRY_Link", "关联关系"),
	)
}
