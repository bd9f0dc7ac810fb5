package kingdee

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
)

const sessionCookie = "kdservice-sessionid"

func (c *Client) loginMethod() string {
	if c.cfg.Auth == authPassword {
		return "ValidateUser"
	}
	return "LoginByAppSecret"
}

// login opens a session. It never ends in ErrUnknown: a session that nobody
// uses does no harm.
func (c *Client) login(ctx context.Context) (*session, error) {
	k := call{method: c.loginMethod(), service: authService}
	secrets := []any{c.cfg.AcctID, c.cfg.Username, c.cfg.AppID, c.cfg.AppSecret}
	if c.cfg.Auth == authPassword {
		secrets = []any{c.cfg.AcctID, c.cfg.Username, c.cfg.Password}
	}
	k.parameters = append(secrets, c.lcid())
	body, cookies, err := c.post(ctx, k, nil)
	if err != nil {
		return nil, err
	}
	var answer loginAnswer
	if err := json.Unmarshal(body, &answer); err != nil || answer.LoginResultType == nil {
		return nil, c.unexpected(k, body)
	}
	return c.admitted(k, answer, cookies)
}

// lcid is a number on the wire, unless somebody configured something else.
func (c *Client) lcid() any {
	if n, err := strconv.Atoi(c.cfg.LCID); err == nil {
		return n
	}
	return c.cfg.LCID
}

// LoginResultType values.
const (
	loginPasswordWrong    = 0
	loginSuccess          = 1
	loginFailure          = -1
	loginPasswordOld      = -2 // changing it is optional
	loginPasswordExpired  = -3
	loginWarning          = -4
	loginForm             = -5 // a form waits for an answer; the session works
	loginCloudUnbound     = -6
	loginActivationNeeded = -7
)

// admitted takes a login as the table of LoginResultType has it. With -2, -4
// and -5 the session works and a person should look after the account.
func (c *Client) admitted(k call, a loginAnswer, cookies []*http.Cookie) (*session, error) {
	s := &session{id: a.KDSVCSessionID, cookies: sessionCookies(cookies)}
	usable := s.id != "" || len(s.cookies) > 0
	switch {
	case *a.LoginResultType == loginSuccess && usable:
		return s, nil
	case a.soft() && usable:
		c.log.Warn("kingdee accepted the login with a warning", "account", c.cfg.Account,
			"login_result_type", *a.LoginResultType, "message", c.clean.text(a.Message))
		return s, nil
	default:
		return nil, c.refusedLogin(k, a)
	}
}

// soft logins are usable; a hard-expired password hands out cookies too, and
// then refuses every call.
func (a loginAnswer) soft() bool {
	switch *a.LoginResultType {
	case loginForm:
		return true
	case loginWarning, loginPasswordOld:
		return a.IsSuccessByAPI == nil || *a.IsSuccessByAPI
	default:
		return false
	}
}

func (c *Client) refusedLogin(k call, a loginAnswer) error {
	e := c.fail(k, connectors.ErrUnauthorized, or(a.Message, "the login was refused without a reason"))
	e.Code, e.Err = strconv.Itoa(*a.LoginResultType), errLoginRefused
	e.Advice = c.loginAdvice(*a.LoginResultType) + "; it is not tried again for 5 minutes, because about five wrong logins lock the user"
	return e
}

func (c *Client) loginAdvice(kind int) string {
	v := c.cfg.variable
	switch kind {
	case loginPasswordOld, loginPasswordExpired:
		return "change the password of " + c.cfg.Username + " in 金蝶 and set " + v("PASSWORD")
	case loginCloudUnbound:
		return "bind the user to its cloud passport in 金蝶"
	case loginActivationNeeded:
		return "activate the user in 金蝶"
	}
	if c.cfg.Auth == authPassword {
		return "check " + v("ACCT_ID") + ", " + v("USERNAME") + " and " + v("PASSWORD")
	}
	return "check " + v("ACCT_ID") + ", " + v("USERNAME") + ", " + v("APP_ID") + " and " + v("APP_SECRET") +
		", and that the app is authorised in 金蝶 (第三方系统登录授权)"
}

func sessionCookies(all []*http.Cookie) []*http.Cookie {
	for _, c := range all {
		if c.Name == sessionCookie && c.Value != "" {
			return all
		}
	}
	return nil
}

// isJSON is what every answer but a refusal by something before the WebAPI is.
// Text in another charset would pass encoding/json, and be kept garbled.
func isJSON(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) > 0 && (body[0] == '{' || body[0] == '[') && json.Valid(body) && utf8.Valid(body)
}
