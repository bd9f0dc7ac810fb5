package kingdeetest

import (
	"github.com/shopspring/decimal"

	"github.com/erpbridge/erpbridge/connectors"
)

// custom keeps a custom field's value; a custom reference by its number.
func custom(v any) any {
	if o, ok := v.(connectors.Object); ok && len(o) == 1 {
		return text(o[0].Value)
	}
	return v
}

func (f *filling) read(d *field, into map[string]any, all connectors.Object, v any) any {
	var out any
	var err error
	switch d.kind {
	case words:
		out = text(v)
	case integer, amount:
		var n decimal.Decimal
		if n, err = number(v); err != nil {
			f.problem(d.key, sprintf(textBadValue, d.key, d.title, "Input string was not in a correct format."))
		}
		out = n
	case boolean:
		out = isTrue(v)
	case date:
		out = f.readDate(d, v)
	case reference, lot, owner:
		out = f.readReference(d, into, all, v)
	default:
		out = v
	}
	return out
}

func (f *filling) readDate(d *field, v any) any {
	if text(v) == "" {
		return nil
	}
	stamped, err := day(v)
	if err != nil {
		f.problem(d.key, sprintf(textBadValue, d.key, d.title, err.Error()))
		return nil
	}
	return stamped
}
