// Package http speaks with systems that nobody has written a connector for: a
// YAML file describes the system, and this package reads and writes through it.
// README.md tells consultants how such a file is written.
//
// It makes the promises of every connector. Windows are read whole although rows
// move between pages (connectors/internal/paging), the quota of an account is kept
// (connectors/internal/quota), a token that died is renewed once for all calls that
// notice, and a write whose answer was lost or cannot be understood is reported as
// unknown, never as refused or done. What a description leaves open is an error
// when the file is read, with line and column.
package http

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// client is one account: what reading and writing share.
type client struct {
	d       *Description
	account string
	zone    *time.Location
	settle  time.Duration // see connectors.Settling
	wire    *wire
}

// New makes the connector of an account. It calls nobody; what is missing is named
// as the variable to set. What the connector can be used as is what the APIs of the
// description can do: connectors.Source, Target and Repeater, Finder.
func New(cfg Config) (connectors.Connector, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cfg.variable("TIME_ZONE"), err)
	}
	cfg.warn()
	return able(&client{d: cfg.Description, account: cfg.Account, zone: zone, settle: cfg.Settle, wire: newWire(cfg, zone)}), nil
}

// Location is the zone of the system's times.
func (c *client) Location() *time.Location { return c.zone }

// APIs describes every API as the description does.
func (c *client) APIs() []connectors.API { return c.d.APIs() }

// Format tells accounts apart without their secrets, whichever way they are printed.
func (c *client) Format(to fmt.State, _ rune) { _, _ = fmt.Fprint(to, c.d.Name, " ", c.account) }

// Ping asks for one row, or logs in where nothing can be read.
func (c *client) Ping(ctx context.Context) error {
	if c.d.Ping == "" {
		_, err := c.wire.tokens.current(ctx)
		return err
	}
	now := time.Now()
	_, err := (&reading{c}).Fetch(ctx, connectors.Query{
		API: c.d.Ping, Params: map[string]any{}, Window: connectors.Window{From: now.Add(-time.Minute), To: now},
	})
	return err
}

func (c *client) refuse(kind error, api, message string) *connectors.Error {
	return &connectors.Error{Kind: kind, System: c.d.Name, Account: c.account, API: api, Message: message}
}

// api finds what a scheme names.
func (c *client) api(name string, effect effectWord) (*api, error) {
	var names []string
	for i := range c.d.Calls {
		a := &c.d.Calls[i]
		if a.Effect == effect && a.Name == name {
			return a, nil
		}
		if a.Effect == effect {
			names = append(names, a.Name)
		}
	}
	e := c.refuse(connectors.ErrNotFound, name, "there is no such API here")
	e.Advice = "use one of " + strings.Join(names, ", ")
	return nil, e
}
