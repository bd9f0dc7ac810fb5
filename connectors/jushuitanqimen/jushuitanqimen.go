// Package jushuitanqimen reads 聚水潭 through the 奇门 gateway: refunds (售后单) of
// shops on Taobao, which 聚水潭's own gateways do not give out.
//
// It promises that a window is read whole although rows move while it is read:
// from its last page to its first (connectors/internal/paging), or, where the
// account allows it, by the version of the rows (since.go). Rows come out byte for
// byte as 聚水潭 sent them; amounts and quantities may be text. Calls and refusals
// are the gateway's (connectors/internal/qimen).
package jushuitanqimen

import (
	"context"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
	"github.com/erpbridge/erpbridge/connectors/internal/qimen"
)

// System is the name this connector goes by in schemes and messages.
const System = "jushuitanqimen"

// Config is one account at 聚水潭·奇门, read from JUSHUITANQIMEN_<ACCOUNT>_<FIELD>.
type Config struct {
	qimen.Config
	CustomerID string `env:"CUSTOMER_ID"` // 聚水潭公司编号 (co_id): the merchant, unless a scheme names another
	// StartTS reads by row version (start_ts), which 聚水潭 advises and does not
	// grant to every account.
	StartTS bool `env:"START_TS"`
}

// Client is one account. It is safe for concurrent use and should be made once
// per account, because the quota belongs to the app.
type Client struct {
	gateway *qimen.Gateway
	account string
	startTS bool
}

var (
	_ connectors.Source    = (*Client)(nil)
	_ connectors.Described = (*Client)(nil)
	_ connectors.Zoned     = (*Client)(nil)
)

// New makes the client of an account. It calls nobody; what is missing is named
// as the variable to set.
func New(cfg Config) (*Client, error) {
	if cfg.Account == "" {
		cfg.Account = "MAIN"
	}
	gateway, err := qimen.Open(scene(cfg), cfg.Config, cfg.CustomerID)
	if err != nil {
		return nil, err
	}
	return &Client{gateway: gateway, account: cfg.Account, startTS: cfg.StartTS}, nil
}

// scene is 聚水潭 as the gateway knows it, with the quota that 聚水潭 grants a merchant.
func scene(cfg Config) qimen.Scene {
	return qimen.Scene{
		System: System, Title: "聚水潭", URL: "https://a1q40taq0j.api.taobao.com", TargetAppKey: "23060081",
		Route: "customer_id", PerSecond: 5, PerMinute: 100, Judge: judge(cfg.Account, cfg.StartTS),
	}
}

// Format tells accounts apart without their secrets, whichever way they are printed.
func (c *Client) Format(to fmt.State, verb rune) { c.gateway.Format(to, verb) }

// Location is the zone of 聚水潭's times.
func (c *Client) Location() *time.Location { return c.gateway.Location() }

// Ping asks for one refund of the last minute, the cheapest call there is.
func (c *Client) Ping(ctx context.Context) error {
	now := c.gateway.Now()
	ask, err := apis()[0].form.Ask(connectors.Query{Window: connectors.Window{From: now.Add(-time.Minute), To: now}}, c.Location())
	if err != nil {
		return err
	}
	_, err = c.call(ctx, apis()[0], ask.At(1, 1, nil))
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
	if c.startTS {
		return c.since(ctx, api, ask, q.Cursor)
	}
	reading := paging.Reading{First: 1, Size: ask.Size, ID: api.id, End: end(ask)}
	at, err := reading.Start(q.Cursor)
	if err != nil {
		return connectors.Page{}, c.gateway.Refuse(connectors.ErrRejected, api.name, err.Error())
	}
	return c.fetch(ctx, api, ask, reading, at)
}

// end is when rows stop moving about in a window: after its end they leave it when
// they are modified, unless the window is about another time (date_type).
func end(ask qimen.Question) time.Time {
	if kind := ask.Get("date_type"); kind != "" && kind != "0" {
		return time.Time{}
	}
	return ask.End
}

func (c *Client) fetch(ctx context.Context, api api, ask qimen.Question, r paging.Reading, at paging.Cursor) (connectors.Page, error) {
	now := c.gateway.Now()
	got, err := c.call(ctx, api, ask.At(at.Number(r), ask.Size, nil))
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
		FirstPage: 1, Resolution: time.Second,
	}, nil
}
