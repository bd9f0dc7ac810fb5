package kuaidi100

import (
	"cmp"
	"encoding/base64"
	"errors"
	"slices"
	"strings"
)

// parcel is one number to ask for.
type parcel struct{ num, com, phone string }

func compare(a, b parcel) int {
	return cmp.Or(strings.Compare(a.num, b.num), strings.Compare(a.com, b.com))
}

// parcels are those that a query names, in an order of their own and each once.
// com and phone are one value for all numbers, or one for each. A parcel without
// a carrier of its own is asked for like the others: 快递100 refuses it alone.
func parcels(params map[string]any) ([]parcel, error) {
	columns := map[string][]string{}
	for _, name := range []string{"num", "com", "phone"} {
		var err error
		if columns[name], err = list(params, name); err != nil {
			return nil, err
		}
	}
	if len(columns["num"]) > 0 && len(columns["com"]) == 0 {
		return nil, &fieldError{"com", "com is missing: the carriers of the parcels, one for all or one for each"}
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
	return parcel{num: num, com: strings.ToLower(com), phone: lastFour(phone)}, nil
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
