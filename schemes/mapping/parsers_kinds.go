package mapping

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

func pair(name string, v any) connectors.Object {
	return connectors.Object{{Name: name, Value: v}}
}

// convertObject makes {"FNumber": v}: how 金蝶 refers to base data.
func convertObject(params any, _ string) (parse, error) {
	key, err := words(params, "key")
	if err != nil {
		return nil, err
	}
	name := textOf(key[0])
	return unlessEmpty(func(v any) (any, error) { return pair(name, v), nil }), nil
}

// convertTwoStageObject makes {"a": {"b": v}}.
func convertTwoStageObject(params any, _ string) (parse, error) {
	both, err := words(params, "params1", "params2")
	if err != nil {
		return nil, err
	}
	outer, inner := textOf(both[0]), textOf(both[1])
	return unlessEmpty(func(v any) (any, error) { return pair(outer, pair(inner, v)), nil }), nil
}

// textOf is the text of what must be one value already.
func textOf(v any) string {
	text, err := Text(v)
	if err != nil {
		return ""
	}
	return text
}

// separator is what stands between the elements of a list written as text.
func separator(params any) (string, error) {
	if IsEmpty(params) {
		return ",", nil
	}
	text, ok := params.(string)
	if !ok {
		return "", errors.New(`its params must be the text between two elements, such as ","`)
	}
	return text, nil
}

// stringToArray splits text; of no text it makes an empty list, which is sent.
func stringToArray(params any, _ string) (parse, error) {
	between, err := separator(params)
	return func(v any) (any, error) {
		if _, ok := v.([]any); ok {
			return v, nil
		}
		text, err := Text(v)
		if err != nil {
			return nil, err
		}
		return split(text, between), nil
	}, err
}

func split(text, between string) []any {
	parts := []any{}
	if text == "" {
		return parts
	}
	for part := range strings.SplitSeq(text, between) {
		parts = append(parts, part)
	}
	return parts
}

// commaList is a list as people write one, with or without space after a comma.
func commaList(text string) []any {
	list := split(text, ",")
	for i, element := range list {
		list[i] = strings.TrimSpace(textOf(element))
	}
	return list
}

// arrayToString joins a list; one value is a list of one.
func arrayToString(params any, _ string) (parse, error) {
	between, err := separator(params)
	return unlessEmpty(func(v any) (any, error) {
		list, ok := v.([]any)
		if !ok {
			list = []any{v}
		}
		texts := make([]string, len(list))
		for i, element := range list {
			text, err := Text(element)
			if err != nil {
				return nil, fmt.Errorf("element %d %w", i+1, err)
			}
			texts[i] = text
		}
		return strings.Join(texts, between), nil
	}), err
}

// unique keeps the first of equal elements.
func unique(v any) (any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, fmt.Errorf("it is %s, not a list", kind(v))
	}
	seen := map[string]bool{}
	kept := []any{}
	for _, element := range list {
		text, err := json.Marshal(element)
		if err != nil {
			return nil, fmt.Errorf("compare elements: %w", err)
		}
		if !seen[string(text)] {
			kept = append(kept, element)
		}
		seen[string(text)] = true
	}
	return kept, nil
}

// convertJSON makes [{"Key": k, "Value": v}] of {k: v}, or of its text.
func convertJSON(v any) (any, error) {
	object, ok := v.(Row)
	if text, isText := v.(string); isText {
		ok = json.Unmarshal([]byte(text), &object) == nil
	}
	if !ok {
		return nil, fmt.Errorf("it is %s, not an object", kind(v))
	}
	pairs := []any{}
	for _, m := range object {
		pairs = append(pairs, connectors.Object{{Name: "Key", Value: m.Name}, {Name: "Value", Value: m.Value}})
	}
	return pairs, nil
}

// keyNameAndValue makes [{"keyName": name, "keyValue": v}], custom fields of 黑湖.
func keyNameAndValue(params any, _ string) (parse, error) {
	name, err := words(params, "name")
	if err != nil {
		return nil, err
	}
	return unlessEmpty(func(v any) (any, error) {
		return []any{connectors.Object{{Name: "keyName", Value: name[0]}, {Name: "keyValue", Value: v}}}, nil
	}), nil
}

// workflowField makes a field of a form of 泛微 E9.
func workflowField(params any, field string) (parse, error) {
	about, err := words(params, "view", "edit", "fieldId")
	if err != nil {
		return nil, err
	}
	return unlessEmpty(func(v any) (any, error) {
		return connectors.Object{
			{Name: "fieldName", Value: field},
			{Name: "fieldValue", Value: v},
			{Name: "view", Value: about[0]},
			{Name: "edit", Value: about[1]},
			{Name: "fieldId", Value: about[2]},
		}, nil
	}), nil
}
