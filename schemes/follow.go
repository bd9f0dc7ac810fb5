package schemes

import (
	"errors"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// resolveFollowed finds the schemes whose documents a scheme reads, by their names
// or ids.
func (l *Library) resolveFollowed(s *Scheme) error {
	if s.Source.Connector != Collection {
		return nil
	}
	at := s.wheres()
	name, err := l.followed(s, s.Source.API, at.at("source.api", "source", "api"))
	errs := []error{err}
	s.Source.API = name
	for i, join := range s.Source.With {
		s.Source.With[i].Collection, err = l.followed(s, join.Collection, at.at("source.with.collection", "source", "with", i, "collection"))
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (l *Library) followed(s *Scheme, nameOrID string, place mapping.Place) (string, error) {
	of, err := l.Get(nameOrID)
	if err != nil {
		return nameOrID, mapping.Mistake{Place: place, Message: err.Error()}
	}
	if of.Name == s.Name {
		return of.Name, mapping.Mistake{Place: place, Message: "a scheme cannot read its own documents"}
	}
	if way := l.way(of, s.Name, nil); len(way) > 0 {
		return of.Name, mapping.Mistake{
			Place:   place,
			Message: "each waits until the other has been filled: " + strings.Join(append([]string{s.Name}, way...), " ← ") + "; none ever would be",
		}
	}
	return of.Name, nil
}

// way leads from a scheme over those whose documents it reads or looks up to one
// of a name; empty when it does not come there.
func (l *Library) way(s *Scheme, name string, been []string) []string {
	been = append(slices.Clone(been), s.Name)
	for _, collection := range s.Collections() {
		of, err := l.Get(collection)
		if err != nil || slices.Contains(been, of.Name) { // a mistake, or a circle, of others
			continue
		}
		if of.Name == name {
			return append(been, name)
		}
		if way := l.way(of, name, been); way != nil {
			return way
		}
	}
	return nil
}

// Followed are the names of the schemes whose documents others read.
func (l *Library) Followed() []string {
	var names []string
	for _, name := range l.Names() {
		for _, of := range l.schemes[name].Follows() {
			names = appendNew(names, of)
		}
	}
	slices.Sort(names)
	return names
}

// Followers are the names of the schemes that read the documents of one.
func (l *Library) Followers(of string) []string {
	var names []string
	for _, name := range l.Names() {
		if slices.Contains(l.schemes[name].Follows(), of) {
			names = append(names, name)
		}
	}
	return names
}

// LooksUp says whether documents are mapped with rows of other schemes.
func (s *Scheme) LooksUp() bool { return len(s.lookups()) > 0 }

// indexJoins adds the fields by which rows are put together.
func (s *Scheme) indexJoins(fields map[string][]string) {
	add := func(collection, field string) {
		if field != "id" && field != "number" { // what is kept beside a row is always indexed
			fields[collection] = appendNew(fields[collection], field)
		}
	}
	for _, join := range s.Source.With {
		for _, pair := range join.Pairs() {
			add(join.Collection, pair.Field)
			add(s.Source.API, pair.Row)
		}
	}
}

// Offered are the APIs of systems, and those of the library itself: the documents
// of each scheme can be read as a collection.
func (l *Library) Offered(apis map[string][]connectors.API) map[string][]connectors.API {
	var all []*Scheme
	for _, name := range l.Names() {
		all = append(all, l.schemes[name])
	}
	return offered(all, apis)
}
