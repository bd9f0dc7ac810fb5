package http

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// plain is a value as a person would write it; objects and lists are JSON.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number, bool:
		return fmt.Sprint(v)
	case float64: // fmt would write a large whole number as 1e+06
		return strconv.FormatFloat(v, 'f', -1, 64)
	case time.Time:
		return v.Format(time.DateTime)
	case int, int64:
		return fmt.Sprint(v)
	}
	text, err := marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// marshal leaves <, > and & alone: systems sign what we send.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("cannot be written as JSON: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// dress gives a scheme's value the type that the API's table says: schemes write
// numbers, lists and flags as text. What the table does not list stays as it is.
func dress(fields []field, name string, value any, zone *time.Location) (any, error) {
	if at, ok := value.(time.Time); ok {
		value = at.In(zone).Format(time.DateTime)
	}
	for _, f := range fields {
		if strings.EqualFold(f.Field, name) {
			return dressAs(f.Type, value)
		}
	}
	return value, nil
}

func dressAs(kind typeWord, value any) (any, error) {
	text := strings.TrimSpace(plain(value))
	switch kind {
	case "int":
		n, ok := new(big.Int).SetString(text, 10)
		if !ok {
			return nil, fmt.Errorf("%q is not a whole number", text)
		}
		return json.Number(n.String()), nil // without leading zeros, which JSON does not have
	case "decimal":
		if !connectors.IsNumber(text) {
			return nil, fmt.Errorf("%q is not a number", text)
		}
		return json.Number(text), nil
	case "bool":
		b, err := strconv.ParseBool(text)
		if err != nil {
			return nil, fmt.Errorf("%q is neither true nor false", text)
		}
		return b, nil
	case "array":
		return list(value), nil
	case "object":
		return value, nil
	default:
		return plain(value), nil
	}
}

// list takes a list, one value, or values with commas between them.
func list(value any) any {
	text, ok := value.(string)
	if !ok {
		return value
	}
	items := []any{}
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// blank is what need not be sent.
func blank(v any) bool { return v == nil || v == "" }
