package kingdeetest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
)

// stamp is how the server writes times.
const stamp = "2006-01-02T15:04:05"

// text reads a scalar as the text a user would have typed.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	default:
		return fmt.Sprint(v)
	}
}

// truth reads true, "true" and "True"; anything absent is the default.
func truth(o connectors.Object, key string, missing bool) bool {
	v, ok := o.Get(key)
	if !ok || text(v) == "" {
		return missing
	}
	return isTrue(v)
}

func isTrue(v any) bool {
	t := strings.ToLower(text(v))
	return t == "true" || t == "1"
}

// list reads an array, or a comma separated string, of texts.
func list(v any) []string {
	var out []string
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			out = append(out, text(item))
		}
	case nil:
	default:
		for item := range strings.SplitSeq(text(v), ",") {
			if item = strings.TrimSpace(item); item != "" {
				out = append(out, item)
			}
		}
	}
	return out
}

// number reads a JSON number or a text that holds one.
func number(v any) (decimal.Decimal, error) {
	t := strings.TrimSpace(text(v))
	if t == "" {
		return decimal.Zero, nil
	}
	return decimal.NewFromString(t)
}

func whole(v any) int {
	n, err := strconv.Atoi(strings.TrimSpace(text(v)))
	if err != nil {
		return 0
	}
	return n
}

// day reads the date forms that the server accepts and gives the stamp.
func day(v any) (string, error) {
	t := strings.TrimSpace(text(v))
	for _, layout := range []string{time.DateOnly, time.DateTime, stamp, "2006-1-2", "2006/1/2", "2006-01-02 15:04", time.RFC3339Nano} {
		if parsed, err := time.Parse(layout, t); err == nil {
			return parsed.Format(stamp), nil
		}
	}
	return "", fmt.Errorf("String was not recognized as a valid DateTime.") //nolint:staticcheck // .NET's words
}

// wire turns a stored value into what goes into an answer.
func wire(v any) any {
	switch v := v.(type) {
	case decimal.Decimal:
		return json.Number(v.String())
	case *ref:
		if v == nil {
			return nil
		}
		return v.id
	default:
		return v
	}
}

// plain turns a stored value into what the ledger shows: references by number.
func plain(v any) any {
	if r, ok := v.(*ref); ok {
		if r == nil {
			return nil
		}
		return r.number
	}
	return v
}
