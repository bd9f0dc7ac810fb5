package schemes

import (
	"maps"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// prune takes refused lines out of the lists of a row that are not flattened. A
// row or line all of whose lines are refused is refused for the first one's
// reason, which is noted in v; so are, in lists that are flattened, the lines
// that lose all of theirs.
func (v *verdict) prune(row mapping.Row, lists flatLists, path string) mapping.Row {
	if v.reason != "" {
		return row
	}
	for _, list := range slices.Sorted(maps.Keys(v.lists)) {
		elements, _ := mapping.At(row, list).([]any)
		kept, refused := v.pruneLines(list, elements, lists, path+list+".")
		switch {
		case slices.Contains(lists, path+list):
			row = replaced(row, list, elements)
		case len(kept) == 0:
			v.refuse(refused)
		default:
			row = replaced(row, list, kept)
		}
	}
	return row
}

// pruneLines prunes each line in place and returns those that are not refused.
func (v *verdict) pruneLines(list string, elements []any, lists flatLists, path string) (kept []any, refused string) {
	for i := range elements {
		on := v.line(list, i)
		if line, ok := elements[i].(mapping.Row); ok {
			elements[i] = on.prune(line, lists, path)
		}
		if on.reason == "" {
			kept = append(kept, elements[i])
		}
		refused = firstOf(refused, on.reason)
	}
	return kept, refused
}

// replaced writes a value at a path: over the field that is there, below the
// objects that are there, or else at the row's end.
func replaced(row connectors.Object, path string, value any) connectors.Object {
	for i := range row {
		if row[i].Name == path {
			row[i].Value = value
			return row
		}
	}
	for i := range row {
		inner, ok := row[i].Value.(connectors.Object)
		if rest, below := cutName(path, row[i].Name); ok && below {
			row[i].Value = replaced(inner, rest, value)
			return row
		}
	}
	return append(row, connectors.Member{Name: path, Value: value})
}

// cutName cuts an object's name and the dot off a path.
func cutName(path, name string) (string, bool) {
	if len(path) > len(name)+1 && path[:len(name)] == name && path[len(name)] == '.' {
		return path[len(name)+1:], true
	}
	return "", false
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
