package callback

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// OpenCallback is the only API: a mall's backend sends orders.
const OpenCallback = "OpenCallback"

// APIs describes what a caller may send.
func (c *Client) APIs() []connectors.API { return APIs() }

// APIs describes what a caller may send; no account is needed.
func APIs() []connectors.API {
	sent := append(described("", orderRules()), described("order_list.", lineRules())...)
	return []connectors.API{{
		Name: OpenCallback, Title: "开放式的回调方法", Effect: connectors.Reads,
		Request: sent, Response: slices.Concat(sent, unasked()),
	}}
}

// unasked are members that malls send and nobody asked for; like every other
// that has no rule they are kept as they are.
func unasked() []connectors.Field {
	return []connectors.Field{
		{Name: "number", Title: "商城单号", Type: "string"},
		{Name: "modified", Title: "修改时间", Type: "datetime", About: "每次改动都更新;方案写newest: modified时,晚到的旧订单不会覆盖新的"},
		{Name: "order_list.remark", Title: "明细备注", Type: "string"},
	}
}

func described(prefix string, rules []rule) []connectors.Field {
	fields := make([]connectors.Field, len(rules))
	for i, r := range rules {
		fields[i] = connectors.Field{
			Name: prefix + r.name, Title: r.title, Type: r.kind, Mandatory: r.must, About: r.about,
		}
	}
	return fields
}
