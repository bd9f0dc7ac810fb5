// Package jushuitan reads 聚水潭: refunds, orders and shops, through its new
// gateway (openapi) or its old one (query.aspx).
//
// It promises that a window is read whole although rows move while it is read
// (connectors/internal/paging says how), that an account's quota is kept rather than tested
// (connectors/internal/quota), and that tokens are renewed before they die and are never lost
// while they are (token.go). Rows come out byte for byte as 聚水潭 sent them.
package jushuitan

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
)

// System is the name this connector goes by in schemes and messages.
const System = "jushuitan"

// Config is one account at 聚水潭, read from JUSHUITAN_<ACCOUNT>_<FIELD>.
type Config struct {
	URL     string `env:"URL"`                       // base of the new gateway, or the query.aspx of the old one; the public ones by default
	Gateway string `env:"GATEWAY" envDefault:"open"` // open | legacy

	// The new gateway. Without REFRESH_TOKEN the account works until the access token dies.
	AppKey       string `env:"APP_KEY"`
	AppSecret    string `env:"APP_SECRET"`
	AccessToken  string `env:"ACCESS_TOKEN"`
	RefreshToken string `env:"REFRESH_TOKEN"`

	// The old gateway.
	PartnerID  string `env:"PARTNER_ID"`
	PartnerKey string `env:"PARTNER_KEY"`
	Token      string `env:"TOKEN"`

	// TokenFile keeps renewed tokens over restarts; empty keeps them in memory only.
	TokenFile string `env:"TOKEN_FILE"`

	TimeZone string        `env:"TIME_ZONE" envDefault:"Asia/Shanghai"`
	Timeout  time.Duration `env:"TIMEOUT" envDefault:"30s"`

	// The quota 聚水潭 grants a merchant; raise them only when it raised them.
	PerSecond int `env:"PER_SECOND" envDefault:"5"`
	PerMinute int `env:"PER_MINUTE" envDefault:"100"`

	Account string       `env:"-"` // MAIN
	Keeper  TokenKeeper  `env:"-"` // instead of TokenFile
	Log     *slog.Logger `env:"-"` // nil: slog.Default
}

// Client is one account at 聚水潭. It is safe for concurrent use and should be
// made once per account, because the quota and the tokens belong to the account.
type Client struct {
	account string
	zone    *time.Location
	gateway gateway
	wire    *wire
	tokens  *tokens
}

var (
	_ connectors.Source    = (*Client)(nil)
	_ connectors.Described = (*Client)(nil)
	_ connectors.Zoned     = (*Client)(nil)
)

// New makes the client of an account. It calls nobody; what is missing is named
// as the variable to set.
func New(cfg Config) (*Client, error) {
	cfg = cfg.withDefaults()
	if err := cfg.check(); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", cfg.variable("TIME_ZONE"), err)
	}
	gw := newGateway(cfg)
	wire := newWire(cfg)
	return &Client{account: cfg.Account, zone: zone, gateway: gw, wire: wire, tokens: newTokens(cfg, gw, wire)}, nil
}

// Location is the zone of 聚水潭's times.
func (c *Client) Location() *time.Location { return c.zone }

// Format tells accounts apart without their secrets, whichever way they are printed.
func (c *Client) Format(to fmt.State, _ rune) { _, _ = fmt.Fprint(to, System, " ", c.account) }

// Ping asks for one shop, the cheapest call there is.
func (c *Client) Ping(ctx context.Context) error {
	api, err := c.api("shops.query")
	if err != nil {
		return err
	}
	_, err = c.call(ctx, api, map[string]any{"page_index": 1, "page_size": 1})
	return err
}

// Fetch makes one call and returns one page; see connectors.Source.
func (c *Client) Fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	api, err := c.api(q.API)
	if err != nil {
		return connectors.Page{}, err
	}
	ask, err := newRequest(api, q.Params, c.zone)
	if err != nil {
		return connectors.Page{}, c.refuse(connectors.ErrRejected, api.name, err.Error())
	}
	at, err := ask.reading().Start(q.Cursor)
	if err != nil {
		return connectors.Page{}, c.refuse(connectors.ErrRejected, api.name, err.Error())
	}
	return c.fetch(ctx, api, ask, at)
}

func (c *Client) fetch(ctx context.Context, api api, ask request, at paging.Cursor) (connectors.Page, error) {
	now := c.wire.now()
	got, err := c.call(ctx, api, ask.page(at.Number(ask.reading())))
	if err != nil {
		return connectors.Page{}, err
	}
	next, err := at.After(got, ask.reading(), now)
	if err != nil {
		return connectors.Page{}, c.refuse(connectors.ErrUnavailable, api.name, err.Error())
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
		MaxWindow: api.maxWindow, PageSize: api.pageSize, MaxPageSize: api.pageSize,
		FirstPage: 1, Resolution: time.Second,
	}, nil
}

func (c *Client) api(name string) (api, error) {
	known := apis(c.gateway.isLegacy())
	for _, a := range known {
		if a.name == name {
			return a, nil
		}
	}
	e := c.refuse(connectors.ErrNotFound, name, "there is no such API here")
	e.Advice = "use one of " + strings.Join(names(known), ", ")
	return api{}, e
}

func (c *Client) refuse(kind error, api, message string) *connectors.Error {
	return &connectors.Error{Kind: kind, System: System, Account: c.account, API: api, Message: message}
}
