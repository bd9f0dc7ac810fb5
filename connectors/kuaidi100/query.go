package kuaidi100

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Fetch asks for one parcel of those that the query names (num, com, phone); see
// connectors.Source. What 快递100 pushes is not fetched: the page of callback is
// empty, and the window's only one.
func (c *Client) Fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	if _, err := c.Limits(q.API); err != nil || q.API == Callback {
		return connectors.Page{}, err
	}
	ask, all, err := read(q.Params)
	if err != nil {
		return connectors.Page{}, c.wire.wrong(Query, err)
	}
	left, err := after(q.Cursor, all)
	if err != nil {
		return connectors.Page{}, c.wire.wrong(Query, err)
	}
	page := connectors.Page{Total: -1} // of a number that has no trace there is no row
	if len(left) == 0 {
		return page, nil
	}
	if len(left) > 1 {
		page.Next = cursor(left[0])
	}
	page.Rows, err = c.track(ctx, ask, left[0])
	if err != nil {
		return connectors.Page{}, err
	}
	return page, nil
}

// Limits says that an API knows no windows, and a page is one parcel.
func (c *Client) Limits(api string) (connectors.ReadLimits, error) {
	if api == Query || api == Callback {
		return connectors.ReadLimits{PageSize: 1, MaxPageSize: 1, FirstPage: 1, Resolution: time.Second}, nil
	}
	e := c.wire.refuse(connectors.ErrNotFound, api, "there is no such API to read from")
	e.Advice = "use " + Query + " or " + Callback
	return connectors.ReadLimits{}, e
}

// track asks for one parcel. Without a trace there is no row: an older one, if
// somebody has it, stays what is known.
func (c *Client) track(ctx context.Context, ask question, p parcel) ([]json.RawMessage, error) {
	k := call{api: Query, form: c.form(ask, p)}
	got, err := c.wire.send(ctx, k)
	switch {
	case err != nil:
		return nil, err
	case got.nothing():
		return nil, nil
	case !got.ok():
		return c.refused(ask, p, got)
	}
	if err := traced(got.fields); err != nil {
		return nil, c.wire.unreadable(k, got.raw, err)
	}
	if nu := text(got.fields["nu"]); !strings.EqualFold(nu, p.num) {
		return nil, c.wire.unreadable(k, got.raw, fmt.Errorf("it is about %s, and %s was asked for", nu, p.num))
	}
	return []json.RawMessage{got.raw}, nil
}

// refused: what is wrong with one parcel becomes a row of it, so that the others
// are still asked for; what is wrong with the account or the system is an error.
func (c *Client) refused(ask question, p parcel, got reply) ([]json.RawMessage, error) {
	e := c.wire.verdict(Query, got)
	if ask.stop || !errors.Is(e, connectors.ErrRejected) {
		e.Message = "parcel " + p.num + " (" + p.com + "): " + e.Message
		return nil, e
	}
	told, err := marshal(connectors.Object{
		{Name: "nu", Value: p.num},
		{Name: "com", Value: p.com},
		{Name: "result", Value: false},
		{Name: "returnCode", Value: got.code},
		{Name: "message", Value: e.Message},
	})
	return []json.RawMessage{told}, err
}
