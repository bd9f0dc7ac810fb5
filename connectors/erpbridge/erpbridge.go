// Package erpbridge is erpbridge itself as a source: schemes that read from it
// are fed by others (callBackStrategy), document by document as those are
// delivered. There is nothing to fetch; a run of such a scheme delivers what it
// was handed, and has a sync point like any other.
package erpbridge

import (
	"context"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// System is the name this connector goes by in schemes and messages.
const System = "erpbridge"

// Fed is its only API: rows come by being handed over.
const Fed = "fed"

// Config has nothing to set: erpbridge needs no account at itself.
type Config struct {
	Account string `env:"-"` // MAIN
}

// Client is erpbridge as a source.
type Client struct {
	account string
}

var (
	_ connectors.Source    = (*Client)(nil)
	_ connectors.Described = (*Client)(nil)
)

// New makes the client.
func New(cfg Config) (*Client, error) { return &Client{account: cfg.Account}, nil }

// Ping always succeeds: who can call it is there.
func (c *Client) Ping(context.Context) error { return nil }

// Fetch returns an empty page, the window's only one.
func (c *Client) Fetch(_ context.Context, q connectors.Query) (connectors.Page, error) {
	_, err := c.Limits(q.API)
	return connectors.Page{}, err
}

// Limits: the API knows no windows and no pages.
func (c *Client) Limits(api string) (connectors.ReadLimits, error) {
	if api == Fed {
		return connectors.ReadLimits{Resolution: time.Second}, nil
	}
	return connectors.ReadLimits{}, &connectors.Error{
		Kind: connectors.ErrNotFound, System: System, Account: c.account, API: api,
		Message: "there is no such API here", Advice: "use " + Fed,
	}
}

// APIs describes what there is; a fed row has the fields its feeder gives it.
func (c *Client) APIs() []connectors.API { return APIs() }

// APIs describes what there is; no account is needed.
func APIs() []connectors.API {
	return []connectors.API{{Name: Fed, Title: "由其他方案写入", Effect: connectors.Reads}}
}
