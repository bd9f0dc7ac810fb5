package wangdiantong

import "github.com/erpbridge/erpbridge/connectors"

func tradeRequest() []connectors.Field {
	return windowed("按最后修改时间,间隔不超过60分钟",
		field("int", "status", "订单状态", "5:已取消,10:待付款,12:待尾款,30:待客审,55:已审核,95:已发货,110:已完成"),
		field("string", "trade_no", "订单编号", "指定后不必给时间段"),
		field("string", "src_tid", "原始单号", "指定后不必给时间段"),
		field("string", "shop_no", "店铺编号", ""),
		field("string", "warehouse_no", "仓库编号", ""),
		field("string", "logistics_no", "物流单号", ""),
	)
}

// tradeResponse is what rows are seen to hold.
func tradeResponse() []connectors.Field {
	return []connectors.Field{
		field("string", "trade_id", "订单主键id", ""),
		field("string", "trade_no", "订单编号", ""),
		field("string", "src_tids", "原始单号", "多个以逗号分隔"),
		field("int", "trade_status", "订单状态", ""),
		field("int", "refund_status", "退款状态", "0:无退款,1:申请退款,2:部分退款,3:全部退款,4:未付款关闭"),
		field("string", "shop_no", "店铺编号", ""),
		field("string", "shop_name", "店铺名称", ""),
		field("string", "warehouse_no", "仓库编号", ""),
		field("string", "buyer_nick", "客户网名", ""),
		field("string", "logistics_no", "物流单号", ""),
		field("string", "logistics_name", "物流公司", ""),
		field("datetime", "trade_time", "下单时间", ""),
		field("datetime", "pay_time", "付款时间", ""),
		field("datetime", "modified", "最后修改时间", ""),
		field("decimal", "receivable", "应收金额", ""),
		field("decimal", "paid", "已付金额", ""),
		field("decimal", "post_amount", "邮费", ""),
		field("array", "goods_list", "货品列表节点", ""),
		field("string", "goods_list.rec_id", "订单明细主键id", ""),
		field("string", "goods_list.src_oid", "原始子订单号", ""),
		field("string", "goods_list.src_tid", "原始单号", ""),
		field("string", "goods_list.spec_no", "商家编码", ""),
		field("string", "goods_list.goods_no", "货品编号", ""),
		field("string", "goods_list.goods_name", "货品名称", ""),
		field("decimal", "goods_list.num", "数量", ""),
		field("decimal", "goods_list.price", "单价", ""),
	}
}

func originalRequest() []connectors.Field {
	return windowed("增值接口;按最后修改时间,间隔不超过30天",
		field("string", "tid", "原始单号", "多个以逗号分隔,最多200个;指定后不必给时间段"),
		field("string", "shop_no", "店铺编号", ""),
		field("string", "shop_id", "店铺id", ""),
	)
}

func originalResponse() []connectors.Field {
	return []connectors.Field{
		field("string", "tid", "原始单号", ""),
		field("int", "platform_id", "平台id", "127:其它"),
		field("int", "trade_status", "平台订单状态", tradeStates),
		field("int", "process_status", "系统状态", "10:待递交,19:预递交,20:已递交,70:已取消"),
		field("string", "shop_id", "店铺id", ""),
		field("string", "shop_no", "店铺编号", ""),
		field("int", "delivery_term", "发货条件", "1:款到发货,2:货到付款,3:分期付款,4:挂账"),
		field("int", "pay_status", "支付状态", "0:未付款,1:部分付款,2:已付款"),
		field("datetime", "pay_time", "支付时间", ""),
		field("datetime", "trade_time", "下单时间", ""),
		field("decimal", "goods_count", "货品数量", ""),
		field("decimal", "goods_amount", "货款", "未除优惠"),
		field("decimal", "post_amount", "邮费", ""),
		field("decimal", "discount", "优惠", ""),
		field("decimal", "paid", "实付", ""),
		field("decimal", "receivable", "应收", ""),
		field("int", "refund_status", "退款状态", "0:无退款,1:申请退款,2:部分退款,3:全部退款"),
		field("string", "buyer_message", "买家备注", ""),
		field("string", "remark", "客服备注", ""),
		field("int", "remark_flag", "标旗", flags),
		field("string", "receiver_name", "收件人", ""),
		field("string", "receiver_area", "省市区", ""),
		field("string", "receiver_address", "详细地址", ""),
		field("string", "receiver_mobile", "收件人移动电话", ""),
		field("datetime", "created", "创建时间", ""),
		field("datetime", "modified", "最后修改时间", ""),
		field("array", "goods_list", "明细货品列表", ""),
		field("string", "goods_list.oid", "子订单编号", ""),
		field("int", "goods_list.status", "状态", tradeStates),
		field("int", "goods_list.refund_status", "退款状态", "0:无退款,1:取消退款,2:已申请退款,3:等待退货,4:等待收货,5:退款成功"),
		field("string", "goods_list.goods_id", "平台货品ID", ""),
		field("string", "goods_list.spec_id", "平台规格ID", ""),
		field("string", "goods_list.goods_no", "货品编码", ""),
		field("string", "goods_list.spec_no", "规格编码", ""),
		field("string", "goods_list.goods_name", "货品名称", ""),
		field("string", "goods_list.spec_name", "规格名称", ""),
		field("decimal", "goods_list.num", "数量", ""),
		field("decimal", "goods_list.price", "单价", ""),
		field("decimal", "goods_list.share_amount", "分摊应收", ""),
	}
}
