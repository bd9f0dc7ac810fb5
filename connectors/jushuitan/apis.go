package jushuitan

import (
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// api is one API at one of the gateways.
type api struct {
	name      string
	title     string
	path      string   // at the new gateway
	legacy    bool     // which gateway this entry is for
	lists     []string // names the rows go by: which one, the vendor's pages do not agree
	id        string   // the row's number, by which two readings are compared
	pageSize  int      // 聚水潭's maximum, and what is used when the scheme does not say
	begin     string   // parameters of the window; "" when the API knows none
	end       string
	maxWindow time.Duration
	numbered  []string // lists whose items are numbers
	request   []connectors.Field
	response  []connectors.Field
}

const week = 7 * 24 * time.Hour

// apis is what can be read. A further one is an entry here and its fields.
func apis(legacy bool) []api {
	return []api{
		{
			name: "refund.single.query", title: "退货退款查询", path: "/open/refund/single/query",
			legacy: legacy, lists: []string{"datas", "orders", "shops"}, id: "as_id", pageSize: 50,
			begin: "modified_begin", end: "modified_end", maxWindow: week, numbered: []string{"o_ids", "as_ids"},
			request: refundRequest(), response: refundResponse(),
		},
		{
			name: "orders.single.query", title: "订单查询", path: "/open/orders/single/query",
			legacy: legacy, lists: []string{"orders", "datas", "shops"}, id: "o_id", pageSize: pick(legacy, 50, 100),
			begin: "modified_begin", end: "modified_end", maxWindow: week, numbered: []string{"o_ids"},
			request: orderRequest(), response: orderResponse(),
		},
		{
			name: "shops.query", title: "店铺查询", path: "/open/shops/query",
			legacy: legacy, lists: []string{"datas", "shops", "orders"}, id: "shop_id", pageSize: 100,
			numbered: []string{"shop_ids"},
			request:  shopRequest(), response: shopResponse(),
		},
	}
}

func pick[T any](legacy bool, atLegacy, atOpen T) T {
	if legacy {
		return atLegacy
	}
	return atOpen
}

func names(known []api) []string {
	all := make([]string, len(known))
	for i, a := range known {
		all[i] = a.name
	}
	return all
}

// APIs describes every API as 聚水潭's pages do.
func (c *Client) APIs() []connectors.API { return describe(apis(c.gateway.isLegacy())) }

// APIs describes every API of the new gateway; no account is needed.
func APIs() []connectors.API { return describe(apis(false)) }

func describe(known []api) []connectors.API {
	all := make([]connectors.API, len(known))
	for i, a := range known {
		all[i] = connectors.API{
			Name: a.name, Title: a.title, Effect: connectors.Reads, Request: a.request, Response: a.response,
		}
	}
	return all
}
