package collection

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// with is an object that has a value under a name, in the place where it had
// another; without a value it has nothing there.
func with(o connectors.Object, name string, value any) connectors.Object {
	i := slices.IndexFunc(o, func(m connectors.Member) bool { return m.Name == name })
	switch {
	case value == nil && i < 0:
		return o
	case value == nil:
		return slices.Delete(o, i, i+1)
	case i < 0:
		return append(o, connectors.Member{Name: name, Value: value})
	}
	o[i].Value = value
	return o
}
