// Package parameter writes what a scheme says as the parameters of a call, for
// the systems that take text.
package parameter

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/connectors"
)

// Text is a value as a person would write it.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64: // fmt would write a large whole number as 1e+06
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return strings.TrimSpace(fmt.Sprint(v))
	}
}

// Dress writes a value as text: a time as the system's clock shows it, a list
// with commas between its items.
func Dress(value any, zone *time.Location) (string, error) {
	switch v := value.(type) {
	case time.Time:
		return v.In(zone).Format(time.DateTime), nil
	case []any:
		return list(v)
	case []string:
		return list(v)
	case map[string]any, connectors.Object:
		return "", errors.New("an object cannot be sent: parameters are text")
	default:
		return Text(value), nil
	}
}

func list[T any](items []T) (string, error) {
	var texts []string
	for _, item := range items {
		s := Text(item)
		if strings.Contains(s, ",") {
			return "", fmt.Errorf("%q holds a comma, and a list has commas between its items", s)
		}
		if s != "" {
			texts = append(texts, s)
		}
	}
	return strings.Join(texts, ","), nil
}

// Size is the page size a scheme asks for under a name, as far as the API allows
// it: most rows, also when the scheme does not say.
func Size(name string, asked any, most int) (int, error) {
	said := Text(asked)
	if said == "" {
		return most, nil
	}
	n, err := strconv.Atoi(said)
	if err != nil || n < 1 {
		return most, fmt.Errorf("%s: %q is not a number of rows", name, said)
	}
	return min(n, most), nil
}
