package schemes

import (
	"encoding/json"
	"errors"

	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// asDecimal reads a number, also one that is sent as text.
func asDecimal(v any) (decimal.Decimal, error) {
	text, err := mapping.Text(v)
	if err != nil {
		return decimal.Decimal{}, err
	}
	d, ok := readNumber(text)
	if !ok {
		return d, errors.New("is not a number")
	}
	return d, nil
}

// digits writes a decimal with all its places: 100.00 + 0.50 is 100.50.
func digits(d decimal.Decimal) json.Number {
	return json.Number(d.StringFixed(max(0, -d.Exponent())))
}
