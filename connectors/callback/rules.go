package callback

// A rule is one member of an order or of a line.
type rule struct {
	name, title string
	kind        string // string, datetime, array: as the table of the API has it
	must        bool
	about       string
	check       check // nil: any text
}

const (
	tradeStates  = "10:未确认(待付款),20:待尾款,30:已付款待发货(含货到付款),40:部分发货,50:已发货,60:已签收,70:已完成,80:已退款(付款后全部退款),90:已关闭(付款前取消)"
	refundStates = "0:无退款,1:取消退款,2:已申请退款,3:等待退货,4:等待收货,5:退款成功"
	moments      = "yyyy-MM-dd HH:mm:ss"
	decimals     = "最多15位整数和4位小数"
)

// lines is the member that holds an order's lines.
const lines = "order_list"

// orderRules are the members of an order. Mandatory is what no mall leaves out
// and no order can be booked without; what 旺店通 wants beyond that, a scheme
// may know better than a mall.
func orderRules() []rule {
	return []rule{
		{"shop_no", "店铺编号", "string", true, "最长20", id(20)},
		{"tid", "原始单号", "string", true, "最长40;再次推送同一单号即更新该订单", id(40)},
		{"trade_status", "平台状态", "string", true, tradeStates, oneOf("10", "20", "30", "40", "50", "60", "70", "80", "90")},
		{"pay_status", "支付状态", "string", false, "0:未付款,1:部分付款,2:已付款", oneOf("0", "1", "2")},
		{"delivery_term", "发货条件", "string", false, "1:款到发货,2:货到付款(包含部分货到付款),3:分期付款,4:挂账", oneOf("1", "2", "3", "4")},
		{"trade_time", "下单时间", "datetime", true, moments, moment},
		{"pay_time", "支付时间", "datetime", false, moments + ";未付款为0000-00-00 00:00:00", either(never, moment)},
		{"fenxiao_type", "分销类别", "string", false, "0:非分销,1:转供销,2:代销,3:经销", oneOf("0", "1", "2", "3")},
		{"buyer_nick", "客户网名", "string", true, "最长100", atMost(100)},
		{"receiver_name", "收件人", "string", true, "最长40", atMost(40)},
		{"receiver_province", "省份", "string", false, "最长40", atMost(40)},
		{"receiver_city", "城市", "string", false, "最长40", atMost(40)},
		{"receiver_district", "区县", "string", false, "最长40", atMost(40)},
		{"receiver_address", "地址详情", "string", true, "最长256", atMost(256)},
		{"receiver_mobile", "手机", "string", false, "最长40", atMost(40)},
		{"logistics_type", "物流方式", "string", false, "-1:自由选择;其它为旺店通的物流方式代码", either(oneOf("-1"), code)},
		{"post_amount", "邮费", "string", false, decimals, notNegative},
		{"cod_amount", "货到付款金额", "string", false, decimals, notNegative},
		{"ext_cod_fee", "货到付款买家费用", "string", false, decimals, notNegative},
		{"other_amount", "其它收费", "string", false, decimals + ";可以为负", amount},
		{"paid", "已付", "string", false, decimals, notNegative},
		{lines, "订单货品明细节点", "array", true, "1至200行", nil},
	}
}

// lineRules are the members of a line.
func lineRules() []rule {
	return []rule{
		{"oid", "子订单编号", "string", true, "最长40;同一订单内不能重复", id(40)},
		{"num", "数量", "string", true, decimals + ";大于0", positive},
		{"price", "单价", "string", true, decimals, notNegative},
		{"status", "状态", "string", false, "取值同trade_status", oneOf("10", "20", "30", "40", "50", "60", "70", "80", "90")},
		{"refund_status", "退款状态", "string", false, refundStates, oneOf("0", "1", "2", "3", "4", "5")},
		{"goods_id", "平台货品ID", "string", false, "最长40", atMost(40)},
		{"spec_id", "平台规格ID", "string", false, "最长40", atMost(40)},
		{"goods_no", "货品编码", "string", false, "最长40;与spec_no不能同时为空", atMost(40)},
		{"spec_no", "规格编码", "string", false, "最长40;与goods_no不能同时为空", atMost(40)},
		{"goods_name", "货品名称", "string", true, "最长255", atMost(255)},
		{"spec_name", "规格名称", "string", false, "最长255", atMost(255)},
		{"adjust_amount", "调整", "string", false, decimals + ";大于0加价,小于0减价", amount},
		{"discount", "优惠", "string", false, decimals, amount},
		{"share_discount", "分摊优惠", "string", false, decimals, amount},
	}
}
