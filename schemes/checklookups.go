package schemes

import (
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// lookups looks for fields that no stored row of the other scheme is known to
// have: such a lookup finds nothing, or nothing in what it finds.
func (c *checker) lookups() {
	for _, l := range c.scheme.lookups() {
		if !l.Served() {
			c.report(Warning, l.Place, "the lookup reads every row of %s; compare a field by $eq or $in, which an index answers", l.Collection)
		}
		of := c.named(l.Collection)
		if of == nil {
			continue // a scheme that is not there is a mistake of the library
		}
		known := listed(of.DocumentFields(c.apis))
		if len(known) == 0 {
			continue
		}
		for _, field := range append([]string{l.Find}, l.Where...) {
			c.lookedUp(l.Place, strings.TrimPrefix(field, "content."), of.Name, append(known, rowMeta()...))
		}
	}
}

// rowMeta are kept beside each row.
func rowMeta() []string { return []string{"id", "number", "status", "created_at", "response_at"} }

func (c *checker) lookedUp(place mapping.Place, field, of string, known []string) {
	if !hasPath(known, field) {
		c.report(Warning, place, "%s is not known to have a field %s%s", of, field, suggest.DidYouMean(field, known))
	}
}

// named finds one of the schemes around by its name or id.
func (c *checker) named(nameOrID string) *Scheme {
	for _, s := range append(c.among, c.scheme) {
		if nameOrID != "" && (s.Name == nameOrID || s.ID == nameOrID) {
			return s
		}
	}
	return nil
}

// tables looks for static tables that no field uses.
func (c *checker) tables() {
	used := map[string]bool{}
	for _, f := range c.allFields() {
		if f.Table != nil {
			used[f.Table.Table] = true
		}
	}
	for i, t := range c.scheme.Mappings {
		if !used[t.Name] {
			c.report(Warning, c.places.at("mappings", "mappings", i, "name"), "no field uses the table %q", t.Name)
		}
	}
}

func (c *checker) allFields() []mapping.Field {
	fields := allFields(c.scheme.Source.Request)
	if t := c.scheme.Target; t != nil {
		fields = append(fields, allFields(t.Request)...)
	}
	return fields
}

// tests looks for rows that a test brings along and nothing looks up.
func (c *checker) tests() {
	var known []string
	for _, name := range c.scheme.Collections() {
		known = append(known, name)
		if of := c.named(name); of != nil {
			known = append(known, of.Name, of.ID)
		}
	}
	for i, t := range c.scheme.Tests {
		for _, name := range slices.Sorted(maps.Keys(t.Collections)) {
			if !slices.Contains(known, name) {
				place := c.places.at("tests.collections", "tests", i, "collections", name)
				c.report(Warning, place, "the scheme looks nothing up in %q%s", name, suggest.DidYouMean(name, known))
			}
		}
	}
}

// groups looks for lists that the names of a group do not meet.
func (c *checker) groups() {
	t := c.scheme.Target
	if name := c.scheme.bodyName(); name != "" && !slices.ContainsFunc(allFields(t.Request), walks(name)) {
		c.report(Warning, c.places.at("target", "target"), "no array field walks through the grouped list %s; give one the value %s", name, name)
	}
	if g := t.Group; g != nil && g.TargetBodyName != "" {
		if names := fieldNames(t.Request, ""); !slices.Contains(names, g.TargetBodyName) {
			place := c.places.at("target.groupCalculate.targetBodyName", "target", "groupCalculate", "targetBodyName")
			c.report(Fatal, place, "the request has no field %q%s", g.TargetBodyName, suggest.DidYouMean(g.TargetBodyName, names))
		}
	}
}

func walks(list string) func(mapping.Field) bool {
	return func(f mapping.Field) bool {
		text, err := mapping.Text(f.Value)
		return err == nil && f.Type == "array" && strings.Trim(text, "{} ") == list
	}
}

// handOver looks for paths of callBackStrategy that nothing gives a value.
func (c *checker) handOver() {
	h := c.scheme.Target.HandOver
	if h == nil {
		return
	}
	document := listed(c.scheme.DocumentFields(c.apis))
	written := []string{}
	for _, f := range c.scheme.Target.Writeback {
		written = append(written, "primaryWriteback."+f.Name)
	}
	for _, f := range h.Fields {
		text, _ := f.Value.(string)
		for _, path := range references(text) {
			c.handedPath(f.Place, path, written, document)
		}
	}
}

func (c *checker) handedPath(place mapping.Place, path string, written, document []string) {
	switch {
	case strings.HasPrefix(path, "_response."):
	case strings.HasPrefix(path, "primaryWriteback."):
		if !hasPath(written, path) {
			c.report(Fatal, place, "{{%s}}: primaryWriteback has no such field%s", path, suggest.DidYouMean(path, written))
		}
	case len(document) > 0:
		c.reference(place, path, document)
	}
}
