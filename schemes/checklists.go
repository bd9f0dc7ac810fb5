package schemes

import (
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// oneList looks for rows that are made of one list and read another: the other
// has no element for them, so the field would be empty in every row.
func (c *checker) oneList(fields []mapping.Field, walked string, known []connectors.Field) {
	for _, f := range fields {
		if list, ok := f.Value.(string); ok && len(f.Children) > 0 && list != "" {
			c.oneList(f.Children, list, known)
			continue
		}
		c.oneList(f.Children, walked, known)
		for _, path := range plainPaths(f) {
			list := listIn(path, known)
			if list != "" && isList(walked, known) && !related(list, walked) {
				c.report(Fatal, f.Place, "{{%s}} is a field of the list %s, and these rows are made of %s", path, list, walked)
			}
		}
	}
}

// plainPaths are the paths of a value that is no function: a function may add up
// another list.
func plainPaths(f mapping.Field) []string {
	text, ok := f.Value.(string)
	if !ok || strings.HasPrefix(strings.TrimSpace(text), "_") {
		return nil
	}
	return references(text)
}

// listIn is the longest known list that a path goes through; not when it names one
// element by its place.
func listIn(path string, known []connectors.Field) string {
	longest := ""
	for _, f := range known {
		rest, below := strings.CutPrefix(path, f.Name+".")
		if below && f.Type == "array" && !isPlace(rest) && len(f.Name) > len(longest) {
			longest = f.Name
		}
	}
	return longest
}

func isList(name string, known []connectors.Field) bool {
	f, found := connectors.FindField(known, name)
	return found && f.Type == "array"
}

// related: one of the lists is, or lies within, the other.
func related(a, b string) bool {
	return a == b || strings.HasPrefix(a, b+".") || strings.HasPrefix(b, a+".")
}
