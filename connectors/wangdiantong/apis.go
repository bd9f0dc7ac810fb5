package wangdiantong

import (
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// The scripts, by the names that schemes give them.
const (
	push       = "trade_push"
	sales      = "stockout_order_query_trade"
	returns    = "stockout_order_query_return"
	trades     = "trade_query"
	originals  = "vip_api_trade_query"
	goods      = "goods_query"
	shops      = "shop"
	warehouses = "warehouse_query"
)

// api is one script that can be read. Pages begin with 0, and only page 0 tells how
// many rows there are.
type api struct {
	name, title string
	list        string        // the name the rows go by
	id          string        // the row's number, by which two readings are compared
	most        int           // rows a page, at most; used when the scheme does not say
	maxWindow   time.Duration // 0: read whole
	instead     []string      // filters that name documents, and make a window unnecessary
	request     []connectors.Field
	response    []connectors.Field
}

const month = 30 * 24 * time.Hour

// sources is what can be read. A further one is an entry here and its fields.
func sources() []api {
	return []api{
		{
			name: sales, title: "查询销售出库单", list: "stockout_list", id: "stockout_id", most: 100, maxWindow: month,
			instead: []string{"src_order_no", "src_tid", "stockout_no"}, request: saleRequest(), response: saleResponse(),
		},
		{
			name: returns, title: "查询采购退货出库单", list: "stockout_list", id: "stockout_id", most: 30, maxWindow: month,
			instead: []string{"src_order_no", "outer_no"}, request: returnRequest(), response: returnResponse(),
		},
		{
			name: trades, title: "查询订单管理", list: "trades", id: "trade_id", most: 100, maxWindow: time.Hour,
			instead: []string{"trade_no", "src_tid"}, request: tradeRequest(), response: tradeResponse(),
		},
		{
			name: originals, title: "查询原始订单", list: "trade_list", id: "tid", most: 100, maxWindow: month,
			instead: []string{"tid"}, request: originalRequest(), response: originalResponse(),
		},
		{
			name: goods, title: "查询货品档案", list: "goods_list", id: "goods_no", most: 40, maxWindow: month,
			instead: []string{"spec_no", "goods_no"}, request: goodsRequest(), response: goodsResponse(),
		},
		{name: shops, title: "查询店铺", list: "shoplist", id: "shop_no", most: 100, request: shopRequest(), response: shopResponse()},
		{name: warehouses, title: "查询仓库", list: "warehouses", id: "warehouse_no", most: 100, request: warehouseRequest(), response: warehouseResponse()},
	}
}

func (c *Client) source(name string) (api, error) {
	known := sources()
	if i := slices.IndexFunc(known, func(a api) bool { return a.name == name }); i >= 0 {
		return known[i], nil
	}
	names := make([]string, len(known))
	for i, a := range known {
		names[i] = a.name
	}
	e := c.wire.refuse(connectors.ErrNotFound, name, "there is no such API to read from")
	e.Advice = "use one of " + strings.Join(names, ", ")
	return api{}, e
}

// APIs describes every API as 旺店通's pages do.
func (*Client) APIs() []connectors.API { return APIs() }

// APIs describes every API; no account is needed.
func APIs() []connectors.API {
	all := []connectors.API{{
		Name: push, Title: "创建原始订单", Effect: connectors.Writes, Request: pushRequest(), Response: pushResponse(),
	}}
	for _, a := range sources() {
		all = append(all, connectors.API{
			Name: a.name, Title: a.title, Effect: connectors.Reads, Request: a.request, Response: a.response,
		})
	}
	return all
}
