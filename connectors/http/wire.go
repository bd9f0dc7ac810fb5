package http

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/mask"
	"github.com/erpbridge/erpbridge/connectors/internal/quota"
)

// wire sends requests within the account's quota and says what came back.
type wire struct {
	d         *Description
	account   string
	url       string
	variables map[string]string
	zone      *time.Location
	http      *resty.Client
	limit     *quota.Limiter
	mask      *mask.Masker
	tokens    *tokens
}

func newWire(cfg Config, zone *time.Location) *wire {
	client := resty.New().
		SetTimeout(cfg.Timeout).
		SetResponseBodyLimit(cfg.MaxBody).
		SetRedirectPolicy(resty.RedirectPolicyFunc(func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // a redirect would carry the credentials elsewhere
		})).
		SetLogger(silent{})
	w := &wire{
		d: cfg.Description, account: cfg.Account, url: cfg.URL, variables: cfg.Variables, zone: zone,
		http: client, limit: quota.New(cfg.PerSecond, cfg.PerMinute), mask: mask.New(cfg.secrets()...),
	}
	w.tokens = &tokens{wire: w, turn: make(chan struct{}, 1)}
	return w
}

// secrets are the values that nobody may read, in each dress they are sent in.
func (cfg Config) secrets() []string {
	var all []string
	for _, v := range cfg.Description.Variables {
		if value := cfg.Variables[v.Name]; !v.Public {
			all = append(all, value, url.QueryEscape(value), url.PathEscape(value), base64.StdEncoding.EncodeToString([]byte(value)),
				plain(filter("md5", value)))
		}
	}
	of := func(name string) any { return cfg.Variables[name[len("env."):]] }
	if a := cfg.Description.Auth; a.Kind == authBasic {
		all = append(all, basic(a.Username.text(of), a.Password.text(of)))
	}
	return all
}

// silent: what happens to a call is in the error it returns.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

// ask makes a call. A token that the system refuses is renewed, and the call made
// once more: it has done nothing then.
func (w *wire) ask(ctx context.Context, q question) (answer, error) {
	token, err := w.tokens.current(ctx)
	if err != nil {
		return answer{}, err
	}
	got, err := w.send(ctx, q, token.text)
	if !isUnauthorized(err) || !w.tokens.renewable() {
		return got, err
	}
	if token, err = w.tokens.renewed(ctx, token); err != nil {
		return answer{}, err
	}
	return w.send(ctx, q, token.text)
}

// pass asks whether a call that writes may still be sent. Of a login others wait for
// the outcome.
func (q question) pass(ctx context.Context) error {
	if !q.writes {
		return nil
	}
	return connectors.Pass(ctx)
}

// send makes one call.
func (w *wire) send(ctx context.Context, q question, token string) (answer, error) {
	var resp *resty.Response
	sent := new(atomic.Bool)
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent.Store(true) }}
	err := w.limit.Do(ctx, func() error {
		r, err := w.write(q, token, time.Now().In(w.zone)) // only now: a signature is good for minutes
		if err != nil {
			return w.refuse(connectors.ErrRejected, q.api, err.Error())
		}
		if err := q.pass(ctx); err != nil {
			return err
		}
		out := w.http.R().SetContext(httptrace.WithClientTrace(ctx, trace)).SetHeaderMultiValues(r.header)
		if r.body != nil {
			out.SetBody(r.body)
		}
		resp, err = out.Execute(r.method, r.url)
		return err
	})
	var ours *connectors.Error
	switch {
	case errors.As(err, &ours):
		return answer{}, err
	case err != nil:
		return answer{}, w.lost(ctx, q, err, sent.Load())
	}
	return w.judge(q, resp)
}
