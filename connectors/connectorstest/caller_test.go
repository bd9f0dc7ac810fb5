package connectorstest_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/connectors/connectorstest"
)

const window = 5 * time.Minute

// caller is acme calling: the time and the body are proved, each by itself.
func caller() *connectorstest.Caller {
	return &connectorstest.Caller{
		API: "/call", Rows: 2, Window: window, Proofs: []string{"X-At", "X-Proof"},
		Content:  []byte(`{"rows":[{"id":1,"price":10.50,"phone":"` + connectorstest.Phone + `"},{"id":2,"price":7}]}`),
		Prove:    func(content []byte, at time.Time) connectors.Inbound { return proved(acmeSecret, content, at) },
		Stranger: func(content []byte, at time.Time) connectors.Inbound { return proved("another", content, at) },
		Wrong:    []byte(`{"rows":[{"id":1,"price":"` + connectorstest.Phone + `"},{"id":2,"price":7},{"id":3}]}`),
		Paths:    []string{"$.rows[0].price", "$.rows[2].price"},
	}
}

func proved(secret string, content []byte, at time.Time) connectors.Inbound {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return connectors.Inbound{API: "/call", Body: content, At: at, Header: http.Header{
		"X-At": {stamp}, "X-Proof": {proof(secret, []byte(stamp)) + "." + proof(secret, content)},
	}}
}

func proof(secret string, of []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write(of)
	return hex.EncodeToString(h.Sum(nil))
}

func (c *client) Receive(_ context.Context, in connectors.Inbound) (connectors.Received, error) {
	if in.API != "/call" {
		kind := connectors.ErrNotFound
		if c.flaw == "calls: other APIs are not called for" {
			kind = connectors.ErrRejected
		}
		return connectors.Received{}, c.refuse(kind, in.API, "there is no such API")
	}
	if !c.admits(in) {
		return connectors.Received{}, c.refuse(connectors.ErrUnauthorized, in.API, "the proof is wrong, or old")
	}
	got, violations := c.open(in.Body)
	if len(violations) > 0 {
		return connectors.Received{}, c.invalid(in, violations)
	}
	got.Call = in.Header.Get("X-Proof")
	if c.flaw == "calls: what is sent again is known" {
		got.Call += in.At.String()
	}
	return got, nil
}

func (c *client) admits(in connectors.Inbound) bool {
	stamp := in.Header.Get("X-At")
	ofTime, ofBody, _ := strings.Cut(in.Header.Get("X-Proof"), ".")
	if c.flaw == "calls: what is not proved is refused" {
		ofBody = proof(acmeSecret, in.Body)
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	late := in.At.Sub(time.Unix(seconds, 0)).Abs() > window && c.flaw != "calls: what is old is refused"
	return err == nil && !late && ofTime == proof(acmeSecret, []byte(stamp)) && ofBody == proof(acmeSecret, in.Body)
}

func (c *client) open(body []byte) (connectors.Received, []connectors.Violation) {
	var call struct{ Rows []json.RawMessage }
	if err := json.Unmarshal(body, &call); err != nil || !utf8.Valid(body) || len(call.Rows) == 0 {
		return connectors.Received{}, []connectors.Violation{{Path: "$", Message: "it is not acme's"}}
	}
	var found []connectors.Violation
	for i, row := range call.Rows {
		var fields struct{ Price any }
		err := json.Unmarshal(row, &fields)
		if _, isNumber := fields.Price.(float64); err != nil || !isNumber {
			v := connectors.Violation{Path: fmt.Sprintf("$.rows[%d].price", i), Message: "is no number"}
			if c.flaw == "calls: refusals show no telephone number" {
				v.Message += fmt.Sprint(": ", fields.Price)
			}
			found = append(found, v)
		}
	}
	return connectors.Received{Rows: c.rows(call.Rows)}, found
}

func (c *client) rows(rows []json.RawMessage) []json.RawMessage {
	if c.flaw == "calls: what the system sends is taken" {
		var fields any
		_ = json.Unmarshal(rows[0], &fields) // it has been read once
		rows[0], _ = json.Marshal(fields)
	}
	return rows
}

func (c *client) invalid(in connectors.Inbound, found []connectors.Violation) error {
	if c.flaw == "calls: everything wrong is listed" {
		found = found[:1]
	}
	e := c.refuse(connectors.ErrRejected, in.API, found[0].Message)
	if c.flaw != "calls: what is broken is refused" || found[0].Path != "$" {
		e.Err = &connectors.Invalid{Status: http.StatusBadRequest, Violations: found}
	}
	if c.flaw == "calls: what is long is refused in few words" && len(in.Body) > 1000 {
		e.Message += string(in.Body)
	}
	return e
}
