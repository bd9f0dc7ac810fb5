package kuaidi100

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// parcel is one number to ask for.
type parcel struct{ num, com, phone string }

func compare(a, b parcel) int {
	return cmp.Or(strings.Compare(a.num, b.num), strings.Compare(a.com, b.com))
}

// parcels are those that a query names, in an order of their own and each once.
// com and phone are one value for all numbers, or one for each.
func parcels(params map[string]any) ([]parcel, error) {
	columns := map[string][]string{}
	for _, name := range []string{"num", "com", "phone"} {
		var err error
		if columns[name], err = list(params, name); err != nil {
			return nil, err
		}
	}
	var all []parcel
	for i, num := range columns["num"] {
		if num == "" {
			continue // a document that has no parcel yet
		}
		p, err := row(columns, i)
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	slices.SortStableFunc(all, compare)
	return slices.CompactFunc(all, func(a, b parcel) bool { return compare(a, b) == 0 }), nil
}

func row(columns map[string][]string, i int) (parcel, error) {
	num, rows := columns["num"][i], len(columns["num"])
	com, err := at("com", columns["com"], i, rows)
	if err != nil {
		return parcel{}, err
	}
	phone, err := at("phone", columns["phone"], i, rows)
	if err != nil {
		return parcel{}, err
	}
	if com == "" {
		return parcel{}, &fieldError{"com", "parcel " + num + " has no carrier"}
	}
	return parcel{num: num, com: strings.ToLower(com), phone: lastFour(phone)}, nil
}

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

// cursor names the parcel that was asked for last, not its place: the numbers of
// the next call may have been looked up anew, and be others.
func cursor(p parcel) string {
	return base64.RawURLEncoding.EncodeToString([]byte(p.num + "\n" + p.com))
}

// after are the parcels that are still to be asked for.
func after(cursor string, all []parcel) ([]parcel, error) {
	if cursor == "" {
		return all, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	num, com, ok := strings.Cut(string(raw), "\n")
	if err != nil || !ok {
		return nil, errors.New("the cursor is not one of this connector's")
	}
	i, found := slices.BinarySearchFunc(all, parcel{num: num, com: com}, compare)
	if found {
		i++
	}
	return all[i:], nil
}
