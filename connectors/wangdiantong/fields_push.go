package wangdiantong

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

const (
	tradeStates = "10:未确认(待付款),20:待尾款,30:已付款待发货(含货到付款),40:部分发货,50:已发货,60:已签收,70:已完成,80:已退款(付款后全部退款),90:已关闭(付款前取消)"
	flags       = "取值0至5对应的标旗颜色依次为灰(无标旗)、红、黄、绿、蓝、紫,不传默认0"
)

// pushRequest is an order as 旺店通's page has it. shop_no and switch stand beside
// the list of orders there; a scheme maps them with the order.
func pushRequest() []connectors.Field {
	return slices.Concat(pushCall(), pushHead(), pushBuyer(), pushAmounts(), pushLines())
}

func pushCall() []connectors.Field {
	return []connectors.Field{
		must(field("string", "shop_no", "店铺编号", "已授权的自有或其它平台店铺;不映射时取目标选项或账号的SHOP_NO")),
		field("int", "switch", "是否严格模式", "0:非严格模式,1:严格模式;不传由旺店通决定"),
	}
}

func pushHead() []connectors.Field {
	return []connectors.Field{
		must(field("string", "tid", "原始单号", "最长40;同一卖家账号下唯一,重复推送即更新该订单")),
		must(field("int", "trade_status", "平台状态", tradeStates+";推送过30的订单只接受70或80")),
		field("int", "pay_status", "支付状态", "0:未付款,1:部分付款,2:已付款"),
		must(field("int", "delivery_term", "发货条件", "1:款到发货,2:货到付款(包含部分货到付款),3:分期付款,4:挂账")),
		field("datetime", "trade_time", "下单时间", "yyyy-MM-dd HH:mm:ss"),
		must(field("datetime", "pay_time", "支付时间", "yyyy-MM-dd HH:mm:ss;未付款为0000-00-00 00:00:00")),
		field("int", "fenxiao_type", "分销类别", "0:非分销,1:转供销,2:代销,3:经销"),
		field("string", "purchase_id", "采购单ID", "转供销情况下,采购单ID"),
		field("string", "fenxiao_nick", "分销商id", "分销订单的分销商id,或转供销时供应商id"),
		field("string", "pay_id", "支付单号", "支付单号"),
		field("string", "pay_account", "支付账号", "支付账号"),
		field("int", "logistics_type", "物流方式", "-1:自由选择,2:邮政,4:EMS"),
		field("int", "invoice_kind", "发票类别", "0:不需要,1:普通发票,2:增值税普通发票电子,3:增值税普通发票纸质,4:增值税专用发票"),
		field("string", "invoice_title", "发票抬头", "最长255"),
		field("string", "invoice_content", "发票内容", "最长255;常见内容:纳税人识别号、地址、电话、开户银行、银行账户,按照以下格式推送,系统开发票时可解析:纳税人识别号:…;地址:…;联系电话:…;开户银行:…;银行账号:…;"),
		field("int", "remark_flag", "客户备注标旗", "客户备注标旗,"+flags),
		field("string", "buyer_message", "买家备注", "最长1024;买家下单时填写的订单备注"),
		field("string", "seller_memo", "客服备注", "最长1024;商家客服对订单进行的备注内容"),
		field("int", "seller_flag", "标旗", "客服标旗,"+flags),
		field("int", "is_auto_wms", "自动流转模式", "是否为自动流转模式(1:是,0:不是,不传默认0);非自动流转模式一定不要传值"),
		field("int", "wms_type", "仓库类型", "非自动流转模式一定不要传值"),
		field("string", "warehouse_no", "仓库编号", "ERP内自定义的仓库编号,查看路径ERP→设置→基本设置→仓库→仓库列表;平台订单需指定ERP内仓库时,传哪个仓库的编号,ERP将为订单选择哪个仓库"),
	}
}

func pushBuyer() []connectors.Field {
	return []connectors.Field{
		must(field("string", "buyer_nick", "客户网名", "最长100;不同客户必须用不同的名字,一次推送同名订单不超过30")),
		field("string", "buyer_email", "买家email", "最长60"),
		must(field("string", "receiver_name", "收件人", "最长40")),
		must(field("string", "receiver_address", "地址详情", "最长256;不传省市区时按空格解析,如“北京 北京市 海淀区 花园路1号”")),
		must(field("string", "receiver_province", "省份", "最长40;中文名称,需与旺店通地址库匹配")),
		must(field("string", "receiver_city", "城市", "最长40;中文名称,需与旺店通地址库匹配")),
		must(field("string", "receiver_district", "区县", "最长40;中文名称,需与旺店通地址库匹配")),
		must(field("string", "receiver_mobile", "手机", "最长40")),
		field("string", "receiver_telno", "电话", "电话号码"),
		field("string", "receiver_zip", "邮编", "收件人邮编"),
	}
}

func pushAmounts() []connectors.Field {
	return []connectors.Field{
		must(field("decimal", "post_amount", "邮费", "商家收取买家的快递费用")),
		must(field("decimal", "cod_amount", "货到付款金额", "Σ(price*num+adjust_amount-discount-share_discount)+post_amount+ext_cod_fee-paid")),
		must(field("decimal", "ext_cod_fee", "货到付款买家费用", "由快递公司直接收走,只用于打印快递单")),
		must(field("decimal", "other_amount", "其它收费", "其它应从买家收取的服务费")),
		must(field("decimal", "paid", "已付", "Σ(price*num+adjust_amount-discount-share_discount)+post_amount+other_amount")),
	}
}

func pushLines() []connectors.Field {
	return []connectors.Field{
		must(field("array", "order_list", "订单货品明细节点", "最多200行")),
		must(field("string", "order_list.oid", "子订单编号", "最长40;同一卖家账号下唯一,重复时递交提示“订单货品数量不一致”")),
		must(field("decimal", "order_list.num", "数量", "推送成功以后不能更改")),
		must(field("decimal", "order_list.price", "单价", "标价,折扣前的价格;推送成功以后不能更改")),
		must(field("int", "order_list.status", "状态", "取值同trade_status,可以与主订单不一样")),
		must(field("int", "order_list.refund_status", "退款状态", "0:无退款,1:取消退款,2:已申请退款,3:等待退货,4:等待收货,5:退款成功")),
		must(field("string", "order_list.goods_id", "平台货品ID", "最长40;SPU的唯一标识")),
		field("string", "order_list.spec_id", "平台规格ID", "最长40;SKU的唯一标识"),
		field("string", "order_list.goods_no", "货品编码", "最长40;与spec_no不能同时为空"),
		must(field("string", "order_list.spec_no", "规格编码", "最长40;对应ERP商家编码")),
		must(field("string", "order_list.goods_name", "货品名称", "最长255")),
		field("string", "order_list.spec_name", "规格名称", "最长100"),
		must(field("decimal", "order_list.adjust_amount", "调整", "客服调整总金额;大于0加价,小于0减价,没有传0")),
		must(field("decimal", "order_list.discount", "优惠", "下单总折扣;没有传0")),
		must(field("decimal", "order_list.share_discount", "分摊优惠", "由总订单分摊而来;最后一个货品用减法计算,没有传0")),
		field("string", "order_list.remark", "备注", "最长1024;ERP客户端需升级至V2.3.9.2及以上"),
		field("string", "order_list.cid", "类目", "平台货品所属类目"),
	}
}

func pushResponse() []connectors.Field {
	return []connectors.Field{
		field("int", "code", "错误码", "0表示成功,其他表示失败"),
		field("string", "message", "错误原因", "文字,或逐单的[{\"tid\",\"error\"}]"),
		field("int", "new_count", "新增订单个数", ""),
		field("int", "chg_count", "更新订单个数", "内容没有变化的订单不计"),
	}
}

func field(kind, name, title, about string) connectors.Field {
	return connectors.Field{Name: name, Title: title, Type: kind, About: about}
}

func must(f connectors.Field) connectors.Field {
	f.Mandatory = true
	return f
}
