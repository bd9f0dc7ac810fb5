package connectorstest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
)

// post makes one call.
func (c *client) post(ctx context.Context, api, token string, q question) (answer, error) {
	if err := c.fenced(ctx, api, false); err != nil {
		return answer{}, err
	}
	resp, err := c.http.R().SetContext(ctx).SetHeader("X-Token", token).SetBody(q).Post(api)
	if err != nil {
		return answer{}, c.lost(ctx, api, err)
	}
	said, err := c.decode(api, resp.Body())
	if err == nil && resp.StatusCode() == 200 {
		return said, nil
	}
	kind, shown := c.unsure(api), ": "+c.excerpt(resp.Body())
	if c.flaw == "writes: lost answers are unknown" && resp.StatusCode() >= 500 {
		kind = connectors.ErrUnavailable
	}
	if c.flaw == "reads: broken answers are errors" && api == "/read" {
		shown = ""
	}
	e := c.refuse(kind, api, fmt.Sprintf("HTTP %d, %v", resp.StatusCode(), err)+shown)
	if resp.StatusCode() == 429 && c.flaw != "telling off by a proxy carries a delay" {
		e.Kind, e.RetryAfter = connectors.ErrThrottled, time.Second
	}
	return answer{}, e
}

func (c *client) excerpt(body []byte) string {
	if c.flaw == "no secret is shown" {
		return strings.ToValidUTF8(string(body[:min(len(body), 500)]), "")
	}
	return c.mask.Excerpt(body)
}

func (c *client) lost(ctx context.Context, api string, err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	kind := c.unsure(api)
	dialled := strings.Contains(err.Error(), "refused") || strings.Contains(err.Error(), "dial")
	late := ctx.Err() == nil && strings.Contains(err.Error(), "exceeded")
	switch {
	case dialled && c.flaw == "what cannot be reached was not sent":
		kind = connectors.ErrUnknown
	case dialled, late && c.flaw == "a call that takes too long stops":
		kind = connectors.ErrUnavailable
	}
	e := c.refuse(kind, api, err.Error())
	if c.flaw != "a call that is given up stops" {
		e.Err = ctx.Err()
	}
	return e
}

func (c *client) decode(api string, body []byte) (answer, error) {
	var said answer
	if !utf8.Valid(body) && (c.flaw != "reads: another charset is no text" || api != "/read") {
		return said, errors.New("not UTF-8")
	}
	var rows []json.RawMessage
	said.Rows = &rows
	err := json.Unmarshal(body, &said)
	var shape *json.UnmarshalTypeError
	if errors.As(err, &shape) && shape.Field == "rows" && c.flaw == "reads: rows of another shape are errors" {
		err = nil
	}
	if err == nil && said.OK == nil {
		err = errors.New("it is not acme's")
	}
	for _, r := range rows {
		if r[0] != '{' {
			err = errors.New("a row is no object")
		}
	}
	said.Rows = rows
	return said, err
}
