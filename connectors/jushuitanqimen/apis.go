package jushuitanqimen

import (
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

// api is one API of 聚水潭 behind the gateway. Pages begin with 1.
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

// apis is what can be read. A further one is an entry here and its fields.
func apis() []api {
	return []api{
		{
			name: "jushuitan.refund.list.query", title: "售后单查询", list: "datas", id: "as_id",
			form: qimen.Form{
				Page: "page_index", Size: "page_size", Most: 50, Begin: "start_time", End: "end_time",
				Instead: []string{"so_ids", "o_ids", "as_ids"},
			},
			maxWindow: 7 * 24 * time.Hour,
			request:   refundRequest(), response: refundResponse(),
		},
	}
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

// APIs describes every API as 聚水潭's pages do.
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
