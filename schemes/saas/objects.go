package saas

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// get is the value of a key, nil when there is none.
func get(o connectors.Object, key string) any {
	for _, m := range o {
		if m.Name == key {
			return m.Value
		}
	}
	return nil
}

func has(o connectors.Object, key string) bool {
	return slices.ContainsFunc(o, func(m connectors.Member) bool { return m.Name == key })
}

func hasAny(o connectors.Object, keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return has(o, key) })
}

// take removes a key. What nobody takes is kept under saas.
func take(o *connectors.Object, keys ...string) (any, bool) {
	for _, key := range keys {
		i := slices.IndexFunc(*o, func(m connectors.Member) bool { return m.Name == key })
		if i < 0 {
			continue
		}
		v := (*o)[i].Value
		*o = slices.Concat((*o)[:i], (*o)[i+1:])
		return v, true
	}
	return nil, false
}

// discard removes keys.
func discard(o *connectors.Object, keys ...string) {
	for _, key := range keys {
		take(o, key)
	}
}

// takeText removes a key whose value is one value.
func takeText(o *connectors.Object, keys ...string) string {
	for _, key := range keys {
		if isScalar(get(*o, key)) {
			if v, _ := take(o, key); text(v) != "" {
				return text(v)
			}
		}
	}
	return ""
}

// put adds a key or replaces its value; nothing is not put.
func put(o *connectors.Object, key string, v any) {
	if nothing(v) {
		return
	}
	for i := range *o {
		if (*o)[i].Name == key {
			(*o)[i].Value = v
			return
		}
	}
	*o = append(*o, connectors.Member{Name: key, Value: v})
}

// nothing is what says nothing: null, an empty text, an empty object.
func nothing(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case connectors.Object:
		return len(v) == 0
	}
	return false
}

func isScalar(v any) bool {
	switch v.(type) {
	case string, json.Number, bool:
		return true
	}
	return false
}

// text is one value as text; "" for what is none.
func text(v any) string {
	switch v := v.(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return ""
}

// truth reads true, "true", 1, "1" and 是.
func truth(v any) bool {
	return slices.Contains([]string{"true", "1", "是", "yes"}, strings.ToLower(text(v)))
}

// scalars are the values of a list of single values; ok says whether it is one.
func scalars(v any) (words []string, ok bool) {
	list, isList := v.([]any)
	for _, e := range list {
		if !isScalar(e) {
			return nil, false
		}
		words = append(words, text(e))
	}
	return words, isList
}
