package http

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
)

// pause is how long to stay away when a system does not say.
const pause = time.Second

func (w *wire) refuse(kind error, api, message string) *connectors.Error {
	return &connectors.Error{Kind: kind, System: w.d.Name, Account: w.account, API: api, Message: w.mask.Clean(message)}
}

// uncertain is the kind of a call that was sent and not answered properly.
func uncertain(q question) error {
	if q.writes {
		return connectors.ErrUnknown
	}
	return connectors.ErrUnavailable
}

// lost tells of a call without an answer. Before there was a connection nothing was
// sent; afterwards the system may have done what it was asked.
func (w *wire) lost(ctx context.Context, q question, cause error, sent bool) error {
	var u *url.Error
	if errors.As(cause, &u) {
		cause = u.Err // without the URL, which may hold credentials
	}
	kind, what := connectors.ErrUnavailable, "nothing was sent: "
	if sent {
		kind, what = uncertain(q), "the call was sent and not answered: "
	}
	if gone := ctx.Err(); gone != nil {
		cause = gone
	}
	if errors.Is(cause, resty.ErrResponseBodyTooLarge) {
		what = "the answer is longer than any that can be meant: "
	}
	e := w.refuse(kind, q.api, what+cause.Error())
	e.Err = ctx.Err()
	return e
}

func (w *wire) advise(e *connectors.Error, v verdict, got answer) {
	switch {
	case errors.Is(e.Kind, connectors.ErrUnauthorized):
		e.Advice = w.checkAccount()
	case errors.Is(e.Kind, connectors.ErrThrottled):
		e.RetryAfter = or(got.seconds(v.RetryAfter), or(retryAfter(got.header), pause))
	}
}

func (w *wire) checkAccount() string {
	names := []string{w.d.variable(w.account, "URL")}
	for _, v := range w.d.Variables {
		names = append(names, w.d.variable(w.account, v.Name))
	}
	return "check " + strings.Join(names, ", ")
}

// byStatus is what a status means when no code says better. A 5xx may come when the
// work is done; the statuses that mean "try later" too, when a proxy says so.
func byStatus(q question, status int) error {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired:
		return connectors.ErrUnauthorized
	case http.StatusTooManyRequests:
		return connectors.ErrThrottled
	case http.StatusRequestTimeout, http.StatusTooEarly:
		return uncertain(q)
	}
	if status >= http.StatusInternalServerError {
		return uncertain(q)
	}
	return connectors.ErrRejected
}

func (w *wire) refusedByHTTP(q question, got answer, status int, wrong error) error {
	e := w.refuse(byStatus(q, status), q.api, "")
	e.Message = "HTTP " + got.status + ": " + w.mask.Excerpt(got.body)
	if wrong == nil {
		code, kind := q.answer.kind(got.body)
		if !errors.Is(kind, connectors.ErrRejected) {
			e.Kind = kind
		}
		if said, ok := scalar(got.body, q.answer.Message); ok && said != "" {
			e.Code, e.Message = code, w.mask.Clean(said)
		}
	}
	if status == http.StatusNotFound || status == http.StatusMethodNotAllowed {
		e.Advice = "check " + w.d.variable(w.account, "URL") + ", and path and method of the API in " + w.d.File
	}
	w.advise(e, q.answer, got)
	return e
}

// redirected: to follow would show the credentials to whoever is there, and make a
// GET of a POST. 307 and 308 say that nothing was done here.
func (w *wire) redirected(q question, got answer, status int) error {
	kind := uncertain(q)
	if status == http.StatusTemporaryRedirect || status == http.StatusPermanentRedirect {
		kind = connectors.ErrUnavailable
	}
	e := w.refuse(kind, q.api, "HTTP "+got.status+": the system sends the call elsewhere, which is not followed, since credentials would go there")
	e.Advice = "check " + w.d.variable(w.account, "URL")
	return e
}

func (w *wire) unreadable(q question, got answer, cause error) error {
	e := w.refuse(uncertain(q), q.api, "the answer (HTTP "+got.status+") is not one that "+w.d.File+" describes: "+cause.Error())
	if said := w.mask.Excerpt(got.body); said != "" {
		e.Message += ": " + said
	}
	return e
}

// retryAfter reads the header of that name, in seconds or as a time.
func retryAfter(h http.Header) time.Duration {
	said := h.Get("Retry-After")
	if seconds, err := strconv.Atoi(said); err == nil && seconds > 0 {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(said); err == nil {
		return max(time.Until(at), 0)
	}
	return 0
}
