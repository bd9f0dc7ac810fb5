package mysql

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
)

// jsonFunctions read JSON that came as text.
func jsonFunctions() map[string]function {
	t := gives(text)
	steps := regexp.MustCompile(`^(?:\.([\p{L}_][\p{L}0-9_]*)|\."([^"]*)"|\[([0-9]+)\])`)
	extract := func(a *arguments) any { return a.jsonAt(steps) }
	return map[string]function{
		"json_extract": {2, 2, t, extract},
		"json_unquote": {1, 1, t, func(a *arguments) any { return unquoted(a.text(0)) }},
		"json_value": {2, 2, t, func(a *arguments) any {
			if found, ok := extract(a).(string); ok {
				return unquoted(found)
			}
			return nil
		}},
	}
}

// jsonAt is what stands at a path such as $.a[0].b; nil when nothing does.
func (a *arguments) jsonAt(steps *regexp.Regexp) any {
	content := json.RawMessage(a.text(0))
	path, ok := strings.CutPrefix(a.text(1), "$")
	if !ok || !json.Valid(content) {
		return a.none()
	}
	for path != "" {
		step := steps.FindStringSubmatch(path)
		if step == nil {
			return a.none()
		}
		path = path[len(step[0]):]
		if content = inside(content, step[1]+step[2], step[3]); content == nil {
			return nil
		}
	}
	return strings.TrimSpace(string(content))
}

func inside(content json.RawMessage, key, index string) json.RawMessage {
	if index != "" {
		var list []json.RawMessage
		at, err := strconv.Atoi(index)
		if err != nil || json.Unmarshal(content, &list) != nil || at >= len(list) {
			return nil
		}
		return list[at]
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(content, &object) != nil {
		return nil
	}
	return object[key]
}

func unquoted(s string) any {
	var text string
	if json.Unmarshal([]byte(s), &text) == nil {
		return text
	}
	return s
}
