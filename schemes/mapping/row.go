package mapping

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// Row is a decoded document: keys in their order, numbers with their digits.
type Row = connectors.Object

// ParseRow decodes a document.
func ParseRow(content json.RawMessage) (Row, error) {
	var row Row
	if err := json.Unmarshal(content, &row); err != nil {
		return nil, fmt.Errorf("the document is not a JSON object: %w", err)
	}
	return row, nil
}

// At returns the value at a dotted path of a row; nil when there is none. A key
// that itself contains dots is found before the path is taken apart.
func At(row Row, path string) any {
	if v, ok := member(row, path); ok {
		return v
	}
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if inner, ok := member(row, path[:i]); ok {
			if object, ok := inner.(Row); ok {
				return At(object, path[i+1:])
			}
		}
	}
	return nil
}

func member(row Row, name string) (any, bool) {
	for _, m := range row {
		if m.Name == name {
			return m.Value, true
		}
	}
	return nil, false
}

// IsEmpty says whether a value counts as no value: nothing, or empty text.
func IsEmpty(v any) bool { return v == nil || v == "" }

// Text is a single value as text; lists and objects have none.
func Text(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case json.Number:
		return v.String(), nil
	case bool:
		if v {
			return "true", nil
		}
		return "false", nil
	default:
		return "", fmt.Errorf("is %s, not one value", kind(v))
	}
}

func kind(v any) string {
	switch v.(type) {
	case Row:
		return "an object"
	case []any:
		return "a list"
	default:
		return strings.TrimPrefix(fmt.Sprintf("%T", v), "*")
	}
}
