package kingdee

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// returnStockFields are those of SAL_RETURNSTOCK 销售退货单. What is mandatory is so on
// the standard form; a customer's own may differ. The unit and the sales quantity
// are mandatory there, too, and the form derives them; the kind of return it presets.
func returnStockFields() []connectors.Field {
	return slices.Concat(returnStockHead(), returnStockFinance(), returnStockEntry())
}

func returnStockHead() []connectors.Field {
	return []connectors.Field{
		about(typed("int", "FID", "实体主键"), "0 or absent: a new bill"),
		about(must(refBy("FNUMBER", "FBillTypeID", "单据类型")), "XSTHD01_SYS 标准销售退货单"),
		typed("string", "FBillNo", "单据编号"),
		must(typed("date", "FDate", "日期")),
		must(ref("FSaleOrgId", "销售组织")),
		must(ref("FRetcustId", "退货客户")),
		ref("FSaledeptid", "销售部门"),
		ref("FReturnReason", "退货原因"),
		ref("FHeadLocId", "交货地点"),
		ref("FCorrespondOrgId", "对应组织"),
		ref("FSaleGroupId", "销售组"),
		ref("FSalesGroupID", "销售组"),
		ref("FSalesManId", "销售员"),
		must(ref("FStockOrgId", "库存组织")),
		ref("FStockDeptId", "库存部门"),
		ref("FStockerGroupId", "库存组"),
		ref("FStockerId", "仓管员"),
		ref("FTransferBizType", "跨组织业务类型"),
		typed("string", "FHeadNote", "备注"),
		ref("FReceiveCustId", "收货方"),
		typed("string", "FReceiveAddress", "收货方地址"),
		ref("FSettleCustId", "结算方"),
		refBy("FName", "FReceiveCusContact", "收货方联系人"),
		ref("FPayCustId", "付款方"),
		about(typed("string", "FOwnerTypeIdHead", "货主类型"), "BD_OwnerOrg"),
		ref("FOwnerIdHead", "货主"),
		typed("string", "FScanBox", "扫描输入"),
		typed("string", "FCDateOffsetUnit", "日期偏移单位"),
		typed("int", "FCDateOffsetValue", "日期偏移量"),
		typed("bool", "FIsTotalServiceOrCost", "汇总服务或成本"),
		typed("string", "FLinkMan", "收货人姓名"),
		typed("string", "FLinkPhone", "联系电话"),
		typed("string", "FSHOPNUMBER", "店铺编号"),
		typed("date", "FGYDATE", "管易日期"),
		typed("string", "FSALECHANNEL", "销售渠道"),
	}
}

func returnStockFinance() []connectors.Field {
	return under(typed("object", "SubHeadEntity", "财务信息"),
		typed("int", "FEntryId", "实体主键"),
		about(must(ref("FSettleCurrId", "结算币别")), "PRE001 人民币"),
		must(ref("FSettleOrgId", "结算组织")),
		typed("string", "FThirdBillNo", "第三方单据编号"),
		typed("string", "FThirdBillId", "第三方单据ID"),
		typed("string", "FThirdSrcType", "第三方来源"),
		ref("FSettleTypeId", "结算方式"),
		ref("FChageCondition", "收款条件"),
		ref("FPriceListId", "价目表"),
		ref("FDiscountListId", "折扣表"),
		ref("FLocalCurrId", "本位币"),
		about(ref("FExchangeTypeId", "汇率类型"), "HLTX01_SYS 固定汇率"),
		typed("decimal", "FExchangeRate", "汇率"),
		typed("string", "FBuyerNick", "买家昵称"),
		typed("string", "FReceiver", "收货人"),
	)
}

func returnStockEntry() []connectors.Field {
	return under(typed("array", "FEntity", "明细信息"),
		typed("int", "FENTRYID", "实体主键"),
		about(typed("string", "FRowType", "产品类型"), "Standard, Service"),
		ref("FMapId", "客户物料编码"),
		must(ref("FMaterialId", "物料编码")),
		typed("string", "FBarcode", "零售条形码"),
		typed("object", "FAuxpropId", "辅助属性"),
		about(ref("FUnitID", "库存单位"), "the material's own when it is not given"),
		typed("decimal", "FInventoryQty", "当前库存"),
		must(typed("decimal", "FRealQty", "实退数量")),
		ref("FParentMatId", "父项产品"),
		typed("decimal", "FPrice", "单价"),
		typed("decimal", "FTaxPrice", "含税单价"),
		typed("bool", "FIsFree", "是否赠品"),
		ref("FTaxCombination", "税组合"),
		typed("decimal", "FEntryTaxRate", "税率%"),
		typed("decimal", "FAmount", "金额"),
		typed("decimal", "FAllAmount", "价税合计"),
		ref("FBOMId", "BOM版本"),
		about(ref("FReturnType", "退货类型"), "THLX01_SYS 退货, which the form presets"),
		about(typed("string", "FOwnerTypeId", "货主类型"), "BD_OwnerOrg"),
		ref("FOwnerId", "货主"),
		typed("date", "FProduceDate", "生产日期"),
		typed("date", "FExpiryDate", "有效期至"),
		must(ref("FStockId", "仓库")),
		typed("object", "FStocklocId", "仓位"),
		about(ref("FStockstatusId", "库存状态"), "KCZT01_SYS 可用"),
		typed("date", "FDeliveryDate", "退货日期"),
		typed("string", "FMtoNo", "计划跟踪号"),
		typed("string", "FNote", "备注"),
		typed("decimal", "FDiscountRate", "折扣率%"),
		typed("decimal", "FPriceDiscount", "单价折扣"),
		typed("decimal", "FAuxUnitQty", "库存辅单位数量"),
		ref("FExtAuxUnitId", "辅单位"),
		typed("decimal", "FExtAuxUnitQty", "实退数量(辅单位)"),
		typed("string", "FISCONSUMESUM", "消耗汇总"),
		about(ref("FLot", "批号"), "mandatory for material managed by batch"),
		ref("FSalUnitID", "销售单位"),
		about(typed("decimal", "FSalUnitQty", "销售数量"), "derived from FRealQty when it is not given"),
		typed("decimal", "FSalBaseQty", "销售基本数量"),
		typed("decimal", "FPriceBaseQty", "计价基本数量"),
		typed("string", "FProjectNo", "项目编号"),
		typed("string", "FQualifyType", "合格类型"),
		ref("FEOwnerSupplierId", "货主供应商"),
		typed("bool", "FIsOverLegalOrg", "跨法人"),
		ref("FESettleCustomerId", "结算客户"),
		typed("int", "FSOEntryId", "销售订单分录内码"),
		typed("string", "FThirdEntryId", "第三方分录内码"),
		ref("FPriceListEntry", "价目表分录"),
		typed("decimal", "FARNOTJOINQTY", "未关联应收数量"),
		typed("bool", "FIsReturnCheck", "退货检验"),
		typed("string", "FETHIRDBILLID", "第三方单据ID"),
		typed("string", "FETHIRDBILLNO", "第三方单据编号"),
		typed("string", "FSrcBillTypeID", "源单类型"),
		typed("string", "FSrcBillNo", "源单编号"),
		typed("array", "FTaxDetailSubEntity", "税务明细"),
		typed("array", "FSerialSubEntity", "序列号"),
		typed("array", "FEntity_Link", "关联关系"),
	)
}
