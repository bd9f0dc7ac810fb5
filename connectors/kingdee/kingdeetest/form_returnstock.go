package kingdeetest

import "slices"

// returnStock is SAL_RETURNSTOCK 销售退货单.
func returnStock() *form {
	f := &form{
		id: "SAL_RETURNSTOCK", title: "销售退货单", prefix: "XSTHD",
		sub: "SubHeadEntity", subProperty: "SAL_RETURNSTOCKFIN",
		entry: "FEntity", entryTitle: "明细信息", entryProperty: "SAL_RETURNSTOCKENTRY", entryKey: "FENTRYID",
		quantity: "FRealQty", free: "FIsFree",
		total: "FBillAllAmount", totalNet: "FBillAmount", totalTax: "FBillTaxAmount",
		allAmount: "FAllAmount", taxField: "FEntryTaxAmount",
		defaults: returnStockDefaults,
	}
	return f.with(slices.Concat(returnStockHead(), returnStockFinance(), returnStockEntry())...)
}

func returnStockHead() []field {
	return in(head,
		must(field{key: "FBillTypeID", title: "单据类型", kind: reference, base: "BOS_BillType"}),
		field{key: "FBillNo", title: "单据编号"},
		must(field{key: "FDate", title: "日期", kind: date}),
		must(field{key: "FSaleOrgId", title: "销售组织", kind: reference, base: orgs}),
		must(field{key: "FRetcustId", title: "退货客户", kind: reference, base: customers}),
		must(field{key: "FStockOrgId", title: "库存组织", kind: reference, base: orgs}),
		field{key: "FSaledeptid", title: "销售部门", kind: reference, base: "BD_Department"},
		field{key: "FStockDeptId", title: "库存部门", kind: reference, base: "BD_Department"},
		field{key: "FReturnReason", title: "退货原因", kind: reference, base: assistant},
		field{key: "FHeadLocId", title: "交货地点", kind: reference, base: "BD_CommonContact"},
		field{key: "FCorrespondOrgId", title: "对应组织", kind: reference, base: orgs},
		field{key: "FSaleGroupId", title: "销售组", kind: reference, base: "BD_OPERATORGROUP"},
		field{key: "FSalesGroupID", title: "销售组", kind: reference, base: "BD_OPERATORGROUP"},
		field{key: "FSalesManId", title: "销售员", kind: reference, base: staff},
		field{key: "FStockerGroupId", title: "库存组", kind: reference, base: "BD_OPERATORGROUP"},
		field{key: "FStockerId", title: "仓管员", kind: reference, base: staff},
		field{key: "FTransferBizType", title: "跨组织业务类型", kind: reference, base: assistant},
		field{key: "FHeadNote", title: "备注"},
		field{key: "FReceiveCustId", title: "收货方", kind: reference, base: customers},
		field{key: "FSettleCustId", title: "结算方", kind: reference, base: customers},
		field{key: "FPayCustId", title: "付款方", kind: reference, base: customers},
		field{key: "FReceiveAddress", title: "收货方地址"},
		field{key: "FLinkMan", title: "收货人姓名"},
		field{key: "FLinkPhone", title: "联系电话"},
		field{key: "FReceiveCusContact", title: "收货方联系人", kind: reference, base: "BD_CommonContact"},
		field{key: "FOwnerTypeIdHead", title: "货主类型"},
		field{key: "FOwnerIdHead", title: "货主", kind: owner, base: "FOwnerTypeIdHead"},
		field{key: "FScanBox", title: "扫描输入"},
		field{key: "FCDateOffsetUnit", title: "日期偏移单位"},
		field{key: "FCDateOffsetValue", title: "日期偏移量", kind: integer},
		field{key: "FIsTotalServiceOrCost", title: "汇总服务或成本", kind: boolean},
		field{key: "FSHOPNUMBER", title: "店铺编号"},
		field{key: "FGYDATE", title: "管易日期", kind: date},
		field{key: "FSALECHANNEL", title: "销售渠道"},
	)
}

func returnStockFinance() []field {
	return in(sub,
		must(field{key: "FSettleCurrId", title: "结算币别", kind: reference, base: "BD_Currency"}),
		must(field{key: "FSettleOrgId", title: "结算组织", kind: reference, base: orgs}),
		field{key: "FLocalCurrId", title: "本位币", kind: reference, base: "BD_Currency"},
		field{key: "FExchangeTypeId", title: "汇率类型", kind: reference, base: "BD_RateType"},
		field{key: "FExchangeRate", title: "汇率", kind: amount},
		field{key: "FThirdBillNo", title: "第三方单据编号"},
		field{key: "FThirdBillId", title: "第三方单据ID"},
		field{key: "FThirdSrcType", title: "第三方来源"},
		field{key: "FSettleTypeId", title: "结算方式", kind: reference, base: "BD_SETTLETYPE"},
		field{key: "FChageCondition", title: "收款条件", kind: reference, base: "BD_RecCondition"},
		field{key: "FPriceListId", title: "价目表", kind: reference, base: "BD_SAL_PriceList"},
		field{key: "FDiscountListId", title: "折扣表", kind: reference, base: "BD_SAL_DiscountList"},
		field{key: "FBuyerNick", title: "买家昵称"},
		field{key: "FReceiver", title: "收货人"},
		field{key: "FBillAllAmount", title: "价税合计", kind: amount},
		field{key: "FBillAmount", title: "金额", kind: amount},
		field{key: "FBillTaxAmount", title: "税额", kind: amount},
	)
}

func returnStockEntry() []field {
	return in(entry,
		field{key: "FENTRYID", title: "分录内码", kind: integer},
		field{key: "FRowType", title: "产品类型"},
		field{key: "FMapId", title: "客户物料编码", kind: reference, base: "SAL_CustMatMapping"},
		must(field{key: "FMaterialId", title: "物料编码", kind: reference, base: "BD_MATERIAL"}),
		field{key: "FBarcode", title: "零售条形码"},
		field{key: "FAuxpropId", title: "辅助属性", kind: flexible},
		field{key: "FBOMId", title: "BOM版本", kind: reference, base: "ENG_BOM"},
		field{key: "FParentMatId", title: "父项产品", kind: reference, base: "BD_MATERIAL"},
		field{key: "FMtoNo", title: "计划跟踪号"},
		must(field{key: "FUnitID", title: "库存单位", kind: reference, base: "BD_UNIT"}),
		must(field{key: "FRealQty", title: "实退数量", kind: amount}),
		field{key: "FInventoryQty", title: "当前库存", kind: amount},
		field{key: "FSalUnitID", title: "销售单位", kind: reference, base: "BD_UNIT"},
		must(field{key: "FSalUnitQty", title: "销售数量", kind: amount}),
		field{key: "FSalBaseQty", title: "销售基本数量", kind: amount},
		field{key: "FPriceBaseQty", title: "计价基本数量", kind: amount},
		field{key: "FPrice", title: "单价", kind: amount},
		field{key: "FTaxPrice", title: "含税单价", kind: amount},
		field{key: "FIsFree", title: "是否赠品", kind: boolean},
		field{key: "FEntryTaxRate", title: "税率%", kind: amount},
		field{key: "FEntryTaxAmount", title: "税额", kind: amount},
		field{key: "FAmount", title: "金额", kind: amount},
		field{key: "FAllAmount", title: "价税合计", kind: amount},
		field{key: "FTaxCombination", title: "税组合", kind: reference, base: "BD_TaxMix"},
		must(field{key: "FReturnType", title: "退货类型", kind: reference, base: assistant}),
		field{key: "FOwnerTypeId", title: "货主类型"},
		field{key: "FOwnerId", title: "货主", kind: owner, base: "FOwnerTypeId"},
		must(field{key: "FStockId", title: "仓库", kind: reference, base: "BD_STOCK"}),
		field{key: "FStocklocId", title: "仓位", kind: flexible},
		field{key: "FStockstatusId", title: "库存状态", kind: reference, base: "BD_StockStatus"},
		field{key: "FLot", title: "批号", kind: lot, base: "BD_BatchMainFile"},
		field{key: "FDeliveryDate", title: "退货日期", kind: date},
		field{key: "FProduceDate", title: "生产日期", kind: date},
		field{key: "FExpiryDate", title: "有效期至", kind: date},
		field{key: "FNote", title: "备注"},
		field{key: "FDiscountRate", title: "折扣率%", kind: amount},
		field{key: "FPriceDiscount", title: "单价折扣", kind: amount},
		field{key: "FAuxUnitQty", title: "库存辅单位数量", kind: amount},
		field{key: "FExtAuxUnitId", title: "辅单位", kind: reference, base: "BD_UNIT"},
		field{key: "FExtAuxUnitQty", title: "实退数量(辅单位)", kind: amount},
		field{key: "FISCONSUMESUM", title: "消耗汇总"},
		field{key: "FIsReturnCheck", title: "退货检验", kind: boolean},
		field{key: "FIsOverLegalOrg", title: "跨法人", kind: boolean},
		field{key: "FProjectNo", title: "项目编号"},
		field{key: "FQualifyType", title: "合格类型"},
		field{key: "FEOwnerSupplierId", title: "货主供应商", kind: reference, base: "BD_Supplier"},
		field{key: "FESettleCustomerId", title: "结算客户", kind: reference, base: customers},
		field{key: "FSOEntryId", title: "销售订单分录内码", kind: integer},
		field{key: "FThirdEntryId", title: "第三方分录内码"},
		field{key: "FPriceListEntry", title: "价目表分录", kind: flexible},
		field{key: "FARNOTJOINQTY", title: "未关联应收数量", kind: amount},
		field{key: "FETHIRDBILLID", title: "第三方单据ID"},
		field{key: "FETHIRDBILLNO", title: "第三方单据编号"},
		field{key: "FSrcBillTypeID", title: "源单类型"},
		field{key: "FSrcBillNo", title: "源单编号"},
		field{key: "FTaxDetailSubEntity", kind: links},
		field{key: "FSerialSubEntity", kind: links},
		field{key: "FEntity_Link", kind: links},
	)
}

// returnStockDefaults is what the form fills in by itself, as it does when a
// user types.
func returnStockDefaults(f *filling) {
	f.head("FBillTypeID", f.known("BOS_BillType", "XSTHD01_SYS"))
	for _, partner := range []string{"FReceiveCustId", "FSettleCustId", "FPayCustId"} {
		f.head(partner, f.bill.head["fretcustid"])
	}
	f.head("FOwnerTypeIdHead", "BD_OwnerOrg")
	f.head("FOwnerIdHead", f.bill.head["fstockorgid"])
	f.head("FSettleOrgId", f.bill.head["fsaleorgid"])
	f.money()
	for _, l := range f.bill.lines {
		f.line(l, "FRowType", "Standard")
		f.line(l, "FUnitID", f.unitOf(l, "FMaterialId"))
		f.line(l, "FSalUnitID", l.fields["funitid"])
		f.line(l, "FSalUnitQty", l.fields["frealqty"])
		f.line(l, "FReturnType", f.known(assistant, "THLX01_SYS"))
		f.line(l, "FStockstatusId", f.known("BD_StockStatus", "KCZT01_SYS"))
		f.line(l, "FOwnerTypeId", f.bill.head["fownertypeidhead"])
		f.line(l, "FOwnerId", f.bill.head["fowneridhead"])
		f.line(l, "FDeliveryDate", f.bill.head["fdate"])
	}
}
