package qimen

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Reply is what the system behind the gateway said: the object below "response".
type Reply struct {
	Body   json.RawMessage
	fields map[string]json.RawMessage
	fault  *fault
	date   time.Time // the gateway's clock
}

// fault is a refusal in either of the gateway's envelopes: an error_response, or
// a response whose flag is "failure". The names differ between them.
type fault struct {
	code, message       string
	subCode, subMessage string // why; the system's own code and words where it was asked
	requestID           string
}

// decode reads an answer; one without either envelope is not the gateway's.
func decode(body []byte) (Reply, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return Reply{}, errors.New("it is empty")
	}
	if !utf8.Valid(body) { // it would pass encoding/json, and be kept garbled
		return Reply{}, errors.New("it is not UTF-8")
	}
	var envelope struct {
		Response json.RawMessage            `json:"response"`
		Error    map[string]json.RawMessage `json:"error_response"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		return Reply{}, fmt.Errorf("it is not the JSON expected (%w)", err)
	}
	if envelope.Error != nil {
		return Reply{fields: envelope.Error, fault: faultOf(envelope.Error)}, nil
	}
	r := Reply{Body: envelope.Response}
	if err := json.Unmarshal(envelope.Response, &r.fields); err != nil || r.fields == nil {
		return Reply{}, errors.New("it holds neither a response nor an error_response")
	}
	if strings.EqualFold(r.Text("flag"), "failure") {
		r.fault = faultOf(r.fields)
	}
	return r, nil
}

func faultOf(fields map[string]json.RawMessage) *fault {
	r := Reply{fields: fields}
	return &fault{
		code: r.Text("code"), message: or(r.Text("message"), r.Text("msg")),
		subCode: r.Text("sub_code"), subMessage: or(r.Text("sub_message"), r.Text("sub_msg")),
		requestID: r.Text("request_id"),
	}
}

// Text is a field of the reply in whichever dress it came, string, number or
// bool; "" when there is none, or it is no such value.
func (r Reply) Text(name string) string {
	raw := bytes.TrimSpace(r.fields[name])
	if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || string(raw) == "null" {
		return ""
	}
	var text string
	if err := json.Unmarshal(raw, &text); err == nil {
		return text
	}
	return string(raw)
}

// Rows are the rows under the first of the names that is there; found says
// whether one is. A list that is null has no rows.
func (r Reply) Rows(names ...string) (rows []json.RawMessage, found bool, err error) {
	for _, name := range names {
		if raw, ok := r.fields[name]; ok {
			rows, err := objects(name, raw)
			return rows, true, err
		}
	}
	return nil, false, nil
}

func objects(name string, raw json.RawMessage) ([]json.RawMessage, error) {
	var rows []json.RawMessage
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, fmt.Errorf("%s is not a list", name)
	}
	for i, row := range rows {
		if len(row) == 0 || row[0] != '{' {
			return nil, fmt.Errorf("%s[%d] is not a row", name, i)
		}
	}
	return rows, nil
}

// Date is the gateway's clock when it answered; zero when it did not say.
func (r Reply) Date() time.Time { return r.date }
