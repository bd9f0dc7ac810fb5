package http

import (
	"errors"
	"net/http"
	"slices"

	"github.com/go-resty/resty/v2"

	"github.com/erpbridge/erpbridge/connectors"
)

// judge decides what an answer means. The system's own code says it, where there is
// one; otherwise the HTTP status does.
func (w *wire) judge(q question, resp *resty.Response) (answer, error) {
	got := answer{status: resp.Status(), header: resp.Header(), body: resp.Body()}
	status, wrong := resp.StatusCode(), readable(resp.Body())
	code, coded := "", false
	if wrong == nil {
		code, coded = q.answer.code(got.body)
	}
	switch {
	case status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		return answer{}, w.redirected(q, got, status)
	case status >= http.StatusBadRequest && (q.answer.OK == nil || !coded || slices.Contains(q.answer.OK.Is, code)):
		return answer{}, w.refusedByHTTP(q, got, status, wrong)
	case wrong != nil:
		return answer{}, w.unreadable(q, got, wrong)
	case q.answer.OK == nil:
		return got, nil
	case !coded:
		return answer{}, w.unreadable(q, got, errors.New("it has no "+q.answer.OK.Path))
	case slices.Contains(q.answer.OK.Is, code):
		return got, nil
	}
	return answer{}, w.refused(q, q.answer, got, status)
}

// code is the value by which success is recognised.
func (v verdict) code(raw []byte) (string, bool) {
	if v.OK == nil {
		return scalar(raw, v.Code)
	}
	return scalar(raw, v.OK.Path)
}

// refused is a refusal in the system's own words.
func (w *wire) refused(q question, v verdict, got answer, status int) *connectors.Error {
	e := w.refuse(connectors.ErrRejected, q.api, "")
	e.Code, e.Kind = v.kind(got.body)
	if said, ok := scalar(got.body, v.Message); ok && said != "" {
		e.Message = w.mask.Clean(said)
	} else {
		e.Message = "the system gives no reason: " + w.mask.Excerpt(got.body)
	}
	if errors.Is(e.Kind, connectors.ErrRejected) && status >= http.StatusBadRequest {
		e.Kind = byStatus(q, status)
	}
	w.advise(e, v, got)
	return e
}

// kind looks a code up; a code that no list has is a refusal.
func (v verdict) kind(raw []byte) (code string, kind error) {
	code, ok := scalar(raw, v.Code)
	if !ok {
		code, _ = v.code(raw)
	}
	for _, list := range []struct {
		codes []string
		kind  error
	}{
		{v.Unauthorized, connectors.ErrUnauthorized},
		{v.Throttled, connectors.ErrThrottled},
		{v.Unavailable, connectors.ErrUnavailable},
		{v.Duplicate, connectors.ErrDuplicate},
	} {
		if slices.Contains(list.codes, code) {
			return code, list.kind
		}
	}
	return code, connectors.ErrRejected
}
