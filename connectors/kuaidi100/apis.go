package kuaidi100

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// The APIs, by the names that schemes give them.
const (
	Query     = "poll/query.do"
	Subscribe = "poll"
	Callback  = "callback" // 快递100 sends; nobody asks
)

// APIs describes every API as 快递100's pages do.
func (*Client) APIs() []connectors.API { return APIs() }

// APIs describes every API; no account is needed.
func APIs() []connectors.API {
	return []connectors.API{
		{Name: Query, Title: "实时快递查询", Effect: connectors.Reads, Request: queryRequest(), Response: slices.Concat(trace(), refusal())},
		{Name: Subscribe, Title: "快递信息订阅", Effect: connectors.Writes, Request: subscribeRequest(), Response: answer()},
		{Name: Callback, Title: "快递信息推送", Effect: connectors.Reads, Response: slices.Concat(trace(), pushed())},
	}
}

func field(kind, name, title, about string) connectors.Field {
	return connectors.Field{Name: name, Title: title, Type: kind, About: about}
}

func must(f connectors.Field) connectors.Field {
	f.Mandatory = true
	return f
}

func queryRequest() []connectors.Field {
	return []connectors.Field{
		must(field("string", "com", "快递公司编码", "一律用小写字母,如yuantong;一个值用于全部单号,或与num一一对应(列表或逗号分隔)")),
		must(field("string", "num", "快递单号", "列表或逗号分隔,逐个查询;没有单号时不查询")),
		field("string", "phone", "收件人或寄件人手机号后四位", "顺丰等公司必填;只发送后四位;一个值或与num一一对应"),
		field("string", "from", "出发地城市", ""),
		field("string", "to", "目的地城市", ""),
		field("string", "resultv2", "开通行政区域解析", "1:行政区域,4:另含物流状态名称、高级状态和路由(默认),8:另含预计到达时间"),
		field("string", "show", "返回格式", "只能为0:json"),
		field("string", "order", "返回结果排序", "desc:降序(默认),asc:升序"),
		field("string", onRefused, "单号被拒时", keepTold+":保留一行说明(result,returnCode,message)并继续(默认),"+stopAtOnce+":报错并停止"),
	}
}

// trace is a parcel as a query and a push tell it.
func trace() []connectors.Field {
	return []connectors.Field{
		field("string", "message", "消息体", ""),
		field("string", "nu", "快递单号", ""),
		field("string", "ischeck", "是否签收标记", "0:未签收,1:已签收;明细状态请参考state"),
		field("string", "com", "快递公司编码", ""),
		field("string", "status", "通讯状态", "200:查询成功"),
		field("array", "data", "最新查询结果", "时间最新的在最前"),
		field("datetime", "data.time", "时间,原始格式", ""),
		field("datetime", "data.ftime", "格式化后时间", ""),
		field("string", "data.context", "物流轨迹节点内容", "可能含快递员电话"),
		field("string", "data.location", "位置", ""),
		field("string", "data.areaCode", "本数据元对应的行政区域编码", "resultv2为1、4或8时"),
		field("string", "data.areaName", "本数据元对应的行政区域名称", "resultv2为1、4或8时"),
		field("string", "data.areaCenter", "本数据元对应的行政区域经纬度", "resultv2为4或8时"),
		field("string", "data.areaPinYin", "本数据元对应的行政区域拼音", "resultv2为4或8时"),
		field("string", "data.status", "本数据元对应的物流状态名称", "resultv2为1、4或8时"),
		field("string", "data.statusCode", "本数据元对应的高级物流状态值", legend()),
		field("string", "state", "快递单当前状态", legend()),
		field("string", "condition", "快递单明细状态标记", "内部标记,请忽略"),
		field("object", "routeInfo", "路由信息", "resultv2为4或8时"),
		field("object", "routeInfo.from", "出发地", ""),
		field("string", "routeInfo.from.number", "出发地行政区域编码", ""),
		field("string", "routeInfo.from.name", "出发地名称", ""),
		field("object", "routeInfo.cur", "当前位置", ""),
		field("string", "routeInfo.cur.number", "当前位置行政区域编码", ""),
		field("string", "routeInfo.cur.name", "当前位置名称", ""),
		field("object", "routeInfo.to", "目的地", "可能为空"),
		field("string", "routeInfo.to.number", "目的地行政区域编码", ""),
		field("string", "routeInfo.to.name", "目的地名称", ""),
		field("bool", "isLoop", "是否循环", ""),
	}
}

// refusal is what a row of a refused parcel has beside nu, com and message.
func refusal() []connectors.Field {
	return []connectors.Field{
		field("bool", "result", "查询结果", "单号被拒时为false"),
		field("string", "returnCode", "失败代码", "400:数据不完整或找不到对应公司,408:验证码错误(phone)"),
	}
}

func subscribeRequest() []connectors.Field {
	return []connectors.Field{
		must(field("string", "company", "快递公司编码", "一律用小写字母")),
		must(field("string", "number", "快递单号", "最长32个字符")),
		field("string", "from", "出发地城市", ""),
		field("string", "to", "目的地城市", "到达目的地后会加大监控频率"),
		field("object", "parameters", "附加参数", "callbackurl和salt由账号或方案选项给出"),
		field("string", "parameters.resultv2", "开通行政区域解析", "默认4"),
		field("string", "parameters.phone", "收件人或寄件人手机号后四位", "顺丰等公司必填;只发送后四位"),
		field("string", "parameters.autoCom", "智能识别快递公司", "1:识别,这时company仅供参考"),
		field("string", "parameters.interCom", "开启国际版", "1:开启"),
		field("string", "parameters.departureCountry", "出发国", "国际版"),
		field("string", "parameters.departureCom", "出发国快递公司编码", "国际版"),
		field("string", "parameters.destinationCountry", "目的国", "国际版"),
		field("string", "parameters.destinationCom", "目的国快递公司编码", "国际版"),
	}
}

func answer() []connectors.Field {
	return []connectors.Field{
		field("bool", "result", "订阅结果", ""),
		field("string", "returnCode", "返回码", "200:提交成功,500:服务器错误,501:重复订阅(视为成功),600:不是合法的订阅者,601:KEY已过期,700:订阅数据有误,701:拒绝订阅的快递公司,702:识别不到该单号对应的快递公司"),
		field("string", "message", "返回信息", ""),
	}
}

// pushed is what a push says beside the trace.
func pushed() []connectors.Field {
	return []connectors.Field{
		field("object", "push", "推送信息", "推送报文中lastResult以外的内容"),
		field("string", "push.status", "监控状态", "polling:监控中,shutdown:结束(已签收),abort:中止,updateall:重新推送"),
		field("string", "push.billstatus", "包裹状态", "got:揽件,sending:在途,check:签收"),
		field("string", "push.message", "监控状态相关消息", "如:3天查询无记录,60天无变化"),
		field("string", "push.autoCheck", "快递公司编码是否出错", "0:原始编码,1:纠正后的新编码"),
		field("string", "push.comOld", "原始的快递公司编码", ""),
		field("string", "push.comNew", "纠正后的快递公司编码", ""),
		field("object", "push.destResult", "目的国查询结果", "国际版"),
	}
}
