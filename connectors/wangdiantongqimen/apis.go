package wangdiantongqimen

import (
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

const (
	returns = "wdt.stockout.order.query.return"
	trades  = "wdt.stockout.order.query.trade"
)

// api is one API of 旺店通 behind the gateway. Pages begin with 0, and only page 0
// tells how many rows there are.
type api struct {
	name      string
	title     string
	list      string // the name the rows go by
	id        string // the row's number, by which two readings are compared
	form      qimen.Form
	maxWindow time.Duration
	request   []connectors.Field
	response  []connectors.Field
}

const month = 30 * 24 * time.Hour

// apis is what can be read. A further one is an entry here and its fields.
func apis() []api {
	return []api{
		{
			name: returns, title: "查询采购退货出库单", list: "stockout_list", id: "stockout_id",
			form: form(30, "src_order_no", "outer_no"), maxWindow: month,
			request: returnRequest(), response: returnResponse(),
		},
		{
			name: trades, title: "查询销售出库单", list: "stockout_list", id: "stockout_id",
			form: form(100, "src_order_no", "src_tid", "stockout_no"), maxWindow: month,
			request: tradeRequest(), response: tradeResponse(),
		},
	}
}

func form(most int, instead ...string) qimen.Form {
	return qimen.Form{Page: "page_no", Size: "page_size", Most: most, Begin: "start_time", End: "end_time", Instead: instead}
}

func (c *Client) api(name string) (api, error) {
	known := apis()
	names := make([]string, len(known))
	for i, a := range known {
		if names[i] = a.name; a.name == name {
			return a, nil
		}
	}
	e := c.gateway.Refuse(connectors.ErrNotFound, name, "there is no such API here")
	e.Advice = "use one of " + strings.Join(names, ", ")
	return api{}, e
}

// APIs describes every API as 旺店通's pages do.
func (*Client) APIs() []connectors.API { return APIs() }

// APIs describes every API; no account is needed.
func APIs() []connectors.API {
	known := apis()
	all := make([]connectors.API, len(known))
	for i, a := range known {
		all[i] = connectors.API{
			Name: a.name, Title: a.title, Effect: connectors.Reads, Request: a.request, Response: a.response,
		}
	}
	return all
}
