package connectorstest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

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

func unsure(api string) error {
	if api == "/save" {
		return connectors.ErrUnknown
	}
	return connectors.ErrUnavailable
}

// post makes one call.
func (c *client) post(ctx context.Context, api, token string, q question) (answer, error) {
	resp, err := c.http.R().SetContext(ctx).SetHeader("X-Token", token).SetBody(q).Post(api)
	if err != nil {
		return answer{}, c.lost(ctx, api, err)
	}
	said, err := c.decode(api, resp.Body())
	if err == nil && resp.StatusCode() == 200 {
		return said, nil
	}
	kind, shown := unsure(api), ": "+c.excerpt(resp.Body())
	if c.flaw == "writes: lost answers are unknown" && resp.StatusCode() >= 500 {
		kind = connectors.ErrUnavailable
	}
	if c.flaw == "reads: broken answers are errors" && api == "/read" {
		shown = ""
	}
	e := c.refuse(kind, api, fmt.Sprintf("HTTP %d, %v", resp.StatusCode(), err)+shown)
	if resp.StatusCode() == 429 && c.flaw != "telling off by a proxy carries a delay" {
		e.Kind, e.RetryAfter = connectors.ErrThrottled, time.Second
	}
	return answer{}, e
}

func (c *client) excerpt(body []byte) string {
	if c.flaw == "no secret is shown" {
		return strings.ToValidUTF8(string(body[:min(len(body), 500)]), "")
	}
	return c.mask.Excerpt(body)
}

func (c *client) lost(ctx context.Context, api string, err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	kind := unsure(api)
	dialled := strings.Contains(err.Error(), "refused") || strings.Contains(err.Error(), "dial")
	late := ctx.Err() == nil && strings.Contains(err.Error(), "exceeded")
	switch {
	case dialled && c.flaw == "what cannot be reached was not sent":
		kind = connectors.ErrUnknown
	case dialled, late && c.flaw == "a call that takes too long stops":
		kind = connectors.ErrUnavailable
	}
	e := c.refuse(kind, api, err.Error())
	if c.flaw != "a call that is given up stops" {
		e.Err = ctx.Err()
	}
	return e
}

func (c *client) decode(api string, body []byte) (answer, error) {
	var said answer
	if !utf8.Valid(body) && (c.flaw != "reads: another charset is no text" || api != "/read") {
		return said, errors.New("not UTF-8")
	}
	var rows []json.RawMessage
	said.Rows = &rows
	err := json.Unmarshal(body, &said)
	var shape *json.UnmarshalTypeError
	if errors.As(err, &shape) && shape.Field == "rows" && c.flaw == "reads: rows of another shape are errors" {
		err = nil
	}
	if err == nil && said.OK == nil {
		err = errors.New("it is not acme's")
	}
	for _, r := range rows {
		if r[0] != '{' {
			err = errors.New("a row is no object")
		}
	}
	said.Rows = rows
	return said, err
}
