package saas

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// uncertain notes what only the finished scheme shows: systems and APIs there
// are no tables for, lists that come from nowhere, a source that asks nothing.
func (b *builder) uncertain(s *schemes.Scheme) {
	b.noSuchSystem(sourceSide, s.Source.Connector, b.source)
	if s.Target != nil {
		b.noSuchSystem(targetSide, s.Target.Connector, b.target)
		b.listsFromNowhere(s)
	}
	if len(s.Source.Request) == 0 && s.Source.Connector != "erpbridge" && b.own == nil {
		b.note(Note{Kind: ToDo, Code: "no-request", Side: sourceSide})
	}
}

func (b *builder) noSuchSystem(side, name string, c connector) {
	apis, known := b.APIs[name]
	has := func(a connectors.API) bool {
		first, _, _ := strings.Cut(a.Name, " ")
		return strings.EqualFold(first, c.api)
	}
	switch {
	case b.APIs == nil:
	case !known:
		b.note(Note{Kind: ToDo, Code: "no-connector", Side: side, Detail: name})
	case !slices.ContainsFunc(apis, has):
		b.note(Note{Kind: ToDo, Code: "no-api", Side: side, Detail: name + " " + c.api})
	}
}

// listsFromNowhere: a page prints which list an array walks through, but not
// the grouping that makes it.
func (b *builder) listsFromNowhere(s *schemes.Scheme) {
	made := slices.Clone(s.Source.BeatFlat)
	if g := s.Target.Group; g != nil {
		made = append(made, g.BodyName)
	}
	if o := s.Target.Operation; o != nil {
		made = append(made, o.BodyName)
	}
	for _, f := range s.Target.Request {
		list, _ := mapping.Text(f.Value)
		if f.Type != "array" || list == "" || slices.Contains(made, list) || b.words.names[list] || b.words.lists[list] && !b.pageTable() {
			continue
		}
		b.note(Note{Kind: ToDo, Code: "list", Side: targetSide, Field: f.Name, Detail: list})
	}
}

// pageTable says whether the target is a table of a page, with labels.
func (b *builder) pageTable() bool {
	found := false
	list, _ := entries(get(b.draft.target, "request"))
	walk(list, func(e *entry) { found = found || has(e.raw, "value_label") })
	return found
}

// missing are the schemes this one needs and nobody has yet.
func (b *builder) missing(s *schemes.Scheme) []Missing {
	var all []Missing
	need := func(scheme, field string) {
		if scheme == s.Name || scheme == s.ID || b.Known != nil && b.Known(scheme) {
			return
		}
		i := slices.IndexFunc(all, func(m Missing) bool { return m.Scheme == scheme })
		if i < 0 {
			i, all = len(all), append(all, Missing{Scheme: scheme})
		}
		if !slices.Contains(all[i].Fields, field) {
			all[i].Fields = append(all[i].Fields, field)
		}
	}
	for _, collection := range s.Collections() {
		for _, field := range fieldsThatRead(s, collection) {
			need(collection, field)
		}
	}
	if s.Source.Each != nil {
		need(s.Source.Each.Collection, "source.each")
	}
	if s.Target != nil && s.Target.HandOver != nil {
		need(s.Target.HandOver.Scheme, "callBackStrategy")
	}
	return all
}

func fieldsThatRead(s *schemes.Scheme, collection string) []string {
	names := partsThatRead(s, collection)
	if s.Target == nil {
		return names
	}
	var visit func(fields []mapping.Field, parent string)
	visit = func(fields []mapping.Field, parent string) {
		for _, f := range fields {
			if expression, _ := f.Value.(string); strings.Contains(expression, collection) {
				names = append(names, parent+f.Name)
			}
			visit(f.Children, parent+f.Name+".")
		}
	}
	visit(s.Target.Request, "")
	return names
}

// partsThatRead are the parts of a source that name a collection.
func partsThatRead(s *schemes.Scheme, collection string) []string {
	if s.Source.Connector != schemes.Collection {
		return nil
	}
	var parts []string
	if s.Source.API == collection {
		parts = append(parts, "source.api")
	}
	if slices.ContainsFunc(s.Source.With, func(join connectors.Join) bool { return join.Collection == collection }) {
		parts = append(parts, "source.with")
	}
	return parts
}
