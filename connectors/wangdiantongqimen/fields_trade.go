package wangdiantongqimen

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// tradeRequest is what 旺店通's documents list.
func tradeRequest() []connectors.Field {
	return []connectors.Field{
		{Name: "start_time", Title: "开始时间", Type: "datetime", About: "不传status或status≥95按发货时间,其余按最后修改时间;间隔不超过30天,两端闭合;不填由同步窗口给出"},
		{Name: "end_time", Title: "结束时间", Type: "datetime", About: "同上"},
		{Name: "status", Title: "出库单状态", Type: "int", About: "5:已取消,50:待审核,55:已审核,95:已发货,105:部分打款,110:已完成,113:异常发货;不传返回已发货和已完成"},
		{Name: "is_by_modified", Title: "按最后修改时间查询", Type: "int", About: "1:是;与status同时使用"},
		{Name: "src_order_no", Title: "上层单据编号", Type: "string", About: "订单编号;指定后不必给时间段"},
		{Name: "src_tid", Title: "原始单号", Type: "string", About: "指定后不必给时间段"},
		{Name: "stockout_no", Title: "出库单号", Type: "string", About: "指定后不必给时间段"},
		{Name: "shop_no", Title: "店铺编号", Type: "string"},
		{Name: "warehouse_no", Title: "仓库编号", Type: "string"},
		{Name: "page_no", Title: "页号", Type: "int", About: "从0开始;由连接器填写"},
		{Name: "page_size", Title: "分页大小", Type: "int", About: "1到100"},
		{Name: "sid", Title: "卖家账号", Type: "string", About: "默认是账号的SID;一个应用服务多个卖家时在此指定"},
		{Name: "appkey", Title: "旺店通接口账号", Type: "string", About: "可选"},
	}
}

func tradeResponse() []connectors.Field {
	return slices.Concat(
		tradeHead(),
		lines("details_list", "企业版的明细列表;方案里写的就是它", tradeLines()),
		lines("detail_list", "旗舰版的明细列表;企业版是details_list", tradeLines()),
	)
}

// tradeHead is what rows are seen to hold.
func tradeHead() []connectors.Field {
	return []connectors.Field{
		{Name: "stockout_id", Title: "出库单主键id", Type: "string"},
		{Name: "order_no", Title: "出库单号", Type: "string"},
		{Name: "src_order_no", Title: "订单编号", Type: "string"},
		{Name: "src_trade_no", Title: "订单编号", Type: "string"},
		{Name: "src_tids", Title: "原始单号", Type: "string", About: "多个以逗号分隔"},
		{Name: "outer_no", Title: "外部单号", Type: "string"},
		{Name: "trade_no", Title: "订单编号", Type: "string"},
		{Name: "trade_id", Title: "订单主键id", Type: "string"},
		{Name: "warehouse_no", Title: "仓库编号", Type: "string"},
		{Name: "warehouse_name", Title: "仓库名称", Type: "string"},
		{Name: "shop_no", Title: "店铺编号", Type: "string"},
		{Name: "shop_name", Title: "店铺名称", Type: "string"},
		{Name: "platform_id", Title: "平台id", Type: "int", About: "127:其它"},
		{Name: "status", Title: "出库单状态", Type: "int", About: "5:已取消,50:待审核,55:已审核,95:已发货,105:部分打款,110:已完成,113:异常发货"},
		{Name: "trade_status", Title: "订单状态", Type: "int"},
		{Name: "trade_type", Title: "订单类型", Type: "int", About: "1:网店销售,2:线下零售,3:售后换货,4:批发,5:保修换新,6:保修完成,7:补发,8:供销补发,101:达人样品,102:寄样"},
		{Name: "order_type", Title: "源单据类别", Type: "int", About: "1:销售出库,2:调拨出库,3:采购退货出库"},
		{Name: "order_type_name", Title: "源单据类型名称", Type: "string"},
		{Name: "subtype", Title: "出库子类型", Type: "string"},
		{Name: "refund_status", Title: "退款状态", Type: "int", About: "0:无退款,1:申请退款,2:部分退款,3:全部退款,4:未付款关闭"},
		{Name: "wms_status", Title: "处理状态", Type: "int"},
		{Name: "consign_status", Title: "出库状态", Type: "int"},
		{Name: "consign_time", Title: "发货时间", Type: "datetime"},
		{Name: "trade_time", Title: "下单时间", Type: "datetime"},
		{Name: "pay_time", Title: "付款时间", Type: "datetime"},
		{Name: "stock_check_time", Title: "出库单审核时间", Type: "datetime"},
		{Name: "modified", Title: "最后修改时间", Type: "datetime"},
		{Name: "created", Title: "创建时间", Type: "datetime"},
		{Name: "goods_count", Title: "货品数量", Type: "decimal"},
		{Name: "goods_total_amount", Title: "货品总售价", Type: "decimal"},
		{Name: "receivable", Title: "应收金额", Type: "decimal"},
		{Name: "paid", Title: "已付金额", Type: "decimal"},
		{Name: "post_amount", Title: "邮费", Type: "decimal"},
		{Name: "discount", Title: "优惠", Type: "decimal"},
		{Name: "tax", Title: "税额", Type: "decimal"},
		{Name: "tax_rate", Title: "税率", Type: "decimal"},
		{Name: "currency", Title: "币种", Type: "string"},
		{Name: "invoice_type", Title: "发票类别", Type: "int"},
		{Name: "logistics_no", Title: "物流单号", Type: "string"},
		{Name: "logistics_name", Title: "物流公司", Type: "string"},
		{Name: "remark", Title: "备注", Type: "string"},
		{Name: "cs_remark", Title: "客服备注", Type: "string"},
	}
}

func tradeLines() []connectors.Field {
	return []connectors.Field{
		{Name: "rec_id", Title: "出库明细主键id", Type: "string"},
		{Name: "stockout_id", Title: "出库单主键id", Type: "string"},
		{Name: "spec_no", Title: "商家编码", Type: "string"},
		{Name: "spec_code", Title: "规格编号", Type: "string"},
		{Name: "spec_name", Title: "规格名称", Type: "string"},
		{Name: "goods_no", Title: "货品编号", Type: "string"},
		{Name: "goods_name", Title: "货品名称", Type: "string"},
		{Name: "goods_type", Title: "货品类别", Type: "string"},
		{Name: "brand_no", Title: "品牌编号", Type: "string"},
		{Name: "barcode", Title: "条码", Type: "string"},
		{Name: "suite_no", Title: "组合装编号", Type: "string"},
		{Name: "gift_type", Title: "赠品方式", Type: "int"},
		{Name: "goods_count", Title: "货品数量", Type: "decimal"},
		{Name: "sell_price", Title: "销售价", Type: "decimal"},
		{Name: "cost_price", Title: "成本价", Type: "decimal"},
		{Name: "market_price", Title: "零售价", Type: "decimal"},
		{Name: "total_amount", Title: "总货款", Type: "decimal"},
		{Name: "paid", Title: "已付金额", Type: "decimal"},
		{Name: "discount", Title: "优惠", Type: "decimal"},
		{Name: "share_amount", Title: "分摊后总价", Type: "decimal"},
		{Name: "share_post", Title: "分摊邮费", Type: "decimal"},
		{Name: "tax_rate", Title: "税率", Type: "decimal"},
		{Name: "sale_order_id", Title: "销售明细主键id", Type: "string"},
		{Name: "src_oid", Title: "原始子订单号", Type: "string"},
		{Name: "src_tid", Title: "原始单号", Type: "string"},
		{Name: "platform_id", Title: "平台id", Type: "int"},
		{Name: "refund_status", Title: "退款状态", Type: "int"},
		{Name: "modified", Title: "最后修改时间", Type: "datetime"},
	}
}
