package wangdiantongqimen

import (
	"context"
	"fmt"
	"strconv"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

// call asks an API for the page with this number.
func (c *Client) call(ctx context.Context, a api, params map[string]string, number int) (paging.Page, error) {
	got, err := c.gateway.Call(ctx, a.name, params)
	if err != nil {
		return paging.Page{}, err
	}
	if err := c.verdict(a.name, got); err != nil {
		return paging.Page{}, err
	}
	page, err := read(got, a.list, number)
	if err != nil {
		return paging.Page{}, c.gateway.Refuse(connectors.ErrUnavailable, a.name, err.Error())
	}
	page.At = got.Date()
	return page, nil
}

// read takes the rows and the total, which comes with page 0 only; newer methods
// say -1 on the others. Without rows 旺店通 may leave the list out, but what page 0
// says then must be 0: an answer that forgot its list is no empty window.
func read(r qimen.Reply, list string, number int) (paging.Page, error) {
	page := paging.Page{Total: -1, Pages: -1}
	if n, err := strconv.Atoi(r.Text("total_count")); err == nil && n >= 0 && number == 0 {
		page.Total = n
	}
	rows, found, err := r.Rows(list)
	if err != nil {
		return page, err
	}
	if !found && number == 0 && page.Total != 0 {
		return page, fmt.Errorf("the answer has no list of rows (%s)", list)
	}
	page.Rows = rows
	return page, nil
}

// verdict tells whether 旺店通 answered at all. Its own code is errorcode. Where there
// is none, code and message are the gateway's, and what 旺店通 said is below them.
func (c *Client) verdict(name string, r qimen.Reply) error {
	code, words := r.Text("errorcode"), r.Text("message")
	if _, err := strconv.Atoi(code); err == nil {
		if code == "0" {
			return nil
		}
		return c.gateway.Refusal(name, r, code, words)
	}
	switch r.Text("code") {
	case "0":
		return nil
	case "":
		return c.gateway.Refuse(connectors.ErrUnavailable, name, "the answer has neither errorcode nor code")
	}
	return c.gateway.Failure(name, r)
}
