package jushuitan

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"
)

// A gateway writes signed requests: the same questions are put to 聚水潭 in two
// ways.
type gateway interface {
	// ask writes the call of an API with a JSON object of parameters.
	ask(r *resty.Request, a api, biz, token string, at time.Time)
	// renew writes the call that renews the token.
	renew(r *resty.Request, t Tokens, at time.Time)
	isLegacy() bool
}

func newGateway(cfg Config) gateway {
	if cfg.Gateway != gatewayLegacy {
		return open{url: cfg.URL, appKey: cfg.AppKey, secret: cfg.AppSecret}
	}
	address := cfg.URL
	if u, err := url.Parse(address); err == nil && u.Path == "" {
		address += legacyPath
	}
	return legacy{url: address, partnerID: cfg.PartnerID, partnerKey: cfg.PartnerKey}
}

// open is the new gateway: one form, everything in the body, biz a JSON string.
type open struct{ url, appKey, secret string }

func (open) isLegacy() bool { return false }

func (g open) ask(r *resty.Request, a api, biz, token string, at time.Time) {
	g.write(r, a.path, []param{
		{"app_key", g.appKey},
		{"access_token", token},
		{"timestamp", unix(at)},
		{"charset", "utf-8"},
		{"version", "2"},
		{"biz", biz},
	})
}

// renew sends neither access_token nor version nor biz: the token API knows none.
func (g open) renew(r *resty.Request, t Tokens, at time.Time) {
	g.write(r, "/openWeb/auth/refreshToken", []param{
		{"app_key", g.appKey},
		{"timestamp", unix(at)},
		{"grant_type", "refresh_token"},
		{"charset", "utf-8"},
		{"refresh_token", t.Refresh},
		{"scope", "all"},
	})
}

func (g open) write(r *resty.Request, path string, params []param) {
	form := url.Values{}
	for _, p := range append(params, param{"sign", signOpen(g.secret, params)}) {
		form.Set(p.name, p.value)
	}
	r.URL = g.url + path
	r.SetHeader("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8").SetBody(form.Encode())
}

// legacy is the old gateway: signed system parameters in the query string, the
// question as an unsigned JSON body.
type legacy struct{ url, partnerID, partnerKey string }

func (legacy) isLegacy() bool { return true }

func (g legacy) ask(r *resty.Request, a api, biz, token string, at time.Time) {
	g.write(r, a.name, biz, token, at)
}

func (g legacy) renew(r *resty.Request, t Tokens, at time.Time) {
	g.write(r, "refresh.token", "{}", t.Access, at)
}

func (g legacy) write(r *resty.Request, method, biz, token string, at time.Time) {
	others := []param{{"token", token}, {"ts", unix(at)}}
	sign := signLegacy(method, g.partnerID, g.partnerKey, others)
	query := append([]param{{"method", method}, {"partnerid", g.partnerID}}, append(others, param{"sign", sign})...)
	parts := make([]string, len(query))
	for i, p := range query { // url.Values would sort them; the order sent is the order signed
		parts[i] = p.name + "=" + url.QueryEscape(p.value)
	}
	r.URL = g.url + "?" + strings.Join(parts, "&")
	r.SetHeader("Content-Type", "application/json").SetBody(biz)
}

func unix(t time.Time) string { return strconv.FormatInt(t.Unix(), 10) }
