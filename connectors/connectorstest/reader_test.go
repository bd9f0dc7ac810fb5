package connectorstest_test

import (
	"context"
	"encoding/json"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
)

func (c *client) Ping(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return c.lost(ctx, "/find", err)
	}
	c.mu.Lock()
	c.pings++
	pings := c.pings
	c.mu.Unlock()
	if pings > 2 && c.flaw == "the account is let in" {
		return c.refuse(connectors.ErrUnavailable, "/find", "no more sessions")
	}
	_, err := c.call(ctx, "/find", question{})
	return err
}

func (c *client) Limits(api string) (connectors.ReadLimits, error) {
	if api != "/read" {
		return connectors.ReadLimits{}, c.unknown(api)
	}
	l := connectors.ReadLimits{MaxWindow: 48 * time.Hour, PageSize: 50, MaxPageSize: 50, FirstPage: 1, Resolution: time.Second}
	if c.flaw == "limits make sense" {
		l.PageSize = 100
	}
	return l, nil
}

func (c *client) unknown(api string) error {
	kind := connectors.ErrNotFound
	if c.flaw == "what is unknown is named" {
		kind = connectors.ErrRejected
	}
	return c.refuse(kind, api, "there is no such API")
}

func (c *client) Fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	if q.API != "/read" {
		return connectors.Page{}, c.unknown(q.API)
	}
	if err := ctx.Err(); err != nil {
		return connectors.Page{}, c.lost(ctx, q.API, err)
	}
	size, _ := q.Params["size"].(int)
	r := paging.Reading{First: 1, Size: size, ID: "id", End: q.Window.To}
	at, err := r.Start(q.Cursor)
	if err != nil {
		return connectors.Page{}, c.refuse(connectors.ErrRejected, q.API, err.Error())
	}
	return c.fetch(ctx, q, r, at)
}

func (c *client) fetch(ctx context.Context, q connectors.Query, r paging.Reading, at paging.Cursor) (connectors.Page, error) {
	w := q.Window
	if c.flaw == "windows are read whole" {
		w.To = w.To.Add(time.Second)
	}
	ask := question{From: w.From, To: w.To, Page: at.Number(r), Size: r.Size}
	said, err := c.call(ctx, q.API, ask)
	if err != nil {
		return connectors.Page{}, err
	}
	if c.flaw == "a page is one call" {
		_, _ = c.call(ctx, q.API, ask)
	}
	rows, _ := said.Rows.([]json.RawMessage)
	got := paging.Page{Rows: rows, Total: said.Total, Pages: (said.Total + r.Size - 1) / r.Size}
	next, err := at.After(got, r, time.Now())
	if c.flaw == "rows that move take none with them" {
		next = forward(at, got.Pages)
	}
	if err != nil {
		return connectors.Page{}, c.refuse(connectors.ErrUnavailable, q.API, err.Error())
	}
	return connectors.Page{Rows: rows, Next: next, Total: said.Total}, nil
}

// forward is how everybody reads pages who has not thought of it.
func forward(at paging.Cursor, pages int) string {
	if at.Page++; at.Page > pages {
		return ""
	}
	return at.String()
}
