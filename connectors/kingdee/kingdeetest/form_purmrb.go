package kingdeetest

import "slices"

// purchaseReturn is PUR_MRB 采购退料单.
func purchaseReturn() *form {
	f := &form{
		id: "PUR_MRB", title: "采购退料单", prefix: "CGTL",
		sub: "FPURMRBFIN", subProperty: "PUR_MRBFIN",
		entry: "FPURMRBENTRY", entryTitle: "明细信息", entryProperty: "PUR_MRBENTRY", entryKey: "FEntryID",
		quantity: "FRMREALQTY", free: "FGiveAway",
		total: "FBillAllAmount", totalNet: "FBillAmount", totalTax: "FBillTaxAmount",
		allAmount: "FALLAMOUNT", taxField: "FENTRYTAXAMOUNT",
		defaults: purchaseReturnDefaults,
	}
	return f.with(slices.Concat(purchaseReturnHead(), purchaseReturnFinance(), purchaseReturnEntry())...)
}

func purchaseReturnHead() []field {
	return in(head,
		must(field{key: "FBillTypeID", title: "单据类型", kind: reference, base: "BOS_BillType"}),
		field{key: "FBillNo", title: "单据编号"},
		must(field{key: "FDate", title: "退料日期", kind: date}),
		must(field{key: "FMRTYPE", title: "退料类型"}),
		must(field{key: "FMRMODE", title: "退料方式"}),
		field{key: "FBusinessType", title: "业务类型"},
		must(field{key: "FStockOrgId", title: "退料组织", kind: reference, base: orgs}),
		must(field{key: "FRequireOrgId", title: "需求组织", kind: reference, base: orgs}),
		must(field{key: "FPurchaseOrgId", title: "采购组织", kind: reference, base: orgs}),
		must(field{key: "FSupplierID", title: "供应商", kind: reference, base: "BD_Supplier"}),
		must(field{key: "FREPLENISHMODE", title: "补料方式"}),
		must(field{key: "FOwnerTypeIdHead", title: "货主类型"}),
		must(field{key: "FOwnerIdHead", title: "货主", kind: owner, base: "FOwnerTypeIdHead"}),
		field{key: "FMRDeptId", title: "退料部门", kind: reference, base: "BD_Department"},
		field{key: "FSTOCKERGROUPID", title: "库存组", kind: reference, base: "BD_OPERATORGROUP"},
		field{key: "FSTOCKERID", title: "仓管员", kind: reference, base: staff},
		field{key: "FCorrespondOrgId", title: "对应组织", kind: reference, base: orgs},
		field{key: "FMRREASON", title: "退料原因", kind: reference, base: assistant},
		field{key: "FPURCHASEDEPTID", title: "采购部门", kind: reference, base: "BD_Department"},
		field{key: "FPURCHASERGROUPID", title: "采购组", kind: reference, base: "BD_OPERATORGROUP"},
		field{key: "FPURCHASERID", title: "采购员", kind: reference, base: staff},
		field{key: "FACCEPTORID", title: "接收方", kind: reference, base: "BD_Supplier"},
		field{key: "FSettleId", title: "结算方", kind: reference, base: "BD_Supplier"},
		field{key: "FCHARGEID", title: "收款方", kind: reference, base: "BD_Supplier"},
		field{key: "FConfirmerId", title: "确认人", kind: reference, base: "SEC_User"},
		field{key: "FConfirmDate", title: "确认日期", kind: date},
		field{key: "FDESCRIPTION", title: "备注"},
		field{key: "FAcceptAddress", title: "接收方地址"},
		field{key: "FScanPoint", title: "扫描点"},
		field{key: "FIsConvert", title: "单据转换", kind: boolean},
		field{key: "FAcceptorContactID", title: "接收方联系人", kind: reference, base: "BD_CommonContact"},
		field{key: "FDELIVERYNO", title: "送货单号"},
		field{key: "FCARRYNO", title: "运输单号"},
	)
}

func purchaseReturnFinance() []field {
	return in(sub,
		must(field{key: "FSettleOrgId", title: "结算组织", kind: reference, base: orgs}),
		field{key: "FPayOrgId", title: "付款组织", kind: reference, base: orgs},
		must(field{key: "FSettleCurrId", title: "结算币别", kind: reference, base: "BD_Currency"}),
		must(field{key: "FPRICETIMEPOINT", title: "定价时点"}),
		field{key: "FSETTLETYPEID", title: "结算方式", kind: reference, base: "BD_SETTLETYPE"},
		field{key: "FPAYCONDITIONID", title: "付款条件", kind: reference, base: "BD_PaymentCondition"},
		field{key: "FIsIncludedTax", title: "含税", kind: boolean},
		field{key: "FLocalCurrId", title: "本位币", kind: reference, base: "BD_Currency"},
		field{key: "FExchangeTypeId", title: "汇率类型", kind: reference, base: "BD_RateType"},
		field{key: "FExchangeRate", title: "汇率", kind: amount},
		field{key: "FPriceListId", title: "价目表", kind: reference, base: "PUR_PriceCategory"},
		field{key: "FDiscountListId", title: "折扣表", kind: reference, base: "PUR_PriceCategory"},
		field{key: "FBillAllAmount", title: "价税合计", kind: amount},
		field{key: "FBillAmount", title: "金额", kind: amount},
		field{key: "FBillTaxAmount", title: "税额", kind: amount},
	)
}

func purchaseReturnEntry() []field {
	return in(entry,
		field{key: "FEntryID", title: "分录内码", kind: integer},
		field{key: "FRowType", title: "产品类型"},
		must(field{key: "FMATERIALID", title: "物料编码", kind: reference, base: "BD_MATERIAL"}),
		field{key: "FMaterialDesc", title: "物料说明"},
		must(field{key: "FUnitID", title: "库存单位", kind: reference, base: "BD_UNIT"}),
		must(field{key: "FRMREALQTY", title: "实退数量", kind: amount}),
		field{key: "FREPLENISHQTY", title: "补料数量", kind: amount},
		field{key: "FKEAPAMTQTY", title: "扣款数量", kind: amount},
		field{key: "FRMMUSTQTY", title: "应退数量", kind: amount},
		must(field{key: "FPRICEUNITID", title: "计价单位", kind: reference, base: "BD_UNIT"}),
		must(field{key: "FCarryUnitId", title: "携带单位", kind: reference, base: "BD_UNIT"}),
		must(field{key: "FSTOCKID", title: "仓库", kind: reference, base: "BD_STOCK"}),
		field{key: "FSTOCKLOCID", title: "仓位", kind: flexible},
		field{key: "FStockStatusId", title: "库存状态", kind: reference, base: "BD_StockStatus"},
		field{key: "FPrice", title: "单价", kind: amount},
		field{key: "FTAXPRICE", title: "含税单价", kind: amount},
		field{key: "FENTRYTAXRATE", title: "税率%", kind: amount},
		field{key: "FENTRYTAXAMOUNT", title: "税额", kind: amount},
		field{key: "FAMOUNT", title: "金额", kind: amount},
		field{key: "FALLAMOUNT", title: "价税合计", kind: amount},
		field{key: "FDISCOUNTRATE", title: "折扣率%", kind: amount},
		field{key: "FTaxCombination", title: "税组合", kind: reference, base: "BD_TaxMix"},
		field{key: "FGiveAway", title: "是否赠品", kind: boolean},
		field{key: "FIsReceiveUpdateStock", title: "来料更新库存", kind: boolean},
		field{key: "FNOTE", title: "备注"},
		field{key: "FREQTRACENO", title: "需求跟踪号"},
		field{key: "FSupplierLot", title: "供应商批号"},
		field{key: "FMtoNo", title: "计划跟踪号"},
		field{key: "FProjectNo", title: "项目编号"},
		field{key: "FBOMID", title: "BOM版本", kind: reference, base: "ENG_BOM"},
		field{key: "FLot", title: "批号", kind: lot, base: "BD_BatchMainFile"},
		field{key: "FParentMatId", title: "父项产品", kind: reference, base: "BD_MATERIAL"},
		field{key: "FChargeProjectID", title: "费用项目", kind: reference, base: "BD_Expense"},
		field{key: "FProduceDate", title: "生产日期", kind: date},
		field{key: "FEXPIRYDATE", title: "有效期至", kind: date},
		field{key: "FExtAuxUnitId", title: "辅单位", kind: reference, base: "BD_UNIT"},
		field{key: "FExtAuxUnitQty", title: "实退数量(辅单位)", kind: amount},
		field{key: "FAUXUNITQTY", title: "库存辅单位数量", kind: amount},
		field{key: "FPriceBaseQty", title: "计价基本数量", kind: amount},
		field{key: "FCarryQty", title: "携带数量", kind: amount},
		field{key: "FCarryBaseQty", title: "携带基本数量", kind: amount},
		field{key: "FSetPriceUnitID", title: "定价单位", kind: reference, base: "BD_UNIT"},
		field{key: "FOWNERTYPEID", title: "货主类型"},
		field{key: "FOWNERID", title: "货主", kind: owner, base: "FOWNERTYPEID"},
		field{key: "FIsStock", title: "入库", kind: boolean},
		field{key: "FPOORDERENTRYID", title: "订单分录内码", kind: integer},
		field{key: "FPOORDERNO", title: "订单编号"},
		field{key: "FBILLINGCLOSE", title: "开票关闭", kind: boolean},
		field{key: "FPriceListEntry", title: "价目表分录", kind: flexible},
		field{key: "FSRCBillTypeId", title: "源单类型"},
		field{key: "FSRCBillNo", title: "源单编号"},
		field{key: "FEntryPruCost", kind: links},
		field{key: "FTaxDetailSubEntity", kind: links},
		field{key: "FSerialSubEntity", kind: links},
		field{key: "FPURMRBENTRY_Link", kind: links},
	)
}

// purchaseReturnDefaults is what the form fills in by itself.
func purchaseReturnDefaults(f *filling) {
	f.head("FBillTypeID", f.known("BOS_BillType", "TLD01_SYS"))
	f.head("FMRTYPE", "B")
	f.head("FMRMODE", "A")
	f.head("FREPLENISHMODE", "A")
	f.head("FBusinessType", "CG")
	org := f.bill.head["fstockorgid"]
	for _, same := range []string{"FRequireOrgId", "FPurchaseOrgId", "FOwnerIdHead"} {
		f.head(same, org)
	}
	f.head("FOwnerTypeIdHead", "BD_OwnerOrg")
	for _, partner := range []string{"FACCEPTORID", "FSettleId", "FCHARGEID"} {
		f.head(partner, f.bill.head["fsupplierid"])
	}
	f.head("FSettleOrgId", f.bill.head["fpurchaseorgid"])
	f.head("FPRICETIMEPOINT", "1")
	f.money()
	for _, l := range f.bill.lines {
		f.line(l, "FRowType", "Standard")
		f.line(l, "FUnitID", f.unitOf(l, "FMATERIALID"))
		for _, unit := range []string{"FPRICEUNITID", "FCarryUnitId", "FSetPriceUnitID"} {
			f.line(l, unit, l.fields["funitid"])
		}
		f.line(l, "FRMMUSTQTY", l.fields["frmrealqty"])
		f.line(l, "FStockStatusId", f.known("BD_StockStatus", "KCZT01_SYS"))
		f.line(l, "FOWNERTYPEID", f.bill.head["fownertypeidhead"])
		f.line(l, "FOWNERID", f.bill.head["fowneridhead"])
	}
}
