package wangdiantong

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
)

// Fetch makes one call and returns one page; see connectors.Source. Windows are
// read from the last page to the first, as 旺店通 advises, with a look at the total
// between the pages, because only page 0 tells it.
func (c *Client) Fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	a, err := c.source(q.API)
	if err != nil {
		return connectors.Page{}, err
	}
	ask, err := a.ask(q, c.zone)
	if err != nil {
		return connectors.Page{}, c.wire.refuse(connectors.ErrRejected, a.name, err.Error())
	}
	reading := paging.Reading{Size: ask.size, Sparse: true, ID: a.id, End: ask.end}
	at, err := reading.Start(q.Cursor)
	if err != nil {
		return connectors.Page{}, c.wire.refuse(connectors.ErrRejected, a.name, err.Error())
	}
	return c.fetch(ctx, a, ask, reading, at)
}

func (c *Client) fetch(ctx context.Context, a api, ask question, r paging.Reading, at paging.Cursor) (connectors.Page, error) {
	now, size := c.wire.now(), ask.size
	if at.Looks() {
		size = 1
	}
	got, err := c.read(ctx, a, ask.page(at.Number(r), size), at.Number(r))
	if err != nil {
		return connectors.Page{}, err
	}
	next, err := at.After(got, r, now)
	if err != nil {
		return connectors.Page{}, c.wire.refuse(connectors.ErrUnavailable, a.name, err.Error())
	}
	return connectors.Page{Rows: got.Rows, Next: next, Total: got.Total, At: got.At}, nil
}

func (c *Client) read(ctx context.Context, a api, params map[string]string, number int) (paging.Page, error) {
	got, err := c.wire.do(ctx, call{api: a.name, params: params})
	if err != nil {
		return paging.Page{}, err
	}
	if !got.ok() {
		return paging.Page{}, c.wire.verdict(a.name, got)
	}
	page, err := got.page(a.list, number)
	if err != nil {
		return page, c.wire.refuse(connectors.ErrUnavailable, a.name, err.Error())
	}
	page.At = got.date
	return page, nil
}

// Limits says how an API wants to be read.
func (c *Client) Limits(name string) (connectors.ReadLimits, error) {
	a, err := c.source(name)
	if err != nil {
		return connectors.ReadLimits{}, err
	}
	return connectors.ReadLimits{
		MaxWindow: a.maxWindow, PageSize: a.most, MaxPageSize: a.most, FirstPage: 0, Resolution: time.Second,
	}, nil
}
