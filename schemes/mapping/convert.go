package mapping

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// convert gives a value the type a field declares. Only int, float, decimal and
// bool change a value: the SaaS labels nearly everything "string" and still
// sends numbers as numbers.
func convert(kind string, v any) (any, error) {
	if IsEmpty(v) {
		return v, nil
	}
	switch kind {
	case "int":
		return toInt(v)
	case "float", "decimal":
		return toNumber(v)
	case "bool", "boolean":
		return toBool(v)
	default:
		return v, nil
	}
}

func toNumber(v any) (any, error) {
	text, err := Text(v)
	if err != nil {
		return nil, err
	}
	if _, err := decimal.NewFromString(strings.TrimSpace(text)); err != nil {
		return nil, fmt.Errorf("%q is not a number", text)
	}
	return json.Number(strings.TrimSpace(text)), nil
}

func toInt(v any) (any, error) {
	text, err := Text(v)
	if err != nil {
		return nil, err
	}
	d, err := decimal.NewFromString(strings.TrimSpace(text))
	if err != nil || !d.IsInteger() {
		return nil, fmt.Errorf("%q is not a whole number", text)
	}
	return json.Number(d.Truncate(0).String()), nil
}

func toBool(v any) (any, error) {
	text, err := Text(v)
	if err != nil {
		return nil, err
	}
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true", "1":
		return true, nil
	case "false", "0":
		return false, nil
	}
	return nil, fmt.Errorf("%q is neither true nor false", text)
}
