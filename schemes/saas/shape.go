package saas

import (
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
)

// shape says which keys of a value the format has a place for.
type shape struct {
	keys []string // of an object
	each *shape   // of a list
}

// split tells what fits a shape from what does not; merge undoes it.
func (s shape) split(v any) (known, rest any) {
	switch v := v.(type) {
	case connectors.Object:
		if s.keys != nil {
			return s.members(v)
		}
	case []any:
		if s.each != nil {
			return s.items(v)
		}
	default:
		if s.keys == nil && s.each == nil {
			return v, nil
		}
	}
	return nil, v
}

func (s shape) members(o connectors.Object) (known, rest any) {
	var in, out connectors.Object
	for _, m := range o {
		if slices.Contains(s.keys, m.Name) {
			in = append(in, m)
		} else {
			out = append(out, m)
		}
	}
	if out == nil {
		return in, nil
	}
	return in, out
}

func (s shape) items(list []any) (known, rest any) {
	in, out, odd := []any{}, []any{}, false
	for _, e := range list {
		k, r := s.each.split(e)
		if k == nil {
			return nil, list
		}
		odd = odd || r != nil
		if r == nil {
			r = connectors.Object{}
		}
		in, out = append(in, k), append(out, r)
	}
	if !odd {
		return in, nil
	}
	return in, out
}

// merge puts together what split took apart.
func merge(known, rest any) any {
	switch k := known.(type) {
	case connectors.Object:
		r, ok := rest.(connectors.Object)
		if !ok {
			return known
		}
		out := slices.Clone(k)
		for _, m := range r {
			put(&out, m.Name, merge(get(out, m.Name), m.Value))
		}
		return out
	case []any:
		r, ok := rest.([]any)
		if !ok || len(r) != len(k) {
			return known
		}
		out := make([]any, len(k))
		for i := range k {
			out[i] = merge(k[i], r[i])
		}
		return out
	case nil:
		return rest
	}
	return known
}
