package mapping

import (
	"regexp"
	"slices"
	"strings"
)

// values lists what an expression was given.
func (s *scope) values(paths []string) string {
	var parts []string
	for _, p := range paths {
		v, ok := s.given(p)
		if part := p + "=" + listText(v, p); ok && !contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// given is what an expression was given for a path: its value or, to an
// aggregate, its values.
func (s *scope) given(path string) (any, bool) {
	v, err := s.resolve(path)
	if err == nil && v != nil {
		return v, true
	}
	if many := s.many(path); len(many) > 0 && many[0] != nil {
		return many, true
	}
	return nil, err == nil
}

// many are the values of a path that goes through lists, as an aggregate has them.
func (s *scope) many(path string) []any {
	scopes, err := s.rowsOf([]string{path})
	if err != nil {
		return nil
	}
	var all []any
	for _, inner := range scopes {
		if v, err := inner.resolve(path); err == nil {
			all = append(all, v)
		}
	}
	return all
}

// listText is a value as errors show it; of a list its first elements, when they
// are single values.
func listText(v any, path string) string {
	list, ok := v.([]any)
	if !ok || slices.ContainsFunc(list, func(e any) bool { _, err := Text(e); return err != nil }) {
		return oneText(v, path)
	}
	const most = 10
	var texts []string
	for i, element := range list {
		if i == most {
			texts = append(texts, "…")
			break
		}
		texts = append(texts, oneText(element, path))
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

func oneText(v any, path string) string {
	text, err := Text(v)
	if err != nil {
		return kind(v)
	}
	return shown(path, text)
}

// withoutPrivate takes the values of private fields out of what an error says.
func (s *scope) withoutPrivate(problem string, paths []string) string {
	for _, p := range paths {
		v, err := s.resolve(p)
		text, notText := Text(v)
		if err == nil && notText == nil && text != "" && private(p) {
			problem = strings.ReplaceAll(problem, text, hidden)
		}
	}
	return withoutPhones(problem)
}

const hidden = "***"

// shown masks what identifies a buyer: errors are logged and shown.
func shown(path, value string) string {
	if private(path) {
		return hidden
	}
	const longest = 60
	value = withoutPhones(value)
	if r := []rune(value); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return value
}

// private says whether a field's name speaks of a person.
func private(path string) bool {
	name := strings.ToLower(path)
	return slices.ContainsFunc([]string{"mobile", "phone", "telno", "receiver", "address", "buyer", "id_card", "idcard"},
		func(part string) bool { return strings.Contains(name, part) })
}

// phone is a mobile number of mainland China with nothing else of a number
// around it.
var phone = regexp.MustCompile(`(^|[^0-9+])((?:(?:\+|00)?86[ -]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2})($|[^0-9])`)

// withoutPhones hides mobile numbers under whatever name they stand.
func withoutPhones(text string) string {
	const fewest = 11
	if len(text) < fewest {
		return text
	}
	for range 2 { // what stands between two numbers belongs to one match only
		text = phone.ReplaceAllString(text, "${1}"+hidden+"${3}")
	}
	return text
}
