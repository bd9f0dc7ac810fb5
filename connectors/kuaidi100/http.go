package kuaidi100

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/mask"
	"github.com/erpbridge/erpbridge/connectors/internal/quota"
)

// maxBody is more than any parcel's trace; a longer answer is not an answer.
const maxBody = 64 << 20

// call is one request.
type call struct {
	api    string // which is also its path
	form   url.Values
	writes bool // its effect may outlive a lost answer
}

// wire sends requests within the account's quota and says what came back.
type wire struct {
	cfg   Config
	http  *resty.Client
	limit *quota.Limiter
	mask  *mask.Masker
}

func newWire(cfg Config) *wire {
	client := resty.New().
		SetTimeout(cfg.Timeout).
		SetResponseBodyLimit(maxBody).
		SetRedirectPolicy(resty.RedirectPolicyFunc(func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // a POST would become a GET
		})).
		SetLogger(silent{})
	return &wire{cfg: cfg, http: client, limit: quota.New(cfg.PerSecond, cfg.PerMinute), mask: masker(cfg)}
}

// masker knows secrets as they are, and as a page that repeats our form has them.
func masker(cfg Config) *mask.Masker {
	var hidden []string
	for _, s := range []string{cfg.Key, cfg.Salt, cfg.PreviousSalt} {
		hidden = append(hidden, s, url.QueryEscape(s))
	}
	return mask.New(hidden...)
}

// silent: what happens to a call is in the error it returns.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

// pass asks whether a call that writes may still be sent.
func (k call) pass(ctx context.Context) error {
	if !k.writes {
		return nil
	}
	return connectors.Pass(ctx)
}

// send makes one call. An error is an *connectors.Error; a reply may hold a
// refusal.
func (w *wire) send(ctx context.Context, k call) (reply, error) {
	var resp *resty.Response
	sent := new(atomic.Bool)
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent.Store(true) }}
	err := w.limit.Do(ctx, func() (err error) {
		if err := k.pass(ctx); err != nil {
			return err
		}
		resp, err = w.http.R().SetContext(httptrace.WithClientTrace(ctx, trace)).
			SetHeader("Content-Type", "application/x-www-form-urlencoded;charset=utf-8").
			SetBody(k.form.Encode()).
			Post(w.cfg.URL + "/" + k.api)
		return err
	})
	if err != nil {
		return reply{}, w.lost(ctx, k, err, sent.Load())
	}
	if resp.StatusCode() != http.StatusOK {
		return reply{}, w.refusedByHTTP(k, resp)
	}
	got, err := decode(resp.Body())
	if err != nil {
		return reply{}, w.unreadable(k, resp.Body(), err)
	}
	return got, nil
}
