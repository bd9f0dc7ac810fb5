package kingdee

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
)

// shaped gives a scalar the form its field wants. What does not fit goes as it
// is: the server says better what is wrong with it.
func shaped(f connectors.Field, v any) any {
	if blank(v) {
		return nil
	}
	switch f.Type {
	case "ref":
		return connectors.Object{{Name: f.Reference, Value: text(v)}}
	case "decimal", "int":
		return amount(v)
	case "bool":
		if b, ok := boolean(v); ok {
			return b
		}
		return v
	default:
		return text(v)
	}
}

func text(v any) any {
	if n, ok := v.(json.Number); ok {
		return n.String()
	}
	return v
}

var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// amount turns text into a number without touching its digits; other spellings
// of numbers (.5, +1) are rewritten.
func amount(v any) any {
	s, ok := v.(string)
	if !ok {
		return v
	}
	s = strings.TrimSpace(s)
	if jsonNumber.MatchString(s) {
		return json.Number(s)
	}
	if d, err := decimal.NewFromString(s); err == nil {
		return json.Number(d.String())
	}
	return v
}

func boolean(v any) (value, ok bool) {
	switch strings.ToLower(strings.TrimSpace(fmt.Sprint(v))) {
	case "true", "1", "是":
		return true, true
	case "false", "0", "否":
		return false, true
	default:
		return false, false
	}
}

// blank is what is not sent: 金蝶 would take it for the wish to clear a field.
func blank(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case connectors.Object:
		return len(v) == 0
	case []any:
		return len(v) == 0
	case json.Number:
		return v == ""
	default:
		return false
	}
}
