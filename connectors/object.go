package connectors

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Object is a JSON object whose keys keep their order: 金蝶 replays fields as a
// user would type them, so an organisation must come before what depends on it.
// Values are string, json.Number, bool, nil, Object, []Object or []any.
type Object []Member

// Member is one key of an Object.
type Member struct {
	Name  string
	Value any
}

// Get finds a value by key, ignoring case as the vendors do.
func (o Object) Get(name string) (any, bool) {
	for _, m := range o {
		if strings.EqualFold(m.Name, name) {
			return m.Value, true
		}
	}
	return nil, false
}

// MarshalJSON writes the members in their order, non-ASCII text as it is.
func (o Object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := writeJSON(&b, m.Name); err != nil {
			return nil, err
		}
		b.WriteByte(':')
		if err := writeJSON(&b, m.Value); err != nil {
			return nil, fmt.Errorf("%s: %w", m.Name, err)
		}
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// writeJSON leaves <, > and & alone: vendors sign or filter what we send.
func writeJSON(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the encoder ends with a newline
	return nil
}
