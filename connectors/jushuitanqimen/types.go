package jushuitanqimen

import (
	"context"
	"fmt"
	"strconv"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

// call asks an API for a page.
func (c *Client) call(ctx context.Context, a api, params map[string]string) (paging.Page, error) {
	got, err := c.gateway.Call(ctx, a.name, params)
	if err != nil {
		return paging.Page{}, err
	}
	if err := c.verdict(a.name, got); err != nil {
		return paging.Page{}, err
	}
	page, err := read(got, a.list)
	if err != nil {
		return paging.Page{}, c.gateway.Refuse(connectors.ErrUnavailable, a.name, err.Error())
	}
	page.At = got.Date()
	return page, nil
}

// read takes rows and counts. An answer without a list must not pass for an empty
// page: its rows would be skipped.
func read(r qimen.Reply, list string) (paging.Page, error) {
	rows, found, err := r.Rows(list)
	if err != nil {
		return paging.Page{}, err
	}
	if !found {
		return paging.Page{}, fmt.Errorf("the answer has no list of rows (%s)", list)
	}
	return paging.Page{Rows: rows, Total: count(r.Text("data_count")), Pages: count(r.Text("page_count")), More: flag(r.Text("has_next"))}, nil
}

func count(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

func flag(s string) *bool {
	b, err := strconv.ParseBool(s)
	if err != nil {
		return nil
	}
	return &b
}

// verdict tells whether 聚水潭 answered at all. Whether code and issuccess come along
// when it did is not documented: absent, they are no refusal.
func (c *Client) verdict(name string, r qimen.Reply) error {
	code := r.Text("code")
	ready := flag(r.Text("issuccess"))
	if (code == "" || code == "0") && (ready == nil || *ready) {
		return nil
	}
	words := r.Text("msg")
	if words == "" {
		words = r.Text("message")
	}
	return c.gateway.Refusal(name, r, code, words)
}
