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
