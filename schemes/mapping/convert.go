package mapping

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
)

func toNumber(v any, _ *time.Location) (any, error) {
	text, err := Text(v)
	if err != nil {
		return nil, err
	}
	text = strings.TrimSpace(text)
	d, err := readDecimal(text)
	if err != nil {
		return nil, err
	}
	if !json.Valid([]byte(text)) { // +5, .5, 007: numbers, but not to JSON
		text = d.String()
	}
	return json.Number(text), nil
}

// readDecimal refuses what is a number only on paper: 1e999999999 written out
// would fill the memory.
func readDecimal(text string) (decimal.Decimal, error) {
	const longest = 100
	d, err := decimal.NewFromString(text)
	if err != nil || d.Exponent() > longest || d.Exponent() < -longest {
		return decimal.Decimal{}, fmt.Errorf("%q is not a number", text)
	}
	return d, nil
}

func toInt(v any, _ *time.Location) (any, error) {
	text, err := Text(v)
	if err != nil {
		return nil, err
	}
	d, err := readDecimal(strings.TrimSpace(text))
	if err != nil || !d.IsInteger() {
		return nil, fmt.Errorf("%q is not a whole number", text)
	}
	return json.Number(d.Truncate(0).String()), nil
}

// fit refuses digits that would be cut off; zeros at the end may be.
func fit(v any, digits, places int) (any, error) {
	text, err := Text(v)
	if err != nil {
		return nil, err
	}
	d, err := readDecimal(text)
	if err != nil {
		return nil, err
	}
	short := d.Truncate(int32(places))
	if !short.Equal(d) || d.Abs().GreaterThanOrEqual(decimal.New(1, int32(digits-places))) {
		return nil, fmt.Errorf("%s does not fit into decimal(%d,%d)", text, digits, places)
	}
	if -d.Exponent() <= int32(places) {
		return v, nil
	}
	return json.Number(short.StringFixed(int32(places))), nil
}

func toBool(v any, _ *time.Location) (any, error) {
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

// toObject and toList are for fields without children: a value of the row that
// is an object or a list passes as it is.
func toObject(v any, _ *time.Location) (any, error) {
	if _, ok := v.(Row); !ok {
		return nil, fmt.Errorf("it is %s, not an object", kind(v))
	}
	return v, nil
}

func toList(v any, _ *time.Location) (any, error) {
	switch v.(type) {
	case []any, []connectors.Object:
		return v, nil
	}
	return nil, fmt.Errorf("it is %s, not a list (the parser StringToArray makes one of text)", kind(v))
}
