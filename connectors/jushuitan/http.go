package jushuitan

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/mask"
	"github.com/erpbridge/erpbridge/connectors/internal/paging"
	"github.com/erpbridge/erpbridge/connectors/internal/quota"
)

// maxBody is more than any page of 100 rows; a longer answer is not an answer.
const maxBody = 64 << 20

// wire sends one request at a time of the quota and says what came back.
type wire struct {
	account string
	http    *resty.Client
	limit   *quota.Limiter
	mask    *mask.Masker
	skew    atomic.Int64 // the server's clock minus ours, once it has complained of ours
}

func newWire(cfg Config) *wire {
	client := resty.New().
		SetTimeout(cfg.Timeout).
		SetResponseBodyLimit(maxBody).
		SetRedirectPolicy(resty.NoRedirectPolicy()). // a redirect would carry the token elsewhere
		SetLogger(silent{})
	return &wire{
		account: cfg.Account, http: client, limit: quota.New(cfg.PerSecond, cfg.PerMinute),
		mask: mask.New(cfg.AppSecret, cfg.AccessToken, cfg.RefreshToken, cfg.PartnerKey, cfg.Token),
	}
}

// silent: what happens to a call is in the error it returns; resty's own log
// would print URLs, and the old gateway's URLs hold the token.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

// now is the time by 聚水潭's clock, as far as it is known.
func (w *wire) now() time.Time { return time.Now().Add(time.Duration(w.skew.Load())) }

// send makes the call that write prepares. An error is an *connectors.Error;
// a reply may still hold a code that is not 0.
func (w *wire) send(ctx context.Context, api string, write func(*resty.Request, time.Time)) (reply, error) {
	var resp *resty.Response
	err := w.limit.Do(ctx, func() (err error) {
		r := w.http.R().SetContext(ctx)
		write(r, w.now())
		resp, err = r.Execute(http.MethodPost, r.URL)
		return err
	})
	if err != nil {
		return reply{}, w.lost(ctx, api, err)
	}
	got, err := decode(resp.Body())
	if err != nil {
		return reply{}, w.unreadable(api, resp, err)
	}
	got.date, _ = http.ParseTime(resp.Header().Get("Date")) // zero when absent: then the clock stays as it is
	return got, nil
}

// lost tells of a call without an answer. The URL is left out of the message:
// the old gateway's holds the token.
func (w *wire) lost(ctx context.Context, api string, err error) error {
	if ctx.Err() != nil {
		return w.refuse(connectors.ErrUnavailable, api, "the call was given up: "+ctx.Err().Error(), ctx.Err())
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return w.refuse(connectors.ErrUnavailable, api, "no answer: "+w.mask.Clean(err.Error()), nil)
}

func (w *wire) unreadable(api string, resp *resty.Response, cause error) error {
	e := w.refuse(connectors.ErrUnavailable, api, "", nil)
	e.Message = "the answer (HTTP " + resp.Status() + ") is not one of 聚水潭's: " + cause.Error()
	if said := w.mask.Excerpt(resp.Body()); said != "" {
		e.Message += ": " + said
	}
	switch status := resp.StatusCode(); {
	case status == http.StatusTooManyRequests:
		e.Kind, e.RetryAfter = connectors.ErrThrottled, time.Second
	case status == http.StatusNotFound:
		e.Advice = "check JUSHUITAN_" + w.account + "_URL and GATEWAY"
	}
	return e
}

// readClock takes over the server's clock from an answer that complained of ours.
func (w *wire) readClock(got reply) {
	if !got.date.IsZero() {
		w.skew.Store(int64(time.Until(got.date)))
	}
}

func (w *wire) refuse(kind error, api, message string, cause error) *connectors.Error {
	return &connectors.Error{Kind: kind, System: System, Account: w.account, API: api, Message: message, Err: cause}
}

// call asks an API. A dead token is renewed once, a wrong clock set once.
func (c *Client) call(ctx context.Context, a api, biz map[string]any) (paging.Page, error) {
	body, err := marshal(biz)
	if err != nil {
		return paging.Page{}, c.refuse(connectors.ErrRejected, a.name, err.Error())
	}
	got, err := c.mended(ctx, a, body)
	if err != nil {
		return paging.Page{}, err
	}
	if err := c.wire.verdict(a.name, got); err != nil {
		return paging.Page{}, err
	}
	p, err := got.page(a)
	if err != nil {
		return paging.Page{}, c.refuse(connectors.ErrUnavailable, a.name, err.Error())
	}
	p.At = got.date
	return p, nil
}

func (c *Client) mended(ctx context.Context, a api, body string) (reply, error) {
	var renewed, timed bool
	for {
		got, token, err := c.once(ctx, a, body)
		switch {
		case err != nil:
			return reply{}, err
		case got.deadToken() && !renewed:
			renewed = true
			if err := c.tokens.renew(ctx, token); err != nil {
				return reply{}, err
			}
		case got.wrongClock() && !timed:
			timed = true
			c.wire.readClock(got)
		default:
			return got, nil
		}
	}
}

func (c *Client) once(ctx context.Context, a api, body string) (reply, Tokens, error) {
	token, err := c.tokens.current(ctx)
	if err != nil {
		return reply{}, Tokens{}, err
	}
	got, err := c.wire.send(ctx, a.name, func(r *resty.Request, at time.Time) {
		c.gateway.ask(r, a, body, token.Access, at)
	})
	return got, token, err
}
