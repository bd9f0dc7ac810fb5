package kuaidi100

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

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

// read takes a scheme's parameters apart.
func read(params map[string]any) (question, []parcel, error) {
	if _, asked := params["num"]; !asked {
		return question{}, nil, &fieldError{"num", "num is missing: the numbers of the parcels, a list or separated by commas"}
	}
	values, err := single(params)
	if err != nil {
		return question{}, nil, err
	}
	ask := question{
		from: values["from"], to: values["to"], resultv2: cmp.Or(values["resultv2"], "4"),
		order: cmp.Or(values["order"], "desc"), stop: values[onRefused] == stopAtOnce,
	}
	all, err := parcels(params)
	return ask, all, errors.Join(err, oneOf("show", values["show"], "0"), oneOf(onRefused, values[onRefused], keepTold, stopAtOnce))
}

// single are the parameters that are the same for every parcel. A misspelled one
// is not passed over.
func single(params map[string]any) (map[string]string, error) {
	values := map[string]string{}
	for name, value := range params {
		if slices.Contains([]string{"num", "com", "phone"}, name) {
			continue
		}
		if !slices.ContainsFunc(queryRequest(), func(f connectors.Field) bool { return f.Name == name }) {
			return nil, &fieldError{name, Query + " has no parameter " + name}
		}
		text, ok := scalar(value)
		if !ok {
			return nil, &fieldError{name, name + " is neither a text nor a number"}
		}
		values[name] = strings.TrimSpace(text)
	}
	return values, nil
}

func oneOf(field, value string, allowed ...string) error {
	if value == "" || slices.Contains(allowed, value) {
		return nil
	}
	return &fieldError{field, fmt.Sprintf("%s is %q; it can be %s", field, value, strings.Join(allowed, " or "))}
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
