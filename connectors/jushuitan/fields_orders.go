package jushuitan

import "github.com/erpbridge/erpbridge/connectors"

// orderRequest is what orders can be asked by.
func orderRequest() []connectors.Field {
	return []connectors.Field{
		{Name: "shop_id", Title: "店铺编号", Type: "int"},
		{Name: "is_offline_shop", Title: "是否线下店铺", Type: "bool", About: "shop_id为0且is_offline_shop为true查询线下店铺单据"},
		{Name: "modified_begin", Title: "起始时间", Type: "datetime", About: "和结束时间必须同时存在,时间间隔不能超过七天"},
		{Name: "modified_end", Title: "结束时间", Type: "datetime", About: "和起始时间必须同时存在,时间间隔不能超过七天"},
		{Name: "date_type", Title: "时间类型", Type: "int", About: "0:修改时间,2:订单日期,3:发货时间"},
		{Name: "so_ids", Title: "线上单号", Type: "array", About: "最多20"},
		{Name: "o_ids", Title: "内部订单号", Type: "array"},
		{Name: "status", Title: "订单状态", Type: "string"},
		{Name: "start_ts", Title: "时间戳", Type: "int", About: "行版本号,查询大于等于此值的数据"},
		{Name: "is_get_total", Title: "是否查询总条数", Type: "bool", About: "默认true"},
		{Name: "page_index", Title: "第几页", Type: "int", About: "从1开始"},
		{Name: "page_size", Title: "每页条数", Type: "int", About: "新版最大100,旧版最大50"},
	}
}

// orderResponse is the main part of an order.
func orderResponse() []connectors.Field {
	return []connectors.Field{
		{Name: "o_id", Title: "内部订单号", Type: "int"},
		{Name: "so_id", Title: "线上单号", Type: "string"},
		{Name: "shop_id", Title: "店铺编号", Type: "int"},
		{Name: "shop_name", Title: "店铺名称", Type: "string"},
		{Name: "co_id", Title: "公司编号", Type: "int"},
		{Name: "order_date", Title: "订单日期", Type: "datetime"},
		{Name: "pay_date", Title: "付款日期", Type: "datetime"},
		{Name: "send_date", Title: "发货日期", Type: "datetime"},
		{Name: "created", Title: "创建时间", Type: "datetime"},
		{Name: "modified", Title: "修改时间", Type: "datetime"},
		{Name: "ts", Title: "时间戳", Type: "string", About: "行版本号"},
		{Name: "status", Title: "订单状态", Type: "string"},
		{Name: "shop_status", Title: "平台状态", Type: "string"},
		{Name: "type", Title: "订单类型", Type: "string"},
		{Name: "question_type", Title: "异常类型", Type: "string"},
		{Name: "remark", Title: "卖家备注", Type: "string"},
		{Name: "buyer_message", Title: "买家留言", Type: "string"},
		{Name: "shop_buyer_id", Title: "买家账号", Type: "string"},
		{Name: "receiver_name", Title: "收件人", Type: "string"},
		{Name: "receiver_mobile", Title: "收件人手机", Type: "string"},
		{Name: "receiver_phone", Title: "收件人电话", Type: "string"},
		{Name: "receiver_state", Title: "省", Type: "string"},
		{Name: "receiver_city", Title: "市", Type: "string"},
		{Name: "receiver_district", Title: "区", Type: "string"},
		{Name: "receiver_address", Title: "地址", Type: "string"},
		{Name: "pay_amount", Title: "应付金额", Type: "decimal"},
		{Name: "paid_amount", Title: "实付金额", Type: "decimal"},
		{Name: "free_amount", Title: "优惠金额", Type: "decimal"},
		{Name: "platform_free_amount", Title: "平台优惠", Type: "decimal", About: "没有时为空字符串"},
		{Name: "freight", Title: "运费", Type: "decimal"},
		{Name: "wms_co_id", Title: "分仓编号", Type: "int"},
		{Name: "logistics_company", Title: "物流公司", Type: "string"},
		{Name: "l_id", Title: "物流单号", Type: "string"},
		{Name: "lc_id", Title: "物流公司编码", Type: "string"},
		{Name: "labels", Title: "标签", Type: "string"},
		{Name: "drp_co_id_from", Title: "分销商编号", Type: "string"},
		{Name: "items", Title: "商品列表", Type: "array"},
		{Name: "items.oi_id", Title: "子订单号", Type: "int"},
		{Name: "items.outer_oi_id", Title: "平台子订单号", Type: "string"},
		{Name: "items.sku_id", Title: "商品编码", Type: "string"},
		{Name: "items.i_id", Title: "款式编码", Type: "string"},
		{Name: "items.shop_sku_id", Title: "平台商品编码", Type: "string"},
		{Name: "items.name", Title: "商品名称", Type: "string"},
		{Name: "items.properties_value", Title: "颜色规格", Type: "string"},
		{Name: "items.qty", Title: "数量", Type: "decimal"},
		{Name: "items.price", Title: "单价", Type: "decimal"},
		{Name: "items.base_price", Title: "原价", Type: "decimal"},
		{Name: "items.amount", Title: "金额", Type: "decimal"},
		{Name: "items.is_gift", Title: "是否赠品", Type: "bool"},
		{Name: "items.refund_id", Title: "退款单号", Type: "string"},
		{Name: "items.refund_status", Title: "退款状态", Type: "string"},
		{Name: "pays", Title: "支付列表", Type: "array"},
		{Name: "pays.pay_id", Title: "支付编号", Type: "int"},
		{Name: "pays.amount", Title: "支付金额", Type: "decimal"},
		{Name: "pays.payment", Title: "支付方式", Type: "string"},
		{Name: "pays.pay_date", Title: "支付时间", Type: "datetime"},
		{Name: "pays.outer_pay_id", Title: "外部支付单号", Type: "string"},
	}
}

// shopRequest is what shops can be asked by.
func shopRequest() []connectors.Field {
	return []connectors.Field{
		{Name: "page_index", Title: "第几页", Type: "int", About: "从1开始"},
		{Name: "page_size", Title: "每页条数", Type: "int", About: "默认100,最大100"},
		{Name: "shop_ids", Title: "店铺编号", Type: "array", About: "新版"},
		{Name: "nicks", Title: "店铺昵称", Type: "array", About: "旧版"},
	}
}

// shopResponse is a shop.
func shopResponse() []connectors.Field {
	return []connectors.Field{
		{Name: "shop_id", Title: "店铺编号", Type: "int"},
		{Name: "shop_name", Title: "店铺名称", Type: "string"},
		{Name: "co_id", Title: "公司编号", Type: "int"},
		{Name: "shop_site", Title: "店铺站点", Type: "string"},
		{Name: "shop_url", Title: "店铺网址", Type: "string"},
		{Name: "created", Title: "创建时间", Type: "datetime"},
		{Name: "nick", Title: "主账号", Type: "string"},
		{Name: "session_expired", Title: "授权过期时间", Type: "datetime"},
		{Name: "session_uid", Title: "会话用户编号", Type: "string"},
		{Name: "short_name", Title: "店铺简称", Type: "string"},
		{Name: "group_id", Title: "分组编号", Type: "int"},
		{Name: "group_name", Title: "分组名称", Type: "string"},
	}
}
