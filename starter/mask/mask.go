// Package mask hides what identifies a person in documents that are shown:
// names, phone numbers and addresses of receivers and buyers. It hides rather
// too much: a field whose name speaks of a receiver is masked whatever it
// holds, and a number that looks like a telephone's is masked wherever it stands.
package mask

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/erpbridge/erpbridge/connectors"
)

// hidden stands for a value of which nothing may be seen.
const hidden = "***"

// JSON masks a document; members keep their order and numbers their digits.
// What is not JSON is masked as text.
func JSON(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return raw
	}
	tree, err := read(raw)
	if err != nil || !json.Valid(raw) {
		return quoted(Text(string(raw)))
	}
	masked, err := write(value("", tree))
	if err != nil {
		return quoted(hidden)
	}
	return masked
}

// read wraps the document, because an ordered value is read as a member.
func read(raw []byte) (any, error) {
	var wrapped connectors.Object
	if err := json.Unmarshal(fmt.Appendf(nil, `{"v":%s}`, raw), &wrapped); err != nil {
		return nil, err
	}
	tree, _ := wrapped.Get("v")
	return tree, nil
}

func write(tree any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(tree)
	return bytes.TrimSpace(b.Bytes()), err
}

func quoted(s string) json.RawMessage {
	text, err := write(s)
	if err != nil {
		return json.RawMessage(`"` + hidden + `"`)
	}
	return text
}

// value masks what a member holds; everything below a private name is private.
func value(name string, v any) any {
	switch v := v.(type) {
	case connectors.Object:
		return object(name, v)
	case []any:
		return array(name, v)
	case string:
		return str(name, v)
	case json.Number:
		return number(name, v)
	default:
		return v
	}
}

func object(name string, o connectors.Object) connectors.Object {
	masked := make(connectors.Object, len(o))
	for i, m := range o {
		within := m.Name
		if Private(name) {
			within = name
		}
		masked[i] = connectors.Member{Name: m.Name, Value: value(within, m.Value)}
	}
	return masked
}

func array(name string, items []any) []any {
	masked := make([]any, len(items))
	for i, item := range items {
		masked[i] = value(name, item)
	}
	return masked
}

func str(name, s string) string {
	switch {
	case strings.TrimSpace(s) == "":
		return s
	case Private(name):
		return hide(name, s)
	default:
		return nested(s)
	}
}

// nested masks JSON that travels as a string inside JSON, as vendors like to send it.
func nested(s string) string {
	trimmed := strings.TrimSpace(s)
	if strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		if json.Valid([]byte(trimmed)) {
			return Text(string(JSON(json.RawMessage(trimmed)))) // a remark of nothing but [13800000000] is JSON, too
		}
	}
	return Text(s)
}

func number(name string, n json.Number) any {
	if Private(name) {
		return hidden
	}
	return n
}

// hide leaves of a name its first character, of a phone number its ends: enough
// to recognise whom one is speaking with, too little to find them.
func hide(name, s string) string {
	switch kindOf(name) {
	case phone:
		return ends(s)
	case person:
		first, _ := utf8.DecodeRuneInString(s)
		return string(first) + "**"
	default:
		return hidden
	}
}
