package kuaidi100

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// MaxBatch is one parcel for a subscription.
func (c *Client) MaxBatch(connectors.Call) int { return 1 }

// Repeats says that a parcel may be subscribed to again: 快递100 says that it is
// (501), and changes nothing.
func (c *Client) Repeats(k connectors.Call) bool { return k.API == Subscribe }

// Save subscribes to a parcel. One that is subscribed to already is done, with the
// address and the salt of the first time.
func (c *Client) Save(ctx context.Context, k connectors.Call, entries []connectors.Entry) ([]connectors.Outcome, error) {
	if err := c.subscribable(k, len(entries)); err != nil || len(entries) == 0 {
		return nil, err
	}
	param, err := c.subscription(k, entries[0])
	if err != nil {
		return []connectors.Outcome{{Receipt: connectors.Receipt{Number: entries[0].Number}, Err: c.wire.wrong(Subscribe, err)}}, nil
	}
	got, err := c.wire.send(ctx, call{api: Subscribe, form: url.Values{"schema": {"json"}, "param": {string(param)}}, writes: true})
	if err != nil {
		return nil, err
	}
	return c.outcome(entries[0], got)
}

func (c *Client) subscribable(k connectors.Call, entries int) error {
	if k.API != Subscribe {
		e := c.wire.refuse(connectors.ErrNotFound, k.API, "there is no such API to write to")
		e.Advice = "use " + Subscribe
		return e
	}
	if entries > 1 {
		return c.wire.refuse(connectors.ErrRejected, Subscribe, fmt.Sprintf("%d parcels in one call; it takes one", entries))
	}
	if c.cfg.Salt == "" {
		e := c.wire.refuse(connectors.ErrUnauthorized, Subscribe, "without a salt nobody could tell what 快递100 sends from what others invent")
		e.Advice = "set " + c.cfg.variable("SALT")
		return e
	}
	return nil
}

// subscription is the param of an entry: its members, and what only the account knows.
func (c *Client) subscription(k connectors.Call, entry connectors.Entry) ([]byte, error) {
	param := connectors.Object{}
	for _, name := range []string{"company", "number", "from", "to"} {
		value, err := member(entry.Body, name)
		switch {
		case err != nil:
			return nil, err
		case name == "company":
			value = strings.ToLower(value)
		case name == "number" && value == "":
			return nil, &fieldError{name, "there is no number to subscribe to"}
		}
		param = append(param, connectors.Member{Name: name, Value: value})
	}
	parameters, err := c.parameters(k, entry.Body)
	if err != nil {
		return nil, err
	}
	return marshal(append(param, connectors.Member{Name: "key", Value: c.cfg.Key}, connectors.Member{Name: "parameters", Value: parameters}))
}

// parameters are the entry's own, where to send to, and how to sign.
func (c *Client) parameters(k connectors.Call, body connectors.Object) (connectors.Object, error) {
	callback, err := member(options(k), "callbackurl")
	if callback = cmp.Or(callback, c.cfg.CallbackURL); err != nil || !isURL(callback) {
		return nil, &fieldError{"callbackurl", "where 快递100 is to send to is not given: set " + c.cfg.variable("CALLBACK_URL") + ", or the scheme's option callbackurl, to the public address of its callback"}
	}
	all := connectors.Object{{Name: "callbackurl", Value: callback}, {Name: "salt", Value: c.cfg.Salt}}
	given, _ := body.Get("parameters")
	more, ok := given.(connectors.Object)
	if given != nil && !ok {
		return nil, &fieldError{"parameters", "parameters is not an object"}
	}
	if _, said := more.Get("resultv2"); !said {
		all = append(all, connectors.Member{Name: "resultv2", Value: "4"})
	}
	for _, m := range more {
		value, err := parameter(more, m.Name)
		if err != nil {
			return nil, err
		}
		all = append(all, connectors.Member{Name: m.Name, Value: value})
	}
	return all, nil
}

// parameter is one of the entry's own. A document must not say where its pushes
// go, or how they are signed.
func parameter(given connectors.Object, name string) (string, error) {
	value, err := member(given, name)
	switch strings.ToLower(name) {
	case "callbackurl", "salt":
		return "", &fieldError{"parameters." + name, name + " is a setting of the account and not of a parcel"}
	case "phone":
		value = lastFour(value)
	}
	return value, err
}

func options(k connectors.Call) connectors.Object {
	return connectors.Object{{Name: "callbackurl", Value: k.Options["callbackurl"]}}
}

func member(body connectors.Object, name string) (string, error) {
	value, _ := body.Get(name)
	text, ok := scalar(value)
	if !ok {
		return "", &fieldError{name, name + " is neither a text nor a number"}
	}
	return strings.TrimSpace(text), nil
}

// outcome: 501 is said of a parcel that is being watched already. What is wrong
// with the account concerns every parcel.
func (c *Client) outcome(entry connectors.Entry, got reply) ([]connectors.Outcome, error) {
	number, _ := member(entry.Body, "number")
	out := connectors.Outcome{Receipt: connectors.Receipt{Number: cmp.Or(entry.Number, number)}, Answer: []byte(c.wire.mask.Clean(string(got.raw)))}
	if got.ok() || got.code == "501" {
		return []connectors.Outcome{out}, nil
	}
	e := c.wire.verdict(Subscribe, got)
	if !errors.Is(e, connectors.ErrRejected) {
		return nil, e
	}
	out.Err = e
	return []connectors.Outcome{out}, nil
}
