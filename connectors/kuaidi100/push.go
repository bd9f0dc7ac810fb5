package kuaidi100

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
)

// accepted is what 快递100 has to hear; otherwise it sends the same again after
// half an hour.
const accepted = `{"result":true,"returnCode":"200","message":"成功"}`

// Receive reads a push, once its signature has proved that it is 快递100's. A push
// has no time of its own: one that is sent again is known by its signature.
func (c *Client) Receive(_ context.Context, in connectors.Inbound) (connectors.Received, error) {
	switch {
	case in.API != Callback:
		_, err := c.Limits("")
		return connectors.Received{}, err
	case c.cfg.Salt == "": // our fault, and so to be sent again
		e := c.wire.refuse(connectors.ErrUnavailable, Callback, "what 快递100 sends cannot be told from what others invent")
		e.Advice = "set " + c.cfg.variable("SALT")
		return connectors.Received{}, e
	}
	form, err := url.ParseQuery(string(in.Body))
	if err != nil || len(form["param"]) != 1 || len(form["sign"]) != 1 {
		return connectors.Received{}, c.invalid(http.StatusBadRequest, "$", "the body must be a form of param and sign")
	}
	if !Verify(form, c.cfg.Salt) && !Verify(form, c.cfg.PreviousSalt) {
		return connectors.Received{}, c.wire.refuse(connectors.ErrUnauthorized, Callback, "the signature is wrong: it must be made with the salt of this scheme's account")
	}
	rows, err := Parse([]byte(form.Get("param")))
	if err != nil {
		return connectors.Received{}, c.invalid(http.StatusUnprocessableEntity, "$.lastResult", err.Error())
	}
	return connectors.Received{
		Rows: rows, Paths: []string{"$.lastResult"}, Call: strings.ToUpper(form.Get("sign")),
		Reply: &connectors.Reply{ContentType: "application/json; charset=utf-8", Body: []byte(accepted)},
	}, nil
}

func (c *Client) invalid(status int, path, problem string) error {
	cause := &connectors.Invalid{Status: status, Violations: []connectors.Violation{{Path: path, Message: problem}}}
	e := c.wire.refuse(connectors.ErrRejected, Callback, cause.Error())
	e.Err = cause
	return e
}

// Parse reads the param of a push. Its row is lastResult as a query would have
// told it, with what else the push said (status: polling, shutdown, abort) beside
// it as push.
func Parse(param []byte) ([]json.RawMessage, error) {
	param = bytes.TrimSpace(param)
	if !utf8.Valid(param) {
		return nil, errors.New("param is not UTF-8")
	}
	var said connectors.Object
	if err := json.Unmarshal(param, &said); err != nil {
		return nil, errors.New("param is not a JSON object")
	}
	last, _ := said.Get("lastResult")
	result, ok := last.(connectors.Object)
	if !ok {
		return nil, errors.New("there is no lastResult")
	}
	row, err := marshal(append(without(result, "push"), connectors.Member{Name: "push", Value: without(said, "lastResult")}))
	if err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(row, &fields); err != nil {
		return nil, err
	}
	if err := traced(fields); err != nil {
		return nil, err
	}
	return []json.RawMessage{row}, nil
}

func without(o connectors.Object, name string) connectors.Object {
	rest := connectors.Object{}
	for _, m := range o {
		if !strings.EqualFold(m.Name, name) {
			rest = append(rest, m)
		}
	}
	return rest
}
