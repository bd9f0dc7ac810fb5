package kuaidi100

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// The parameter by which a scheme says what a refused parcel is to it.
const (
	onRefused  = "refused"
	keepTold   = "keep" // a row that tells the refusal
	stopAtOnce = "stop" // an error
)

// question is what is asked of every parcel.
type question struct {
	from, to, resultv2, order string
	stop                      bool
}

// Fetch asks for one parcel of those that the query names (num, com, phone); see
// connectors.Source. What 快递100 pushes is not fetched: the page of callback is
// empty, and the window's only one.
func (c *Client) Fetch(ctx context.Context, q connectors.Query) (connectors.Page, error) {
	if _, err := c.Limits(q.API); err != nil || q.API == Callback {
		return connectors.Page{}, err
	}
	ask, all, err := read(q.Params)
	if err != nil {
		return connectors.Page{}, c.wire.wrong(Query, err)
	}
	left, err := after(q.Cursor, all)
	if err != nil {
		return connectors.Page{}, c.wire.wrong(Query, err)
	}
	page := connectors.Page{Total: -1} // of a number that has no trace there is no row
	if len(left) == 0 {
		return page, nil
	}
	if len(left) > 1 {
		page.Next = cursor(left[0])
	}
	page.Rows, err = c.track(ctx, ask, left[0])
	if err != nil {
		return connectors.Page{}, err
	}
	return page, nil
}

// Limits says that an API knows no windows, and a page is one parcel.
func (c *Client) Limits(api string) (connectors.ReadLimits, error) {
	if api == Query || api == Callback {
		return connectors.ReadLimits{PageSize: 1, MaxPageSize: 1, FirstPage: 1, Resolution: time.Second}, nil
	}
	e := c.wire.refuse(connectors.ErrNotFound, api, "there is no such API to read from")
	e.Advice = "use " + Query + " or " + Callback
	return connectors.ReadLimits{}, e
}

// read takes a scheme's parameters apart. A misspelled one is not passed over.
func read(params map[string]any) (question, []parcel, error) {
	if _, asked := params["num"]; !asked {
		return question{}, nil, &fieldError{"num", "num is missing: the numbers of the parcels, a list or separated by commas"}
	}
	ask := question{resultv2: "4", order: "desc"}
	into := map[string]*string{"from": &ask.from, "to": &ask.to, "resultv2": &ask.resultv2, "order": &ask.order, "show": new(string), onRefused: new(string)}
	for name, value := range params {
		if slices.Contains([]string{"num", "com", "phone"}, name) {
			continue
		}
		field, known := into[name]
		text, scalar := scalar(value)
		if !known || !scalar {
			return ask, nil, &fieldError{name, fmt.Sprintf("%s has no parameter %s that is a %T", Query, name, value)}
		}
		if text = strings.TrimSpace(text); text != "" {
			*field = text
		}
	}
	ask.stop = *into[onRefused] == stopAtOnce
	all, err := parcels(params)
	return ask, all, errors.Join(err, oneOf("show", *into["show"], "", "0"), oneOf(onRefused, *into[onRefused], "", keepTold, stopAtOnce))
}

func oneOf(field, value string, allowed ...string) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	return &fieldError{field, fmt.Sprintf("%s is %q; it can be %s", field, value, strings.Join(allowed[1:], " or "))}
}

// track asks for one parcel. Without a trace there is no row: an older one, if
// somebody has it, stays what is known.
func (c *Client) track(ctx context.Context, ask question, p parcel) ([]json.RawMessage, error) {
	k := call{api: Query, form: c.form(ask, p)}
	got, err := c.wire.send(ctx, k)
	switch {
	case err != nil:
		return nil, err
	case got.nothing():
		return nil, nil
	case !got.ok():
		return c.refused(ask, p, got)
	}
	if err := traced(got.fields); err != nil {
		return nil, c.wire.unreadable(k, got.raw, err)
	}
	if nu := text(got.fields["nu"]); !strings.EqualFold(nu, p.num) {
		return nil, c.wire.unreadable(k, got.raw, fmt.Errorf("it is about %s, and %s was asked for", nu, p.num))
	}
	return []json.RawMessage{got.raw}, nil
}

// refused: what is wrong with one parcel becomes a row of it, so that the others
// are still asked for; what is wrong with the account or the system is an error.
func (c *Client) refused(ask question, p parcel, got reply) ([]json.RawMessage, error) {
	e := c.wire.verdict(Query, got)
	if ask.stop || !errors.Is(e, connectors.ErrRejected) {
		e.Message = "parcel " + p.num + " (" + p.com + "): " + e.Message
		return nil, e
	}
	told, err := marshal(connectors.Object{
		{Name: "nu", Value: p.num},
		{Name: "com", Value: p.com},
		{Name: "result", Value: false},
		{Name: "returnCode", Value: got.code},
		{Name: "message", Value: e.Message},
	})
	return []json.RawMessage{told}, err
}

// form signs a query. The very bytes that are signed must be posted.
func (c *Client) form(ask question, p parcel) url.Values {
	param, _ := marshal(connectors.Object{ // texts always marshal
		{Name: "com", Value: p.com},
		{Name: "num", Value: p.num},
		{Name: "phone", Value: p.phone},
		{Name: "from", Value: ask.from},
		{Name: "to", Value: ask.to},
		{Name: "resultv2", Value: ask.resultv2},
		{Name: "show", Value: "0"},
		{Name: "order", Value: ask.order},
	})
	return url.Values{
		"customer": {c.cfg.Customer}, "param": {string(param)},
		"sign": {signQuery(string(param), c.cfg.Key, c.cfg.Customer)},
	}
}

// marshal leaves <, > and & as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}
