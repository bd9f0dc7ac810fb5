package kingdeetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// request is a call in any of the three envelopes that the server accepts:
// positional {"parameters":[…]}, named {"formid":…,"data":…}, and the old
// ApiClient's, where parameters is a string that holds an array.
type request struct {
	positional []any
	named      connectors.Object
}

var errBareArray = errors.New("Additional text found in JSON string after finishing deserializing object.") //nolint:staticcheck // the server's words

func parseRequest(body []byte) (request, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return request{}, nil
	}
	if body[0] == '[' {
		return request{}, errBareArray
	}
	var envelope connectors.Object
	if err := json.Unmarshal(body, &envelope); err != nil {
		return request{}, err
	}
	return unpack(envelope)
}

func unpack(envelope connectors.Object) (request, error) {
	switch p, _ := envelope.Get("parameters"); p := p.(type) {
	case []any:
		return request{positional: p}, nil
	case string:
		list, err := parseArray(p)
		return request{positional: list}, err
	}
	return request{named: envelope}, nil
}

// parseArray keeps the key order of objects inside the array.
func parseArray(text string) ([]any, error) {
	var wrapped connectors.Object
	if err := json.Unmarshal([]byte(`{"list":`+text+`}`), &wrapped); err != nil {
		return nil, err
	}
	list, ok := wrapped[0].Value.([]any)
	if !ok {
		return nil, errors.New("parameters is not an array")
	}
	return list, nil
}

// arg is the parameter at a position, or by its name in the named envelope.
func (r request) arg(position int, name string) any {
	if r.named != nil {
		v, _ := r.named.Get(name)
		return v
	}
	if position < len(r.positional) {
		return r.positional[position]
	}
	return nil
}

func (r request) text(position int, name string) string { return text(r.arg(position, name)) }

// formCall reads the form's id and its data.
func (r request) formCall() (string, connectors.Object, error) {
	data, err := object(r.arg(1, "data"))
	return r.text(0, "formid"), data, err
}

// dataCall reads the data of a call that names no form beside it.
func (r request) dataCall() (connectors.Object, error) { return object(r.arg(0, "data")) }

var errNoData = errors.New("接口参数data不能为空")

// object takes data as an object or as a string that holds one.
func object(v any) (connectors.Object, error) {
	switch v := v.(type) {
	case connectors.Object:
		return v, nil
	case string:
		if strings.TrimSpace(v) == "" {
			return nil, errNoData
		}
		var o connectors.Object
		err := json.Unmarshal([]byte(v), &o)
		return o, err
	default:
		return nil, errNoData
	}
}
