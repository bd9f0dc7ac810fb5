package schemes

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// differences tells two JSON documents apart, path by path, in the order they
// are written: "- wanted" and "+ came". The order of keys does not count, digits
// do. What only one side has is told whole; rows that are the same at the
// beginning and the end of two lists are passed over, so that one row more is
// one line and not a difference in every row after it.
func differences(want, came json.RawMessage) []string {
	wanted, errWanted := decoded(want)
	got, errGot := decoded(came)
	if errWanted != nil || errGot != nil {
		return apart("(document)", string(want), string(came))
	}
	return differing("", wanted, got)
}

// decoded wraps a document, because an ordered value is read as a member.
func decoded(content json.RawMessage) (any, error) {
	var wrapped connectors.Object
	if err := json.Unmarshal(fmt.Appendf(nil, `{"v":%s}`, content), &wrapped); err != nil {
		return nil, err
	}
	return wrapped[0].Value, nil
}

func differing(path string, want, came any) []string {
	switch w := want.(type) {
	case connectors.Object:
		if c, ok := came.(connectors.Object); ok {
			return differingObjects(path, w, c)
		}
	case []any:
		if c, ok := came.([]any); ok {
			return differingLists(path, w, c)
		}
	}
	if w, c := written(want), written(came); w != c {
		return apart(path, w, c)
	}
	return nil
}

func apart(path, want, came string) []string {
	return []string{fmt.Sprintf("- %s: %s", path, want), fmt.Sprintf("+ %s: %s", path, came)}
}

func differingObjects(path string, want, came connectors.Object) []string {
	var lines []string
	for _, m := range want {
		at := strings.TrimPrefix(path+"."+m.Name, ".")
		if value, ok := exactly(came, m.Name); ok {
			lines = append(lines, differing(at, m.Value, value)...)
			continue
		}
		lines = append(lines, fmt.Sprintf("- %s: %s", at, written(m.Value)))
	}
	for _, m := range came {
		if _, ok := exactly(want, m.Name); !ok {
			at := strings.TrimPrefix(path+"."+m.Name, ".")
			lines = append(lines, fmt.Sprintf("+ %s: %s", at, written(m.Value)))
		}
	}
	return lines
}

// exactly finds a key as it is spelled, which Object.Get does not ask.
func exactly(o connectors.Object, name string) (any, bool) {
	for _, m := range o {
		if m.Name == name {
			return m.Value, true
		}
	}
	return nil, false
}

func differingLists(path string, want, came []any) []string {
	shorter := min(len(want), len(came))
	first, last := 0, 0
	for first < shorter && len(differing("", want[first], came[first])) == 0 {
		first++
	}
	for last < shorter-first && len(differing("", want[len(want)-1-last], came[len(came)-1-last])) == 0 {
		last++
	}
	var lines []string
	for i := first; i < shorter-last; i++ {
		lines = append(lines, differing(fmt.Sprintf("%s[%d]", path, i), want[i], came[i])...)
	}
	for i := shorter - last; i < len(want)-last; i++ {
		lines = append(lines, fmt.Sprintf("- %s[%d]: %s", path, i, written(want[i])))
	}
	for i := shorter - last; i < len(came)-last; i++ {
		lines = append(lines, fmt.Sprintf("+ %s[%d]: %s", path, i, written(came[i])))
	}
	return lines
}

// written is a value as JSON; what was read can be written.
func written(v any) string {
	content, err := connectors.Object{{Name: "v", Value: v}}.MarshalJSON()
	if err != nil {
		return fmt.Sprint(v)
	}
	return strings.TrimSuffix(strings.TrimPrefix(string(content), `{"v":`), "}")
}
