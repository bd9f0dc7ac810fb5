package kuaidi100

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// reply is what 快递100 said.
type reply struct {
	code   string // returnCode of a refusal and of a subscription, status of a trace
	words  string
	fields map[string]json.RawMessage
	raw    json.RawMessage
}

func (r reply) ok() bool { return r.code == "200" && text(r.fields["result"]) != "false" }

// decode reads an answer; one without a code is not 快递100's.
func decode(body []byte) (reply, error) {
	body = bytes.TrimSpace(body)
	switch {
	case len(body) == 0:
		return reply{}, errors.New("it is empty")
	case !utf8.Valid(body): // it would pass encoding/json, and be kept garbled
		return reply{}, errors.New("it is not UTF-8")
	}
	r := reply{raw: body}
	if err := json.Unmarshal(body, &r.fields); err != nil {
		return reply{}, fmt.Errorf("it is not the JSON expected (%w)", err)
	}
	r.words = text(r.fields["message"])
	if r.code = text(r.fields["returnCode"]); r.code == "" {
		r.code = text(r.fields["status"])
	}
	if _, err := strconv.Atoi(r.code); err != nil {
		return reply{}, errors.New("it has no returnCode and no status")
	}
	return r, nil
}

// text is a scalar in whichever dress it came: 快递100 writes true and "true", 3
// and "3". Without a value it is "".
func text(raw json.RawMessage) string {
	var s string
	if raw = bytes.TrimSpace(raw); json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(s) // "" for null too
	}
	return string(raw)
}

// traced says what is wrong with what should be the trace of a parcel.
func traced(fields map[string]json.RawMessage) error {
	if text(fields["nu"]) == "" {
		return errors.New("it does not say which parcel it is about (nu)")
	}
	if _, err := strconv.Atoi(text(fields["state"])); err != nil {
		return errors.New("it has no state")
	}
	var steps []map[string]json.RawMessage
	if data := fields["data"]; len(data) > 0 && json.Unmarshal(data, &steps) != nil {
		return errors.New("data is not a list of steps")
	}
	for i, step := range steps {
		if step == nil {
			return fmt.Errorf("data[%d] is not a step", i)
		}
	}
	return nil
}
