package kingdee

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
)

const (
	// conflictPause is after how long a 网控 conflict is usually over.
	conflictPause = 8 * time.Second
	// limitPause: the server does not say when a call limit ends.
	limitPause = 30 * time.Second
)

// errNoSession is the server's plain text for a call that is not logged in.
var errNoSession = errors.New("the server does not know the session")

func (c *Client) fail(k call, kind error, message string) *connectors.Error {
	return &connectors.Error{
		Kind: kind, System: System, Account: c.cfg.Account, API: k.method, Message: c.clean.text(message),
	}
}

func (c *Client) rejected(k call, field, message string) *connectors.Error {
	e := c.fail(k, connectors.ErrRejected, message)
	e.Field = field
	return e
}

// uncertain is the kind of a call that was sent and not answered properly.
func uncertain(k call) error {
	if k.writes {
		return connectors.ErrUnknown
	}
	return connectors.ErrUnavailable
}

// stopped is a call that was given up before anything was sent.
func (c *Client) stopped(k call, cause error) error {
	e := c.fail(k, connectors.ErrUnavailable, "nothing was sent: "+cause.Error())
	e.Err = cause
	return e
}

// broken is a call that failed below HTTP. Before there was a connection,
// nothing was sent; afterwards the server may have done what it was asked.
func (c *Client) broken(k call, cause error, sent bool) error {
	kind, message := connectors.ErrUnavailable, "cannot be reached, nothing was sent: "+cause.Error()
	if sent {
		kind, message = uncertain(k), "the connection broke before the answer was complete: "+cause.Error()
	}
	e := c.fail(k, kind, message)
	e.Err = cause
	if errors.Is(cause, context.DeadlineExceeded) && sent {
		e.Advice = "the server takes longer than " + c.cfg.variable("TIMEOUT") + " when it is overloaded"
	}
	return e
}

func (c *Client) tooLong(k call) error {
	kind := connectors.ErrRejected
	if k.writes {
		kind = connectors.ErrUnknown
	}
	e := c.fail(k, kind, fmt.Sprintf("%v: more than %d MB", errTooLong, c.longest>>20))
	e.Advice = "ask for fewer rows (Limit) or fewer fields (FieldKeys)"
	return e
}

// unexpected is an answer that is not the WebAPI's.
func (c *Client) unexpected(k call, body []byte) error {
	return c.fail(k, uncertain(k), "the answer is not what the WebAPI sends: "+c.clean.excerpt(body))
}

func (c *Client) lostTwice(k call) error {
	e := c.fail(k, connectors.ErrUnauthorized, textSessionLost)
	e.Code = "1"
	e.Advice = "a new session was lost at once: another program may be logged in as " + c.cfg.Username +
		", or the user may not use the WebAPI; give erpbridge a user of its own"
	return e
}

const textSessionLost = "会话信息已丢失，请重新登录"

// lost recognises the lost session by its code, because its text depends on the
// language, in the shapes of every method.
func lost(body []byte) bool {
	r, ok := findResult(body)
	return ok && !r.Result.ResponseStatus.IsSuccess && r.Result.ResponseStatus.MsgCode == codeSession
}

// judge says whether an answer may be read as the WebAPI's.
func (c *Client) judge(k call, res *resty.Response, body []byte) error {
	if code := res.StatusCode(); code != http.StatusOK && code != http.StatusPartialContent {
		return c.refusedByHTTP(k, res, body)
	}
	if message, hit := findBlocked(body); hit {
		e := c.rejected(k, "", message)
		e.Advice = "the request filter of 金蝶 dislikes text like < or .[ in a field; take it out of the field's value"
		return e
	}
	if isJSON(body) {
		return nil
	}
	if forbidden(body) {
		return errNoSession
	}
	return c.unexpected(k, body)
}

// forbidden is the plain text with which services answer who is not logged in.
func forbidden(body []byte) bool {
	return bytes.Contains(body[:min(len(body), 64)], []byte("Forbidden ByRspRetStatusCode"))
}

// refusedByHTTP: a 5xx may come from a proxy or from a server that has done the
// work already, so a write is unknown; a 4xx says that nothing was done.
func (c *Client) refusedByHTTP(k call, res *resty.Response, body []byte) error {
	code := res.StatusCode()
	e := c.fail(k, uncertain(k), fmt.Sprintf("HTTP %d: %s", code, c.clean.excerpt(body)))
	e.Code = fmt.Sprint(code)
	switch {
	case code >= http.StatusInternalServerError || code < http.StatusMultipleChoices:
	case code == http.StatusForbidden && len(bytes.TrimSpace(body)) == 0:
		e.Kind, e.Advice = connectors.ErrUnauthorized, c.cfg.variable("URL")+" probably lacks /k3cloud/ at its end"
	case code < http.StatusBadRequest:
		e.Kind = connectors.ErrUnauthorized
		e.Advice = "the server redirects to " + res.Header().Get("Location") + ": set " + c.cfg.variable("URL") + " to where it leads"
	case code == http.StatusUnauthorized, code == http.StatusForbidden, code == http.StatusProxyAuthRequired:
		e.Kind = connectors.ErrUnauthorized
	case code == http.StatusTooManyRequests:
		e.Kind, e.RetryAfter = connectors.ErrThrottled, limitPause
	case code == http.StatusRequestTimeout:
		e.Kind = connectors.ErrUnavailable
	case code == http.StatusNotFound: // the address, and no bill: one that is not there is never said so by HTTP
		e.Kind, e.Advice = connectors.ErrUnavailable, "check "+c.cfg.variable("URL")+"; it ends in /k3cloud/"
	default:
		e.Kind = connectors.ErrRejected
	}
	return e
}
