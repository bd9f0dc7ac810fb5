// Package wangdiantongqimen reads 旺店通·企业版 through the 奇门 gateway: purchase
// returns that left a warehouse (采购退货出库单) and sales that did (销售出库单).
//
// It promises that a window is read whole although rows move while it is read:
// from its last page to its first, as 旺店通 advises, with a look at the total
// between the pages (connectors/internal/paging). Rows come out byte for byte as
// 旺店通 sent them. Calls and refusals are the gateway's (connectors/internal/qimen).
//
// The lines of a document are under details_list, and under detail_list where the
// account is one of 旺店通·旗舰版. Neither is renamed here: a scheme names the list that
// its account sends, or takes both under one name (source.rename); the fields of both
// are described.
package wangdiantongqimen

import (
	"context"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

// System is the name this connector goes by in schemes and messages.
const System = "wangdiantongqimen"

// Config is one account at 旺店通·企业奇门, read from WANGDIANTONGQIMEN_<ACCOUNT>_<FIELD>.
type Config struct {
	qimen.Config
	SID string `env:"SID"` // 卖家账号: the merchant, unless a scheme names another
}

// Client is one account. It is safe for concurrent use and should be made once
// per account, because the quota belongs to the app.
type Client struct {
	gateway *qimen.Gateway
}

var (
	_ connectors.Source    = (*Client)(nil)
	_ connectors.Described = (*Client)(nil)
	_ connectors.Zoned     = (*Client)(nil)
)

// New makes the client of an account. It calls nobody; what is missing is named
// as the variable to set.
func New(cfg Config) (*Client, error) {
	gateway, err := qimen.Open(scene(cfg.Account), cfg.Config, cfg.SID)
	if err != nil {
		return nil, err
	}
	return &Client{gateway: gateway}, nil
}

// scene is 旺店通 as the gateway knows it. The quota is what 旺店通 grants an account
// a minute; what the gateway grants an app is not published, and it bans for
// seconds when it was more.
func scene(account string) qimen.Scene {
	return qimen.Scene{
		System: System, Title: "旺店通", URL: "https://hu3cgwt0tc.api.taobao.com", TargetAppKey: "21363512",
		Route: "sid", PerSecond: 5, PerMinute: 60, Judge: judge(account),
	}
}

// Format tells accounts apart without their secrets, whichever way they are printed.
func (c *Client) Format(to fmt.State, verb rune) { c.gateway.Format(to, verb) }

// Location is the zone of 旺店通's times.
func (c *Client) Location() *time.Location { return c.gateway.Location() }

// Ping asks for one purchase return of the last minute, the cheapest call there is.
func (c *Client) Ping(ctx context.Context) error {
	now := c.gateway.Now()
	_, err := c.Fetch(ctx, connectors.Query{
		API: returns, Params: map[string]any{"page_size": 1},
		Window: connectors.Window{From: now.Add(-time.Minute), To: now},
	})
	return err
}

// Fetch makes one call and returns one page; see connectors.Source.
func (c *Client) Fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	api, err := c.api(q.API)
	if err != nil {
		return connectors.Page{}, err
	}
	ask, err := api.form.Ask(q, c.Location())
	if err != nil {
		return connectors.Page{}, c.gateway.Refuse(connectors.ErrRejected, api.name, err.Error())
	}
	reading := paging.Reading{Size: ask.Size, Sparse: true, ID: api.id, End: ask.End}
	at, err := reading.Start(q.Cursor)
	if err != nil {
		return connectors.Page{}, c.gateway.Refuse(connectors.ErrRejected, api.name, err.Error())
	}
	return c.fetch(ctx, api, ask, reading, at)
}

func (c *Client) fetch(ctx context.Context, api api, ask qimen.Question, r paging.Reading, at paging.Cursor) (connectors.Page, error) {
	now, size := c.gateway.Now(), ask.Size
	if at.Looks() {
		size = 1
	}
	got, err := c.call(ctx, api, ask.At(at.Number(r), size, nil), at.Number(r))
	if err != nil {
		return connectors.Page{}, err
	}
	next, err := at.After(got, r, now)
	if err != nil {
		return connectors.Page{}, c.gateway.Refuse(connectors.ErrUnavailable, api.name, err.Error())
	}
	return connectors.Page{Rows: got.Rows, Next: next, Total: got.Total, At: got.At}, nil
}

// Limits says how an API wants to be read.
func (c *Client) Limits(name string) (connectors.ReadLimits, error) {
	api, err := c.api(name)
	if err != nil {
		return connectors.ReadLimits{}, err
	}
	return connectors.ReadLimits{
		MaxWindow: api.maxWindow, PageSize: api.form.Most, MaxPageSize: api.form.Most,
		FirstPage: 0, Resolution: time.Second,
	}, nil
}
