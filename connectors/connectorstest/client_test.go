package connectorstest_test

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
	"github.com/erpbridge/erpbridge/connectors/internal/mask"
)

// client is a connector to acme, as it should be, and with one flaw at most: the
// name of the check that must see it.
type client struct {
	flaw string
	http *resty.Client
	mask *mask.Masker

	mu    sync.Mutex
	token string
	pings int

	saved, lostSave string
	allotted        bool
}

func newClient(a connectorstest.Account, flaw string) *client {
	return &client{flaw: flaw, http: resty.New().SetBaseURL(a.URL).SetTimeout(a.Timeout).SetLogger(silent{}), mask: mask.New(acmeSecret)}
}

type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

func (c *client) Format(to fmt.State, _ rune) { _, _ = fmt.Fprint(to, "acme MAIN") }

func (c *client) refuse(kind error, api, message string) *connectors.Error {
	if c.flaw != "no secret is shown" {
		message = c.mask.Clean(message)
	}
	return &connectors.Error{Kind: kind, System: "acme", Account: "MAIN", API: api, Message: message}
}

// login opens a session unless somebody else has in the meantime.
func (c *client) login(ctx context.Context, dead string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.token != dead && c.flaw != "dead credentials are renewed once" {
		return c.token, nil
	}
	said, err := c.post(ctx, "/login", "", question{Secret: acmeSecret})
	if err == nil {
		err = c.verdict("/login", said)
	}
	if err != nil {
		return "", err
	}
	c.token = said.Token
	return c.token, nil
}

func (c *client) session(ctx context.Context) (string, error) {
	c.mu.Lock()
	token := c.token
	c.mu.Unlock()
	if token != "" {
		return token, nil
	}
	return c.login(ctx, "")
}

// call asks within a session, and once more with a new one.
func (c *client) call(ctx context.Context, api string, q question) (answer, error) {
	if err := c.fenced(ctx, api, true); err != nil {
		return answer{}, err
	}
	token, err := c.session(ctx)
	if err != nil {
		return answer{}, err
	}
	said, err := c.post(ctx, api, token, q)
	if err == nil && said.Code == "session" {
		if token, err = c.login(ctx, token); err == nil {
			said, err = c.post(ctx, api, token, q)
		}
	}
	if err != nil {
		return answer{}, err
	}
	return said, c.verdict(api, said)
}

func (c *client) verdict(api string, said answer) error {
	if *said.OK {
		return nil
	}
	e := c.refuse(connectors.ErrRejected, api, said.Message)
	switch said.Code {
	case "busy":
		e.Kind, e.RetryAfter = connectors.ErrThrottled, time.Duration(said.Wait)*time.Second
		if c.flaw == "telling off carries its delay" {
			e.RetryAfter = 0
		}
	case "shut", "session":
		if c.flaw != "refused accounts are unauthorized" {
			e.Kind = connectors.ErrUnauthorized
		}
	default:
		if api == "/read" && c.flaw == "reads: refusals keep the words" {
			e.Message = "the request was refused"
		}
	}
	return e
}

func (c *client) unsure(api string) error {
	if api == "/save" || api == "/allot" && c.flaw != "writes: lost allotments are made again" {
		return connectors.ErrUnknown
	}
	return connectors.ErrUnavailable
}
