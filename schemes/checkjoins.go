package schemes

import (
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// named is a scheme that speaks of others by their names where it had their ids.
func (s *Scheme) named(among []*Scheme) *Scheme {
	if s.Source.Connector != Collection {
		return s
	}
	name := func(nameOrID string) string {
		for _, of := range among {
			if nameOrID != "" && of.ID == nameOrID {
				return of.Name
			}
		}
		return nameOrID
	}
	one := *s
	one.Source.API = name(s.Source.API)
	one.Source.With = slices.Clone(s.Source.With)
	for i := range one.Source.With {
		one.Source.With[i].Collection = name(one.Source.With[i].Collection)
	}
	return &one
}

// joins looks for fields that no row is known to have: nothing would be put in.
func (c *checker) joins() {
	s := c.scheme.Source
	row := listed(responseOf(c.apis[Collection], s.API))
	for i, join := range s.With {
		known := listed(withoutMeta(slices.Clone(responseOf(c.apis[Collection], join.Collection))))
		for _, field := range slices.Sorted(maps.Keys(join.On)) {
			at := c.places.at("source.with.on", "source", "with", i, "on", field)
			if len(known) > 0 {
				c.lookedUp(at, strings.TrimPrefix(field, "content."), join.Collection, slices.Concat(known, []string{"id", "number"}))
			}
			if len(row) > 0 {
				c.lookedUp(at, join.On[field], s.API, row)
			}
		}
		if slices.Contains(row, join.As) {
			c.report(Warning, c.places.at("source.with.as", "source", "with", i, "as"),
				"%s has a field %s of its own; what is put in takes its place", s.API, join.As)
		}
	}
}

// collections adds what can be read of the schemes around, and of this one.
func (c *checker) collections(apis map[string][]connectors.API) map[string][]connectors.API {
	all := slices.Clone(c.among)
	if !slices.ContainsFunc(all, func(s *Scheme) bool { return s.Name == c.scheme.Name }) {
		all = append(all, c.scheme)
	}
	for i := range all {
		all[i] = all[i].named(all)
	}
	return offered(all, apis)
}
