package connectors

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// UnmarshalJSON reads members in their order; numbers keep their digits.
func (o *Object) UnmarshalJSON(data []byte) error {
	if !json.Valid(data) {
		var v any
		return json.Unmarshal(data, &v)
	}
	v, err := (&objectReader{in: data}).value()
	if err != nil {
		return err
	}
	obj, ok := v.(Object)
	if !ok {
		return fmt.Errorf("expected a JSON object, got %T", v)
	}
	*o = obj
	return nil
}

// objectReader reads JSON that is known to be valid. json.Decoder's tokens cost
// three times as much, and each document of each run is read.
type objectReader struct {
	in []byte
	at int
}

func (r *objectReader) value() (any, error) {
	switch r.peek() {
	case '{':
		return r.object()
	case '[':
		return r.array()
	case '"':
		return r.text()
	}
	word := r.word()
	switch string(word) {
	case "null":
		return nil, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return json.Number(word), nil
}

// peek is the next byte that is not space.
func (r *objectReader) peek() byte {
	for r.in[r.at] == ' ' || r.in[r.at] == '\n' || r.in[r.at] == '\r' || r.in[r.at] == '\t' {
		r.at++
	}
	return r.in[r.at]
}

// more moves to the next element, or past the end.
func (r *objectReader) more(end byte) bool {
	switch r.peek() {
	case end:
		r.at++
		return false
	case ',':
		r.at++
		r.peek()
	}
	return true
}

func (r *objectReader) object() (any, error) {
	obj := Object{}
	for r.at++; r.more('}'); {
		name, err := r.text()
		if err != nil {
			return nil, err
		}
		r.peek()
		r.at++ // the colon
		value, err := r.value()
		if err != nil {
			return nil, err
		}
		obj = append(obj, Member{Name: name, Value: value})
	}
	return obj, nil
}

func (r *objectReader) array() (any, error) {
	items := []any{}
	for r.at++; r.more(']'); {
		v, err := r.value()
		if err != nil {
			return nil, err
		}
		items = append(items, v)
	}
	return items, nil
}

func (r *objectReader) text() (string, error) {
	begin := r.at
	for r.at++; r.in[r.at] != '"'; r.at++ {
		if r.in[r.at] == '\\' {
			r.at++
		}
	}
	r.at++
	inner := r.in[begin+1 : r.at-1]
	if !bytes.ContainsRune(inner, '\\') && utf8.Valid(inner) {
		return string(inner), nil
	}
	var s string
	err := json.Unmarshal(r.in[begin:r.at], &s)
	return s, err
}

// word is a number, or true, false or null.
func (r *objectReader) word() []byte {
	begin := r.at
	for r.at < len(r.in) && !bytes.ContainsRune([]byte(",]} \n\r\t"), rune(r.in[r.at])) {
		r.at++
	}
	return r.in[begin:r.at]
}
