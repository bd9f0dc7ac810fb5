// Package callback is any system that calls us over HTTP: a mall's backend
// sends its orders when they come about (OpenCallback). There is nothing to
// fetch; the gateway hands each call to Receive, which says whether it is the
// mall's and what is in it.
package callback

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// System is the name this connector goes by in schemes and messages.
const System = "callback"

// Config is one caller: who shares a secret with it is taken for it.
type Config struct {
	Account string `env:"-"` // MAIN
	// Auth is how a call is proved: hmac, a signature over its time and body, or
	// secret, the secret itself in a header, for systems that cannot sign.
	Auth   string `env:"AUTH" envDefault:"hmac"`
	Secret string `env:"SECRET"`
	// PreviousSecret counts, too, while a secret is being replaced.
	PreviousSecret string `env:"PREVIOUS_SECRET"`
	// ReplayWindow is how far the time of a signed call may be from ours.
	ReplayWindow time.Duration `env:"REPLAY_WINDOW" envDefault:"5m"`
}

// Client is one caller.
type Client struct {
	cfg     Config
	secrets [][]byte
}

var (
	_ connectors.Source    = (*Client)(nil)
	_ connectors.Receiver  = (*Client)(nil)
	_ connectors.Described = (*Client)(nil)
)

// New makes a client; a Config that cannot be safe is refused.
func New(cfg Config) (*Client, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	c := &Client{cfg: cfg}
	for _, secret := range []string{cfg.Secret, cfg.PreviousSecret} {
		if secret != "" {
			c.secrets = append(c.secrets, []byte(secret))
		}
	}
	return c, nil
}

// Format tells callers apart without their secrets, whichever way they are printed.
func (c *Client) Format(to fmt.State, _ rune) { _, _ = fmt.Fprint(to, System, " ", c.cfg.Account) }

// Ping always succeeds: nobody is called.
func (c *Client) Ping(context.Context) error { return nil }

// Fetch returns an empty page, the window's only one: rows come by calls.
func (c *Client) Fetch(_ context.Context, q connectors.Query) (connectors.Page, error) {
	_, err := c.Limits(q.API)
	return connectors.Page{}, err
}

// Limits: the API knows no windows and no pages.
func (c *Client) Limits(api string) (connectors.ReadLimits, error) {
	if api == OpenCallback {
		return connectors.ReadLimits{Resolution: time.Second}, nil
	}
	return connectors.ReadLimits{}, c.unknown(api)
}

func (c *Client) unknown(api string) error {
	return &connectors.Error{
		Kind: connectors.ErrNotFound, System: System, Account: c.cfg.Account, API: api,
		Message: "there is no such API here", Advice: "use " + OpenCallback,
	}
}

// Receive checks who calls, then reads the orders of the call: one, a list, or
// {"orders": […]}. All of them are right, or the call is refused with
// everything that is wrong in it.
func (c *Client) Receive(_ context.Context, in connectors.Inbound) (connectors.Received, error) {
	if in.API != OpenCallback {
		return connectors.Received{}, c.unknown(in.API)
	}
	if reason := c.doubt(in); reason != "" {
		return connectors.Received{}, c.refuse(in.API, connectors.ErrUnauthorized, reason, nil)
	}
	got, invalid := read(in)
	if invalid != nil {
		return connectors.Received{}, c.refuse(in.API, connectors.ErrRejected, invalid.Error(), invalid)
	}
	if c.cfg.Auth == authHMAC {
		got.Call = strings.ToLower(signature(in))
		got.Until = in.At.Add(2 * c.cfg.ReplayWindow) // its own time may be ahead of ours
	}
	return got, nil
}

func (c *Client) refuse(api string, kind error, message string, cause *connectors.Invalid) error {
	e := &connectors.Error{Kind: kind, System: System, Account: c.cfg.Account, API: api, Message: message}
	if cause != nil {
		e.Err = cause
	}
	return e
}
