package kuaidi100

import (
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// fieldError is what is wrong with one parameter.
type fieldError struct{ field, problem string }

func (e *fieldError) Error() string { return e.problem }

// at is the value for a number: its own, or the only one there is.
func at(field string, values []string, i, of int) (string, error) {
	switch len(values) {
	case 0:
		return "", nil
	case 1:
		return values[0], nil
	case of:
		return values[i], nil
	}
	return "", &fieldError{field, fmt.Sprintf("there are %d of %s for %d numbers: give one for all, or one for each", len(values), field, of)}
}

// list reads a list of values, or a text with commas between them. Empty ones
// keep their place.
func list(params map[string]any, name string) ([]string, error) {
	switch v := params[name].(type) {
	case nil:
		return nil, nil
	case []string:
		return trimmed(v), nil
	case []any:
		values := make([]string, len(v))
		for i, item := range v {
			value, ok := scalar(item)
			if !ok {
				return nil, &fieldError{name, fmt.Sprintf("%s[%d] is neither a text nor a number", name, i)}
			}
			values[i] = value
		}
		return trimmed(values), nil
	default:
		value, ok := scalar(v)
		if !ok {
			return nil, &fieldError{name, name + " is neither a text nor a list"}
		}
		if strings.TrimSpace(value) == "" {
			return nil, nil
		}
		return trimmed(strings.Split(strings.ReplaceAll(value, "，", ","), ",")), nil
	}
}

func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case int, int64:
		return fmt.Sprint(v), true
	}
	return connectors.ScalarText(v)
}

func trimmed(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = strings.TrimSpace(v)
	}
	return out
}

// lastFour is all that 快递100 wants of a telephone number, and so all it is told.
func lastFour(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, phone)
	return digits[max(0, len(digits)-4):]
}
