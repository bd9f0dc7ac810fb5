// Package kingdee speaks with 金蝶云星空 (K/3 Cloud) over its WebAPI: it reads
// rows with ExecuteBillQuery and saves, submits, audits, allots, finds and takes
// back bills.
//
// It promises that a call whose answer was lost is never reported as refused or
// as done (ErrUnknown, and nothing is sent twice by itself), that every bill of
// a batch gets its own outcome, that an expired session costs one login however
// many calls notice it, and that a refused password is not tried until the
// account locks.
package kingdee

import (
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
)

// System is the name this connector goes by in schemes and messages.
const System = "kingdee"

// Config is one account (账套 and user) at 金蝶云星空, read from
// KINGDEE_<ACCOUNT>_<FIELD>.
type Config struct {
	URL      string `env:"URL"`                         // ends in /k3cloud/
	AcctID   string `env:"ACCT_ID"`                     // id of the data centre
	Username string `env:"USERNAME"`                    // a user that may call the WebAPI; not administrator
	Auth     string `env:"AUTH" envDefault:"appsecret"` // appsecret | password | signature

	AppID     string `env:"APP_ID"` // appsecret and signature
	AppSecret string `env:"APP_SECRET"`
	Password  string `env:"PASSWORD"` // password

	LCID     string        `env:"LCID" envDefault:"2052"` // language of the messages; others than 2052 are not recognised as well
	OrgNum   string        `env:"ORG_NUM"`                // organisation to work in; signature only
	TimeZone string        `env:"TIME_ZONE" envDefault:"Asia/Shanghai"`
	Timeout  time.Duration `env:"TIMEOUT" envDefault:"60s"` // of one call
	Settle   time.Duration `env:"SETTLE" envDefault:"30s"`  // how long the server may be busy with a call after its answer was lost

	// Concurrency is how many calls may be under way at once: an overloaded
	// server does not refuse, it becomes slow for everybody.
	Concurrency int `env:"CONCURRENCY" envDefault:"5"`

	Account string       `env:"-"` // MAIN
	Log     *slog.Logger `env:"-"` // nil: slog.Default
}

// Client is one account at 金蝶云星空. It is safe for concurrent use and should
// be made once per account, because the session belongs to the account.
type Client struct {
	cfg      Config
	base     *url.URL
	zone     *time.Location
	http     *resty.Client
	slots    chan struct{}
	sessions *sessions
	clean    cleaner
	longest  int64 // bytes of an answer
	now      func() time.Time
	log      *slog.Logger
}

var (
	_ connectors.Source    = (*Client)(nil)
	_ connectors.Auditor   = (*Client)(nil)
	_ connectors.Allotter  = (*Client)(nil)
	_ connectors.Finder    = (*Client)(nil)
	_ connectors.Undoer    = (*Client)(nil)
	_ connectors.Amender   = (*Client)(nil)
	_ connectors.Reader    = (*Client)(nil)
	_ connectors.Zoned     = (*Client)(nil)
	_ connectors.Bounded   = (*Client)(nil)
	_ connectors.Described = (*Client)(nil)
)

// New makes the client of an account. It calls nobody; what is missing is named
// as the variable to set.
func New(cfg Config) (*Client, error) {
	cfg = cfg.withDefaults()
	base, zone, err := cfg.check()
	if err != nil {
		return nil, err
	}
	c := &Client{
		cfg: cfg, base: base, zone: zone, http: newHTTP(cfg),
		slots:   make(chan struct{}, cfg.Concurrency),
		clean:   newCleaner(cfg.Password, cfg.AppSecret),
		longest: maxBody, now: time.Now, log: cfg.Log,
	}
	c.sessions = newSessions(c.login, func() time.Time { return c.now() })
	return c, nil
}

// Ping logs in, or makes the cheapest query when there is a session already or
// when calls sign themselves.
func (c *Client) Ping(ctx context.Context) error {
	if c.signs() || c.sessions.open() {
		_, err := c.rows(ctx, queryCall(connectors.Object{
			{Name: "FormId", Value: "ORG_Organizations"}, {Name: "FieldKeys", Value: "FNumber"}, {Name: "Limit", Value: 1},
		}))
		return err
	}
	leave, err := c.enter(ctx, call{method: c.loginMethod()})
	if err != nil {
		return err
	}
	defer leave()
	_, err = c.sessions.get(ctx)
	return err
}

// Location is the zone in which the server's times are meant.
func (c *Client) Location() *time.Location { return c.zone }

// Settles is as long as the account's own setting says: an overloaded server works
// on at what a proxy in front of it has given up.
func (c *Client) Settles() time.Duration { return c.cfg.Settle }

// AtOnce is how many calls the account's own setting lets be under way.
func (c *Client) AtOnce() int { return c.cfg.Concurrency }

// Format tells accounts apart without their secrets, whichever way they are printed.
func (c *Client) Format(to fmt.State, _ rune) { _, _ = fmt.Fprint(to, c.cfg.String()) }

func (c *Client) signs() bool { return c.cfg.Auth == authSignature }
