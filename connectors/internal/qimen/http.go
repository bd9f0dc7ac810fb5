package qimen

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
)

// maxBody is more than any page of 100 rows, unpacked; a longer answer is not an answer.
const maxBody = 64 << 20

// beijing is the zone of the gateway's timestamps, wherever the system's times are.
func beijing() *time.Location { return time.FixedZone("GMT+8", 8*60*60) }

func client(cfg Config) *resty.Client {
	return resty.New().
		SetTimeout(cfg.Timeout).
		SetResponseBodyLimit(maxBody).
		SetRedirectPolicy(resty.NoRedirectPolicy()). // a redirect would carry the session elsewhere
		SetLogger(silent{})
}

// silent: what happens to a call is in the error it returns.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}

// form writes and signs a request. Everything is in the body, so that no URL
// holds a session. An empty parameter would be signed differently by different
// servers: none is sent.
func (g *Gateway) form(method string, params map[string]string) string {
	all := map[string]string{g.scene.Route: g.route}
	maps.Copy(all, params)
	maps.Copy(all, map[string]string{
		"method": method, "app_key": g.cfg.AppKey, "target_app_key": g.cfg.TargetAppKey, "session": g.cfg.Session,
		"timestamp": g.Now().In(beijing()).Format(time.DateTime),
		"format":    "json", "v": "2.0", "sign_method": g.cfg.SignMethod,
	})
	maps.DeleteFunc(all, func(_, value string) bool { return value == "" })
	all["sign"] = sign(g.cfg.SignMethod, g.cfg.AppSecret, all)
	form := url.Values{}
	for name, value := range all {
		form.Set(name, value)
	}
	return form.Encode()
}

// send makes one call. A reply may still hold a fault.
func (g *Gateway) send(ctx context.Context, method string, params map[string]string) (Reply, error) {
	var resp *resty.Response
	err := g.limit.Do(ctx, func() (err error) {
		resp, err = g.http.R().SetContext(ctx).
			SetHeader("Content-Type", "application/x-www-form-urlencoded;charset=utf-8").
			SetBody(g.form(method, params)).
			Post(g.cfg.URL)
		return err
	})
	if err != nil {
		return Reply{}, g.lost(ctx, method, err)
	}
	got, err := decode(resp.Body())
	if err != nil {
		return Reply{}, g.unreadable(method, resp, err)
	}
	got.date, _ = http.ParseTime(resp.Header().Get("Date")) // zero when absent: then the clock stays as it is
	return got, nil
}

// lost tells of a call without an answer.
func (g *Gateway) lost(ctx context.Context, method string, err error) error {
	if ctx.Err() != nil {
		e := g.Refuse(connectors.ErrUnavailable, method, "the call was given up: "+ctx.Err().Error())
		e.Err = ctx.Err()
		return e
	}
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	return g.Refuse(connectors.ErrUnavailable, method, "no answer: "+g.mask.Clean(err.Error()))
}

func (g *Gateway) unreadable(method string, resp *resty.Response, cause error) error {
	e := g.Refuse(connectors.ErrUnavailable, method, "")
	e.Message = "the answer (HTTP " + resp.Status() + ") is not one of the gateway's: " + cause.Error()
	if said := g.mask.Excerpt(resp.Body()); said != "" {
		e.Message += ": " + said
	}
	switch status := resp.StatusCode(); {
	case status == http.StatusTooManyRequests:
		e.Kind, e.RetryAfter = connectors.ErrThrottled, time.Second
	case status == http.StatusNotFound:
		e.Advice = "check " + g.variable("URL")
	}
	return e
}

// readClock takes over the gateway's clock from an answer that complained of ours.
func (g *Gateway) readClock(got Reply) {
	if !got.date.IsZero() {
		g.skew.Store(int64(time.Until(got.date)))
	}
}
