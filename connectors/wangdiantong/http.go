package wangdiantong

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/internal/mask"
	"github.com/erpbridge/erpbridge/connectors/internal/quota"
)

// maxBody is more than any page of 100 rows; a longer answer is not an answer.
const maxBody = 64 << 20

// call is one request to a script.
type call struct {
	api    string // the script without .php
	params map[string]string
	writes bool // its effect may outlive a lost answer
}

// wire sends requests within the account's quota and says what came back.
type wire struct {
	cfg   Config
	http  *resty.Client
	limit *quota.Limiter
	mask  *mask.Masker
	skew  atomic.Int64 // 旺店通's clock minus ours, once it has complained of ours
}

func newWire(cfg Config) *wire {
	client := resty.New().
		SetTimeout(cfg.Timeout).
		SetResponseBodyLimit(maxBody).
		SetRedirectPolicy(resty.RedirectPolicyFunc(func(*http.Request, []*http.Request) error {
			return http.ErrUseLastResponse // a POST would become a GET
		})).
		SetLogger(silent{})
	return &wire{cfg: cfg, http: client, limit: quota.New(cfg.PerSecond, cfg.PerMinute), mask: mask.New(cfg.AppSecret)}
}

// silent: what happens to a call is in the error it returns.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

// now is the time by 旺店通's clock, as far as it is known.
func (w *wire) now() time.Time { return time.Now().Add(time.Duration(w.skew.Load())) }

// do makes a call, and once more when 旺店通 complains of our clock: it has done
// nothing then. An error is an *connectors.Error; a reply may hold a code that is
// not 0.
func (w *wire) do(ctx context.Context, k call) (reply, error) {
	got, err := w.send(ctx, k)
	if err != nil || !got.wrongClock() || got.date.IsZero() {
		return got, err
	}
	w.skew.Store(int64(time.Until(got.date)))
	return w.send(ctx, k)
}

// pass asks whether a call that writes may still be sent.
func (k call) pass(ctx context.Context) error {
	if !k.writes {
		return nil
	}
	return connectors.Pass(ctx)
}

// send makes one call.
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
			SetBody(w.form(k.params)).
			Post(w.cfg.URL + "/" + k.api + ".php")
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
		return reply{}, w.unreadable(k, resp, err)
	}
	got.date, _ = http.ParseTime(resp.Header().Get("Date")) // zero when absent: then the clock stays as it is
	return got, nil
}

// form signs a request. Everything is in the body, so that no URL says who calls.
func (w *wire) form(params map[string]string) string {
	all := maps.Clone(params)
	all["sid"], all["appkey"] = w.cfg.SID, w.cfg.AppKey
	all["timestamp"] = strconv.FormatInt(w.now().Unix(), 10)
	all["sign"] = sign(w.cfg.AppSecret, all)
	form := url.Values{}
	for name, value := range all {
		form.Set(name, value)
	}
	return form.Encode()
}
