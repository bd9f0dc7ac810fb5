package kingdee

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"strconv"
	"sync/atomic"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
)

// The services of the WebAPI.
const (
	authService = "Kingdee.BOS.WebApi.ServicesStub.AuthService."
	formService = "Kingdee.BOS.WebApi.ServicesStub.DynamicFormService."
	pathEnd     = ".common.kdsvc"
)

// maxBody is the longest answer that is read, in bytes.
const maxBody = 64 << 20

// call is one request to the WebAPI.
type call struct {
	method     string
	service    string // authService, else formService
	parameters []any
	writes     bool // its effect may outlive a lost answer
}

// pass asks whether a call that writes may still be sent. Of a login others wait for
// the outcome, and a question does no harm.
func (k call) pass(ctx context.Context) error {
	if !k.writes {
		return nil
	}
	return connectors.Pass(ctx)
}

// newHTTP never retries, never follows redirects (a POST would become a GET)
// and keeps no cookies of its own: sessions are handed to each call.
func newHTTP(cfg Config) *resty.Client {
	transport := http.DefaultTransport
	if t, ok := transport.(*http.Transport); ok {
		t = t.Clone()
		t.MaxIdleConnsPerHost = cfg.Concurrency
		transport = t
	}
	return resty.NewWithClient(&http.Client{Transport: transport, Timeout: cfg.Timeout}).
		SetRedirectPolicy(resty.RedirectPolicyFunc(func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse })).
		SetHeader("Content-Type", "application/json; charset=utf-8").
		SetHeader("Accept", "application/json").
		SetLogger(quiet{})
}

// quiet: what resty would log is returned as an error.
type quiet struct{}

func (quiet) Errorf(string, ...any) {}
func (quiet) Warnf(string, ...any)  {}
func (quiet) Debugf(string, ...any) {}

// enter waits for one of the account's slots.
func (c *Client) enter(ctx context.Context, k call) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, c.stopped(k, err)
	}
	select {
	case c.slots <- struct{}{}:
		return func() { <-c.slots }, nil
	case <-ctx.Done():
		return nil, c.stopped(k, ctx.Err())
	}
}

// do makes a call within the account's session, and once more with a new one
// when the server has lost it: MsgCode 1 means that the call did not run.
func (c *Client) do(ctx context.Context, k call) ([]byte, error) {
	leave, err := c.enter(ctx, k)
	if err != nil {
		return nil, err
	}
	defer leave()
	for again := false; ; again = true {
		s, err := c.session(ctx, k)
		if err != nil {
			return nil, err
		}
		body, cookies, err := c.post(ctx, k, s)
		if err != nil && !errors.Is(err, errNoSession) {
			return nil, err
		}
		if err == nil && !lost(body) {
			c.keep(cookies)
			return body, nil
		}
		c.sessions.drop(s)
		if again {
			return nil, c.lostTwice(k)
		}
	}
}

// session is what a call presents; a signed call may have none yet.
func (c *Client) session(ctx context.Context, k call) (*session, error) {
	if c.signs() {
		return c.sessions.peek(), nil
	}
	s, err := c.sessions.get(ctx)
	var told *connectors.Error
	if err != nil && !errors.As(err, &told) {
		err = c.stopped(k, err)
	}
	return s, err
}

// keep goes on with the session that the server opened for a signed call,
// instead of making it open one for each.
func (c *Client) keep(cookies []*http.Cookie) {
	if fresh := sessionCookies(cookies); c.signs() && fresh != nil {
		c.sessions.keep(&session{cookies: fresh})
	}
}

// post sends one request, once, and returns a JSON body.
func (c *Client) post(ctx context.Context, k call, s *session) ([]byte, []*http.Cookie, error) {
	req, sent, err := c.request(ctx, k, s)
	if err != nil {
		return nil, nil, err
	}
	if err := k.pass(ctx); err != nil {
		return nil, nil, c.stopped(k, err)
	}
	res, err := req.Post(c.url(k))
	if err != nil {
		return nil, nil, c.broken(k, err, sent.Load())
	}
	body, err := c.read(res)
	if errors.Is(err, errTooLong) {
		return nil, nil, c.tooLong(k)
	}
	if err != nil {
		return nil, nil, c.broken(k, err, true)
	}
	return body, res.Cookies(), c.judge(k, res, body)
}

func (c *Client) url(k call) string {
	service := or(k.service, formService)
	return c.base.JoinPath(service + k.method + pathEnd).String()
}

// request is the positional envelope of the official Java SDK: of the three
// that the server accepts it is the one all its versions and methods know, and
// data as a string keeps the order of the model's keys whoever stands between.
func (c *Client) request(ctx context.Context, k call, s *session) (*resty.Request, *atomic.Bool, error) {
	body, err := connectors.Object{{Name: "parameters", Value: k.parameters}}.MarshalJSON()
	if err != nil {
		return nil, nil, c.rejected(k, "", "the request cannot be written as JSON: "+err.Error())
	}
	sent := new(atomic.Bool)
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent.Store(true) }}
	req := c.http.R().SetContext(httptrace.WithClientTrace(ctx, trace)).SetDoNotParseResponse(true).SetBody(body)
	if s != nil {
		present(req, s)
	}
	if c.signs() {
		headers, err := c.cfg.signedHeaders(c.base.JoinPath(formService+k.method+pathEnd).Path, strconv.FormatInt(c.now().Unix(), 10))
		if err != nil {
			return nil, nil, c.rejected(k, "", err.Error())
		}
		req.SetHeaders(headers)
	}
	return req, sent, nil
}

// present shows the session in both ways that servers look for.
func present(req *resty.Request, s *session) {
	if s.id != "" {
		req.SetHeader(sessionCookie, s.id)
	}
	req.SetCookies(s.cookies)
}

var errTooLong = errors.New("the answer is too long")

func (c *Client) read(res *resty.Response) ([]byte, error) {
	raw := res.RawBody()
	defer func() { _ = raw.Close() }() // nothing is lost when closing what was read fails
	body, err := io.ReadAll(io.LimitReader(raw, c.longest+1))
	if err == nil && int64(len(body)) > c.longest {
		return nil, errTooLong
	}
	return body, err
}
