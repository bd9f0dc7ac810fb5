package schemes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// rows looks for paths that no row is known to have. That is legal, for APIs
// answer more than they list, so it is never more than a warning.
func (c *checker) rows() {
	row := listed(c.scheme.RowFields(c.apis))
	if len(row) == 0 {
		return
	}
	c.ofRow(row)
	c.ofDocument(listed(c.scheme.DocumentFields(c.apis)))
}

// ofRow looks at what is asked of a row as it was sent.
func (c *checker) ofRow(known []string) {
	s := c.scheme.Source
	for key, text := range map[string]string{"id": s.ID, "number": s.Number, "newest": s.Newest} {
		for _, path := range pathsOf(text) {
			if path == "" { // the key is not there
				continue
			}
			c.path(c.places.at("source."+key, "source", key), path, known)
		}
	}
	for i, alternative := range s.Condition {
		for j, condition := range alternative {
			c.path(c.places.at("source.condition", "source", "condition", i, j, "field"), condition.Field, known)
		}
	}
	for i, f := range s.Formats {
		c.path(c.places.at("source.formatResponse", "source", "formatResponse", i, "old"), f.Old, known)
	}
	for i, list := range s.BeatFlat {
		c.path(c.places.at("source.beatFlat", "source", "beatFlat", i), list, known)
	}
}

// ofDocument looks at what is asked of a document, after beatFlat and groups.
func (c *checker) ofDocument(known []string) {
	if s := c.scheme; s.entry != nil {
		for path, place := range s.entry.References() {
			c.reference(place, path, known)
		}
	}
	if a := c.scheme.Amounts; a != nil && a.source != nil {
		for _, path := range a.source.References() {
			c.reference(a.source.Place(), path, known)
		}
	}
	if t := c.scheme.Target; t != nil && t.Group != nil {
		c.groupPaths(*t.Group, known)
	}
	if t := c.scheme.Target; t != nil {
		c.bare(t.Request, known)
		c.oneList(t.Request, "", c.scheme.DocumentFields(c.apis))
	}
}

// bare looks for field names without braces, which are sent as they are.
func (c *checker) bare(fields []mapping.Field, known []string) {
	for _, f := range allFields(fields) {
		text, ok := f.Value.(string)
		if ok && f.Type != "array" && f.Type != "object" && slices.Contains(known, text) {
			c.report(Warning, f.Place, "%q is read as plain text; did you mean %q?", text, "{{"+text+"}}")
		}
	}
}

func (c *checker) groupPaths(g Group, known []string) {
	at := func(key string, step any) mapping.Place {
		return c.places.at("target.groupCalculate."+key, "target", "groupCalculate", key, step)
	}
	for i, field := range g.HeaderGroup {
		c.path(at("headerGroup", i), field, known)
	}
	for i, field := range g.BodyGroup {
		c.path(at("bodyGroup", i), field, known)
	}
	for _, calculation := range g.Calculate {
		c.path(at("calculate", calculation.Field), calculation.Field, known)
	}
}

// path is one that is written without braces.
func (c *checker) path(place mapping.Place, path string, known []string) {
	c.nobodyLists(place, path, path, known)
}

func (c *checker) reference(place mapping.Place, path string, known []string) {
	c.nobodyLists(place, fmt.Sprintf("{{%s}}", path), path, known)
}

func (c *checker) nobodyLists(place mapping.Place, shown, path string, known []string) {
	if !mapping.IsVariable(path) && !hasPath(known, path) {
		c.report(Warning, place, "%s: the API's answer lists no such field%s", shown, suggest.DidYouMean(path, known))
	}
}

// hasPath: a list is known by what is below it; {{items.0.qty}} is items.qty.
func hasPath(known []string, path string) bool {
	plain := withoutIndexes(path)
	return slices.ContainsFunc(known, func(name string) bool {
		return name == path || name == plain || strings.HasPrefix(name, plain+".")
	})
}

func withoutIndexes(path string) string {
	parts := strings.Split(path, ".")
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool {
		return part != "" && strings.Trim(part, "0123456789") == ""
	}), ".")
}
