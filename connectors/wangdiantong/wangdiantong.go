// Package wangdiantong speaks with 旺店通·企业版 over its open API (openapi2): it
// pushes orders of a merchant's own shops (trade_push 创建原始订单) and reads what
// left the warehouses, shops, warehouses and goods.
//
// It promises that each order of a push gets its own outcome, although 旺店通
// answers a push as a whole: refused orders are told by their tid where 旺店通
// names them, and found by pushing again without them, or by halves, where it does
// not. Pushing again is safe because 旺店通 updates an order by its tid and changes
// nothing when nothing has changed; an answer that was lost is still reported as
// unknown. Windows are read whole although rows move (connectors/internal/paging),
// and the quota of the account is kept.
package wangdiantong

import (
	"context"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// System is the name this connector goes by in schemes and messages.
const System = "wangdiantong"

// Config is one interface account (接口账号) at 旺店通·企业版, read from
// WANGDIANTONG_<ACCOUNT>_<FIELD>.
type Config struct {
	URL       string        `env:"URL"` // of the scripts; ends in /openapi2
	SID       string        `env:"SID"` // 卖家账号
	AppKey    string        `env:"APP_KEY"`
	AppSecret string        `env:"APP_SECRET"`
	ShopNo    string        `env:"SHOP_NO"` // 店铺编号 of orders whose scheme names none
	TimeZone  string        `env:"TIME_ZONE" envDefault:"Asia/Shanghai"`
	Timeout   time.Duration `env:"TIMEOUT" envDefault:"30s"` // of one call

	// The quota of the account.
	PerSecond int `env:"PER_SECOND" envDefault:"5"`
	PerMinute int `env:"PER_MINUTE" envDefault:"60"`

	Account string `env:"-"` // MAIN
}

// Client is one account. It is safe for concurrent use and should be made once
// per account, because the quota belongs to the account.
type Client struct {
	cfg  Config
	zone *time.Location
	wire *wire
}

var (
	_ connectors.Source    = (*Client)(nil)
	_ connectors.Target    = (*Client)(nil)
	_ connectors.Repeater  = (*Client)(nil)
	_ connectors.Reader    = (*Client)(nil)
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
	return &Client{cfg: cfg, zone: zone, wire: newWire(cfg)}, nil
}

// Format tells accounts apart without their secrets, whichever way they are printed.
func (c *Client) Format(to fmt.State, _ rune) { _, _ = fmt.Fprint(to, System, " ", c.cfg.Account) }

// Location is the zone of 旺店通's times.
func (c *Client) Location() *time.Location { return c.zone }

// Ping asks for one shop, the cheapest call there is.
func (c *Client) Ping(ctx context.Context) error {
	_, err := c.Fetch(ctx, connectors.Query{API: shops, Params: map[string]any{"page_size": 1}})
	return err
}
