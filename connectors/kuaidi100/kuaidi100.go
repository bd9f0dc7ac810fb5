// Package kuaidi100 speaks with 快递100: it asks where parcels are
// (poll/query.do), subscribes to them (poll), and reads what 快递100 then sends of
// its own accord (callback).
//
// Parcels are asked for by number, not by time: a query names the numbers, and a
// page is what one call says of one of them. A number that 快递100 knows nothing
// of yet has no row; one that it refuses does not keep the others from being
// asked. A queried row and a pushed one have the same fields, so that one
// collection can hold both; which state means what to another system is for a
// scheme to say.
package kuaidi100

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// System is the name this connector goes by in schemes and messages.
const System = "kuaidi100"

// Config is one account (企业) at 快递100, read from KUAIDI100_<ACCOUNT>_<FIELD>.
type Config struct {
	URL      string `env:"URL"`      // of the server, without a path
	Customer string `env:"CUSTOMER"` // 公司编号
	Key      string `env:"KEY"`      // 授权key

	// Salt signs what 快递100 sends; it is told with each subscription. Parcels
	// stay subscribed for weeks, so the salt before counts, too.
	Salt         string `env:"SALT"`
	PreviousSalt string `env:"PREVIOUS_SALT"`
	CallbackURL  string `env:"CALLBACK_URL"` // where 快递100 sends to, unless the scheme says

	TimeZone string        `env:"TIME_ZONE" envDefault:"Asia/Shanghai"`
	Timeout  time.Duration `env:"TIMEOUT" envDefault:"30s"` // of one call

	// The quota of the account.
	PerSecond int `env:"PER_SECOND" envDefault:"5"`
	PerMinute int `env:"PER_MINUTE" envDefault:"200"`

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
	_ connectors.Receiver  = (*Client)(nil)
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

// Location is the zone of 快递100's times.
func (c *Client) Location() *time.Location { return c.zone }

// Ping asks for a parcel that nobody has sent. 快递100 has no call that is only for
// this; that it refuses the number says that it accepts the account.
func (c *Client) Ping(ctx context.Context) error {
	_, err := c.track(ctx, question{}, parcel{com: "yuantong", num: "ERPBRIDGEPING"})
	if errors.Is(err, connectors.ErrRejected) {
		return nil
	}
	return err
}
