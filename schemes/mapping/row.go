package mapping

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// Row is a decoded document: keys in their order, numbers with their digits.
type Row = connectors.Object

// ParseRow decodes a document.
func ParseRow(content json.RawMessage) (Row, error) {
	var row Row
	if err := row.UnmarshalJSON(content); err != nil {
		return nil, fmt.Errorf("the document is not a JSON object: %w", err)
	}
	return row, nil
}

// At returns the value at a dotted path of a row; nil when there is none. A key
// that itself contains dots is found before the path is taken apart, and of a
// list a number is the element, from 0.
func At(row Row, path string) any {
	v, _ := find(row, path)
	return v
}

// find says also whether the path is there. What lies below null, below an
// empty list (as which PHP writes an empty object) or beyond the end of a list
// is there and empty; what lies below a key the row does not have is not there.
func find(in any, path string) (any, bool) {
	switch in := in.(type) {
	case Row:
		return findInRow(in, path)
	case []any:
		return findInList(in, path)
	}
	return nil, IsEmpty(in)
}

func findInRow(row Row, path string) (any, bool) {
	if v, ok := member(row, path); ok {
		return v, true
	}
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if inner, ok := member(row, path[:i]); ok {
			if v, ok := find(inner, path[i+1:]); ok {
				return v, true
			}
		}
	}
	return nil, false
}

func findInList(list []any, path string) (any, bool) {
	first, rest, more := strings.Cut(path, ".")
	n, err := strconv.Atoi(first)
	switch {
	case len(list) == 0:
		return nil, true
	case err != nil || n < 0:
		return nil, false
	case n >= len(list):
		return nil, true
	case more:
		return find(list[n], rest)
	}
	return list[n], true
}

func member(row Row, name string) (any, bool) {
	for i := range row {
		if row[i].Name == name {
			return row[i].Value, true
		}
	}
	return nil, false
}

// throughList is the first list a path would have to go through without saying
// which of its elements; "" when there is none.
func throughList(row Row, path string) string {
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if list, ok := At(row, path[:i]).([]any); ok && len(list) > 0 && !beginsWithNumber(path[i+1:]) {
			return path[:i]
		}
	}
	return ""
}

func beginsWithNumber(path string) bool {
	first, _, _ := strings.Cut(path, ".")
	n, err := strconv.Atoi(first)
	return err == nil && n >= 0
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
		return strconv.FormatBool(v), nil
	default:
		return "", fmt.Errorf("is %s, not one value", kind(v))
	}
}

func kind(v any) string {
	switch v.(type) {
	case Row:
		return "an object"
	case []any, []connectors.Object:
		return "a list"
	case string:
		return "text"
	case json.Number:
		return "a number"
	default:
		return strings.TrimPrefix(fmt.Sprintf("%T", v), "*")
	}
}
