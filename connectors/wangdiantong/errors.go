package wangdiantong

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
)

// pause is how long to stay away when more than 60 calls were made in a minute;
// 旺店通 does not say.
const pause = 31 * time.Second

func (w *wire) refuse(kind error, api, message string) *connectors.Error {
	return &connectors.Error{Kind: kind, System: System, Account: w.cfg.Account, API: api, Message: w.mask.Clean(message)}
}

// uncertain is the kind of a call that was sent and not answered properly.
func uncertain(k call) error {
	if k.writes {
		return connectors.ErrUnknown
	}
	return connectors.ErrUnavailable
}

// lost tells of a call without an answer. Before there was a connection nothing
// was sent; afterwards 旺店通 may have done what it was asked.
func (w *wire) lost(ctx context.Context, k call, cause error, sent bool) error {
	var u *url.Error
	if errors.As(cause, &u) {
		cause = u.Err
	}
	kind, what := connectors.ErrUnavailable, "nothing was sent: "
	if sent {
		kind, what = uncertain(k), "the call was sent and not answered: "
	}
	if gone := ctx.Err(); gone != nil {
		cause = gone // says why; what broke is only its effect
	}
	e := w.refuse(kind, k.api, what+cause.Error())
	e.Err = cause
	return e
}

// refusedByHTTP: 旺店通 says everything with HTTP 200. What comes otherwise is from
// a proxy, or from a server that may have done the work already when it is 5xx.
func (w *wire) refusedByHTTP(k call, resp *resty.Response) error {
	e := w.refuse(uncertain(k), k.api, "")
	e.Message = "HTTP " + resp.Status() + ": " + w.mask.Excerpt(resp.Body())
	switch code := resp.StatusCode(); {
	case code >= http.StatusInternalServerError || code < http.StatusMultipleChoices:
	case code == http.StatusTooManyRequests:
		e.Kind, e.RetryAfter = connectors.ErrThrottled, pause
	case code == http.StatusUnauthorized, code == http.StatusForbidden, code == http.StatusProxyAuthRequired:
		e.Kind = connectors.ErrUnauthorized
	case code == http.StatusNotFound, code < http.StatusBadRequest:
		e.Kind, e.Advice = connectors.ErrUnavailable, "check "+w.cfg.variable("URL")+"; it ends in "+scriptsPath
	default:
		e.Kind = connectors.ErrUnavailable
	}
	return e
}

func (w *wire) unreadable(k call, resp *resty.Response, cause error) error {
	e := w.refuse(uncertain(k), k.api, "")
	e.Message = "the answer (HTTP " + resp.Status() + ") is not one of 旺店通's: " + cause.Error()
	if said := w.mask.Excerpt(resp.Body()); said != "" {
		e.Message += ": " + said
	}
	return e
}

// account finds what a refusal says of the account; goods may be called "Seaside".
var account = regexp.MustCompile(`(?i)\b(sid|appkey|appsecret|sign)\b`)

// verdict turns a code that is not 0 into an instruction. Only some codes are
// published; the rest is told by the words.
func (w *wire) verdict(api string, r reply) *connectors.Error {
	e := w.refuse(connectors.ErrRejected, api, r.words)
	e.Code = r.code
	keys := "check " + w.cfg.variable("SID") + ", " + w.cfg.variable("APP_KEY") + " and " + w.cfg.variable("APP_SECRET")
	switch {
	case r.code == "1012", r.says("频率", "频繁", "并发次数"):
		e.Kind, e.RetryAfter = connectors.ErrThrottled, pause
	case r.code == "1020", r.busy():
		e.Kind = connectors.ErrUnavailable
	case r.code == "1060", r.says("欠费", "充值余额"):
		e.Kind, e.Advice = connectors.ErrUnauthorized, "the account is in arrears at 旺店通: pay there"
	case r.wrongClock():
		e.Kind, e.Advice = connectors.ErrUnavailable, "旺店通's clock and this machine's are minutes apart: set the clock (NTP)"
	case r.code == "2090", r.says("签名", "卖家账号", "接口账号"), account.MatchString(r.words):
		e.Kind, e.Advice = connectors.ErrUnauthorized, keys
	case r.says("没有权限", "无权限", "未授权", "权限不足"):
		e.Kind, e.Advice = connectors.ErrUnauthorized, "ask 旺店通 to grant the account "+w.cfg.variable("APP_KEY")+" this interface and its shops"
	}
	return e
}

// busy: 旺店通 broke down, or is still at the same call.
func (r reply) busy() bool { return busy(r.words) }

func busy(words string) bool {
	return says(words, "系统异常", "系统繁忙", "稍后再试", "稍后重试", "重复操作")
}

// wrongClock: its number is not published.
func (r reply) wrongClock() bool { return r.code != "0" && r.says("timestamp", "时间戳") }

func (r reply) says(any ...string) bool { return says(r.words, any...) }

func says(words string, any ...string) bool {
	said := strings.ToLower(words)
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(said, w) })
}
