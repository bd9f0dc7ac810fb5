package wangdiantongqimen

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// returnRequest is what the vendor's page lists, then what its newer documents do.
func returnRequest() []connectors.Field {
	return []connectors.Field{
		{Name: "start_time", Title: "开始时间", Type: "datetime", About: "出库单最后修改时间,与结束时间同时存在,间隔不超过30天,两端闭合;不填由同步窗口给出"},
		{Name: "end_time", Title: "结束时间", Type: "datetime", About: "出库单最后修改时间,与开始时间同时存在,间隔不超过30天,两端闭合;不填由同步窗口给出"},
		{Name: "warehouse_no", Title: "仓库编号", Type: "string"},
		{Name: "status", Title: "出库单状态", Type: "int", About: "5:已取消,50:待审核,55:已审核,95:已发货,110:已完成;不传返回95和110"},
		{Name: "page_no", Title: "页号", Type: "int", About: "从0开始;由连接器填写"},
		{Name: "page_size", Title: "分页大小", Type: "int", About: "1到30,默认30"},
		{Name: "src_order_no", Title: "上层单据编号", Type: "string", About: "采购退货单号;指定后不必给时间段"},
		{Name: "outer_no", Title: "外部单号", Type: "string", About: "指定后不必给时间段"},
		{Name: "sid", Title: "卖家账号", Type: "string", About: "默认是账号的SID;一个应用服务多个卖家时在此指定"},
		{Name: "appkey", Title: "旺店通接口账号", Type: "string", About: "可选"},
	}
}

// returnResponse is a document and its lines under either name that they come by:
// rows are kept as they are sent, so a scheme names the list its edition sends.
func returnResponse() []connectors.Field {
	return slices.Concat(
		returnHead(),
		lines("details_list", "企业版的明细列表;方案里写的就是它", returnLines()),
		lines("detail_list", "旗舰版的明细列表;企业版是details_list", returnLines()),
	)
}

// lines are the fields of a list under the name it comes by.
func lines(list, about string, fields []connectors.Field) []connectors.Field {
	all := []connectors.Field{{Name: list, Title: "货品列表节点", Type: "array", About: about}}
	for _, f := range fields {
		f.Name = list + "." + f.Name
		all = append(all, f)
	}
	return all
}

// returnHead is what the vendor's page lists, picker_name excepted, which rows are
// seen to hold. The page calls every type string; here is what the text means.
func returnHead() []connectors.Field {
	return []connectors.Field{
		{Name: "stockout_id", Title: "出库单主键id", Type: "string"},
		{Name: "order_no", Title: "出库单号", Type: "string", About: "CK开头"},
		{Name: "src_order_no", Title: "源单号", Type: "string", About: "采购退货单号"},
		{Name: "warehouse_no", Title: "仓库编号", Type: "string"},
		{Name: "status", Title: "状态", Type: "int", About: "5:已取消,50:待审核,55:已审核,95:已发货,110:已完成"},
		{Name: "consign_time", Title: "出库时间", Type: "datetime"},
		{Name: "order_type", Title: "源单据类别", Type: "int", About: "3:采购退货出库"},
		{Name: "order_type_name", Title: "源单据类型名称", Type: "string"},
		{Name: "subtype", Title: "出库子类型", Type: "string"},
		{Name: "goods_count", Title: "货品数量", Type: "decimal"},
		{Name: "goods_total_amount", Title: "货品总售价", Type: "decimal"},
		{Name: "goods_total_cost", Title: "货品总成本", Type: "decimal"},
		{Name: "post_fee", Title: "邮费", Type: "decimal"},
		{Name: "logistics_no", Title: "物流编号", Type: "string"},
		{Name: "package_fee", Title: "包装费", Type: "decimal"},
		{Name: "receiver_name", Title: "收件人", Type: "string"},
		{Name: "receiver_country", Title: "国家", Type: "string"},
		{Name: "receiver_province", Title: "省份", Type: "string"},
		{Name: "receiver_city", Title: "城市", Type: "string"},
		{Name: "receiver_district", Title: "地区", Type: "string"},
		{Name: "receiver_address", Title: "详细地址", Type: "string"},
		{Name: "receiver_mobile", Title: "收件人移动电话", Type: "string"},
		{Name: "receiver_telno", Title: "收件人固定电话", Type: "string"},
		{Name: "receiver_zip", Title: "邮编", Type: "string"},
		{Name: "weight", Title: "重量", Type: "decimal"},
		{Name: "remark", Title: "备注", Type: "string"},
		{Name: "stockout_reason", Title: "出库原因", Type: "string"},
		{Name: "outer_no", Title: "外部单号", Type: "string"},
		{Name: "operator_name", Title: "操作人", Type: "string"},
		{Name: "receiver_area", Title: "省市区", Type: "string"},
		{Name: "return_no", Title: "采购退货单号", Type: "string"},
		{Name: "provider_no", Title: "供应商编号", Type: "string"},
		{Name: "provider_name", Title: "供应商名称", Type: "string"},
		{Name: "modified", Title: "出库单更新时间", Type: "datetime"},
		{Name: "pr_api_outer_no", Title: "采购退货单外部单号", Type: "string"},
		{Name: "last_load_purchase_no", Title: "最后引用采购单号", Type: "string"},
		{Name: "picklist_print_status", Title: "分拣单打印状态", Type: "string"},
		{Name: "logistics_print_status", Title: "物流单打印状态", Type: "string"},
		{Name: "sendbill_print_status", Title: "发货单打印状态", Type: "string"},
		{Name: "stockout_no", Title: "出库单号", Type: "string"},
		{Name: "src_order_type", Title: "源单据类别", Type: "int"},
		{Name: "src_order_id", Title: "源单据id", Type: "string"},
		{Name: "wms_status", Title: "处理状态", Type: "int"},
		{Name: "error_info", Title: "错误信息", Type: "string"},
		{Name: "warehouse_type", Title: "仓库类别", Type: "int"},
		{Name: "warehouse_id", Title: "出库的仓库id", Type: "string"},
		{Name: "customer_id", Title: "客户id", Type: "string"},
		{Name: "freeze_reason", Title: "冻结原因", Type: "string"},
		{Name: "is_allocated", Title: "是否分配", Type: "int"},
		{Name: "consign_status", Title: "出库状态", Type: "int"},
		{Name: "ebill_status", Title: "面单状态", Type: "string"},
		{Name: "operator_id", Title: "制单人", Type: "string"},
		{Name: "goods_type_count", Title: "货品种类数量", Type: "int"},
		{Name: "md5_str", Title: "MD5字符串值", Type: "string"},
		{Name: "raw_goods_count", Title: "预留字段", Type: "decimal"},
		{Name: "custom_type", Title: "出库类别", Type: "string"},
		{Name: "receiver_ring", Title: "接收环", Type: "string"},
		{Name: "to_deliver_time", Title: "配送时间", Type: "datetime"},
		{Name: "pre_charge_time", Title: "配送中心", Type: "string"},
		{Name: "logistics_id", Title: "物流公司id", Type: "string"},
		{Name: "unknown_goods_amount", Title: "未知成本销售总额", Type: "decimal"},
		{Name: "calc_post_cost", Title: "预估邮费成本", Type: "decimal"},
		{Name: "post_cost", Title: "邮费成本", Type: "decimal"},
		{Name: "calc_weight", Title: "预估重量", Type: "decimal"},
		{Name: "post_weight", Title: "快递给的重量", Type: "decimal"},
		{Name: "package_id", Title: "包装", Type: "string"},
		{Name: "package_cost", Title: "包装成本", Type: "decimal"},
		{Name: "has_invoice", Title: "是否包含发票", Type: "int"},
		{Name: "printer_id", Title: "打单员", Type: "string"},
		{Name: "pick_error_count", Title: "拣货出错次数", Type: "int"},
		{Name: "picker_id", Title: "拣货操作员id", Type: "string"},
		{Name: "sorter_id", Title: "包裹分拣员id", Type: "string"},
		{Name: "examiner_id", Title: "验货操作员id", Type: "string"},
		{Name: "consigner_id", Title: "发货人id", Type: "string"},
		{Name: "packager_id", Title: "打包员", Type: "string"},
		{Name: "pack_score", Title: "打包积分", Type: "string"},
		{Name: "pick_score", Title: "拣货积分", Type: "string"},
		{Name: "checkouter_id", Title: "签出员工id", Type: "string"},
		{Name: "watcher_id", Title: "监视员", Type: "string"},
		{Name: "picklist_no", Title: "分拣单编号", Type: "string"},
		{Name: "picklist_seq", Title: "分拣单中序号", Type: "string"},
		{Name: "invoice_print_status", Title: "发票打印状态", Type: "string"},
		{Name: "flag_id", Title: "颜色标记", Type: "string"},
		{Name: "logistics_template_id", Title: "物流单模板id", Type: "string"},
		{Name: "sendbill_template_id", Title: "发货单模板id", Type: "string"},
		{Name: "pos_allocate_mode", Title: "货位分配方式", Type: "string"},
		{Name: "note_count", Title: "便签条数", Type: "int"},
		{Name: "reason_id", Title: "出库原因", Type: "string"},
		{Name: "lock_id", Title: "锁定策略id", Type: "string"},
		{Name: "reserve", Title: "保留", Type: "string"},
		{Name: "block_reason", Title: "截停原因", Type: "string"},
		{Name: "batch_no", Title: "打印批次", Type: "string"},
		{Name: "stock_check_time", Title: "出库单审核时间", Type: "datetime"},
		{Name: "picker_name", Title: "拣货员", Type: "string"},
	}
}

// returnLines are those of the page too; it prints the fields of position_list
// one level too high.
func returnLines() []connectors.Field {
	return []connectors.Field{
		{Name: "rec_id", Title: "出库明细主键id", Type: "string"},
		{Name: "stockout_id", Title: "出库单主键id", Type: "string"},
		{Name: "spec_no", Title: "商家编码", Type: "string"},
		{Name: "goods_count", Title: "货品数量", Type: "decimal"},
		{Name: "sell_price", Title: "销售价", Type: "decimal"},
		{Name: "brand_no", Title: "品牌编号", Type: "string"},
		{Name: "brand_name", Title: "品牌名称", Type: "string"},
		{Name: "goods_name", Title: "货品名称", Type: "string"},
		{Name: "goods_no", Title: "货品编号", Type: "string"},
		{Name: "spec_name", Title: "规格名称", Type: "string"},
		{Name: "spec_code", Title: "规格编号", Type: "string"},
		{Name: "cost_price", Title: "成本价", Type: "decimal"},
		{Name: "total_amount", Title: "总货款", Type: "decimal"},
		{Name: "weight", Title: "重量", Type: "decimal"},
		{Name: "goods_type", Title: "货品类别", Type: "string"},
		{Name: "goods_unit", Title: "单位名称", Type: "string"},
		{Name: "batch_no", Title: "批次号", Type: "string"},
		{Name: "batch_remark", Title: "批次备注", Type: "string"},
		{Name: "expire_date", Title: "有效期", Type: "datetime"},
		{Name: "remark", Title: "备注", Type: "string"},
		{Name: "goods_id", Title: "货品id", Type: "string"},
		{Name: "spec_id", Title: "规格id", Type: "string"},
		{Name: "position_id", Title: "货位", Type: "string"},
		{Name: "src_order_type", Title: "源单据类别", Type: "int"},
		{Name: "src_order_detail_id", Title: "源单据细节id", Type: "string"},
		{Name: "base_unit_id", Title: "基本单位", Type: "string"},
		{Name: "unit_id", Title: "辅助单位", Type: "string"},
		{Name: "unit_ratio", Title: "单位换算", Type: "decimal"},
		{Name: "num2", Title: "辅助数量", Type: "decimal"},
		{Name: "num", Title: "货品数量", Type: "decimal"},
		{Name: "price", Title: "价格", Type: "decimal"},
		{Name: "batch_id", Title: "出库批次", Type: "string"},
		{Name: "is_examined", Title: "是否验货", Type: "int"},
		{Name: "is_package", Title: "是否包装", Type: "int"},
		{Name: "is_zero_cost", Title: "是否允许0成本", Type: "int"},
		{Name: "scan_type", Title: "类型", Type: "string"},
		{Name: "modified", Title: "最后修改时间", Type: "datetime"},
		{Name: "created", Title: "创建时间", Type: "datetime"},
		{Name: "position_list", Title: "货位列表节点", Type: "array"},
		{Name: "position_list.position_id", Title: "货位ID", Type: "string"},
		{Name: "position_list.position_no", Title: "货位编号", Type: "string"},
		{Name: "position_list.position_goods_count", Title: "货位出库数量", Type: "decimal"},
	}
}
