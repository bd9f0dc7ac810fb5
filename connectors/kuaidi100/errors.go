package kuaidi100

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
)

// pause is how long to stay away after too many calls; 快递100 does not say.
const pause = 30 * time.Second

func (w *wire) refuse(kind error, api, message string) *connectors.Error {
	return &connectors.Error{Kind: kind, System: System, Account: w.cfg.Account, API: api, Message: w.mask.Clean(message)}
}

// wrong is a question or a document that nobody is asked about.
func (w *wire) wrong(api string, problem error) *connectors.Error {
	e := w.refuse(connectors.ErrRejected, api, problem.Error())
	var f *fieldError
	if errors.As(problem, &f) {
		e.Field = f.field
	}
	return e
}

// uncertain is the kind of a call that was sent and not answered properly.
func uncertain(k call) error {
	if k.writes {
		return connectors.ErrUnknown
	}
	return connectors.ErrUnavailable
}

// lost tells of a call without an answer. Before there was a connection nothing
// was sent; afterwards 快递100 may have done what it was asked.
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

// refusedByHTTP: 快递100 says everything with HTTP 200. What comes otherwise is from
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
		e.Kind, e.Advice = connectors.ErrUnavailable, "check "+w.cfg.variable("URL")+"; it has no path"
	default:
		e.Kind = connectors.ErrUnavailable
	}
	return e
}

func (w *wire) unreadable(k call, body []byte, cause error) error {
	e := w.refuse(uncertain(k), k.api, "")
	e.Message = "the answer is not one of 快递100's: " + cause.Error()
	if said := w.mask.Excerpt(body); said != "" {
		e.Message += ": " + said
	}
	return e
}

// verdict turns a refusal into an instruction. 400 and 500 are used for several
// things, which only the words tell apart.
func (w *wire) verdict(api string, r reply) *connectors.Error {
	e := w.refuse(connectors.ErrRejected, api, r.words)
	e.Code = r.code
	switch {
	case r.says("频率", "频繁", "过快", "并发", "超过限制"):
		e.Kind, e.RetryAfter = connectors.ErrThrottled, pause
	case r.code == "503", r.code == "600", r.says("签名", "合法的订阅者"):
		e.Kind, e.Advice = connectors.ErrUnauthorized, "check "+w.cfg.variable("CUSTOMER")+" and "+w.cfg.variable("KEY")
	case r.code == "601", r.says("授权", "过期的key", "余额", "充值", "权限"):
		e.Kind, e.Advice = connectors.ErrUnauthorized, "the account has no calls left, or no right to this interface: see to it at 快递100"
	case r.code == "408":
		e.Field, e.Advice = "phone", "give the last four digits of the receiver's or sender's telephone number"
	case r.says("快递公司", "对应公司"):
		e.Field, e.Advice = company(api), "give 快递100's code of the carrier, in lower case, e.g. yuantong"
	case r.code == "500", r.code == "501", r.code == "502":
		e.Kind = connectors.ErrUnavailable
	}
	return e
}

// company is what an API calls the carrier.
func company(api string) string {
	if api == Subscribe {
		return "company"
	}
	return "com"
}

// nothing: 快递100 has no trace of the parcel, or not yet.
func (r reply) nothing() bool {
	none := r.says("无结果", "无记录", "单号不存在", "暂无")
	return r.code == "201" || none && (r.code == "500" || r.code == "400")
}

func (r reply) says(any ...string) bool {
	said := strings.ToLower(r.words)
	return slices.ContainsFunc(any, func(w string) bool { return strings.Contains(said, w) })
}
