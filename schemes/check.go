package schemes

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// Problem is something about a scheme that only the tables of the APIs show.
type Problem struct {
	mapping.Mistake
	Severity Severity
}

// Severity says whether a scheme can run with a problem.
type Severity string

// The severities. An unknown name that is nearly a known one is an error. A
// name like no other is a warning: APIs return and accept more than their pages
// list, and every 金蝶 has fields of its own.
const (
	Fatal   Severity = "error"
	Warning Severity = "warning"
)

// Check compares a scheme with the tables of the APIs it uses, by connector.
// The problems come in the order of the file.
func (s *Scheme) Check(apis map[string][]connectors.API) []Problem {
	c := &checker{scheme: s}
	for _, k := range s.kept {
		c.report(Warning, k.Place, "%s", k.Message)
	}
	if api, ok := c.find(apis, s.places["source"], s.Source.Connector, connectors.Reads, s.Source.API); ok {
		c.parameters(s.Source.Request, api.Request)
		c.references(api.Response)
	}
	if s.Target == nil {
		return c.sorted()
	}
	if api, ok := c.find(apis, s.places["target"], s.Target.Connector, connectors.Writes, s.Target.API, s.Target.formAPI()); ok {
		c.parameters(s.Target.Request, api.Request)
		c.options(api.Request)
		c.mandatory(api.Request)
	}
	return c.sorted()
}

type checker struct {
	scheme   *Scheme
	problems []Problem
}

func (c *checker) sorted() []Problem {
	slices.SortStableFunc(c.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Place.Line, b.Place.Line), strings.Compare(a.Message, b.Message))
	})
	return c.problems
}

func (c *checker) report(severity Severity, place mapping.Place, format string, args ...any) {
	place.File = c.scheme.File
	c.problems = append(c.problems, Problem{mapping.Mistake{Place: place, Message: fmt.Sprintf(format, args...)}, severity})
}

// formAPI is the name of an API that is described once for each form, as 金蝶's
// saves are: "batchSave SAL_RETURNSTOCK".
func (t *Target) formAPI() string {
	return fmt.Sprintf("%s %v", t.API, t.Options["FormId"])
}

// at is the place of a block, for what has no place of its own.
func (c *checker) at(block, field string) mapping.Place {
	place := c.scheme.places[block]
	place.Field = field
	return place
}

// find finds an API by the first of its names that is known.
func (c *checker) find(
	all map[string][]connectors.API, place mapping.Place, connector string, effect connectors.Effect, apiNames ...string,
) (connectors.API, bool) {
	apis, ok := all[connector]
	if !ok {
		var known []string
		for name := range all {
			known = append(known, name)
		}
		slices.Sort(known)
		c.report(Fatal, place, "there is no connector %q%s", connector, suggest.DidYouMean(connector, known))
		return connectors.API{}, false
	}
	known := func(a connectors.API) bool {
		return slices.ContainsFunc(apiNames, func(name string) bool { return strings.EqualFold(a.Name, name) })
	}
	i := slices.IndexFunc(apis, known)
	if i < 0 {
		c.report(Fatal, place, "%s has no API %q%s", connector, apiNames[0], suggest.DidYouMean(apiNames[0], namesOf(apis)))
		return connectors.API{}, false
	}
	if apis[i].Effect != "" && apis[i].Effect != effect {
		c.report(Fatal, place, "%s %s is an API of kind %s, wanted %s", connector, apis[i].Name, apis[i].Effect, effect)
	}
	return apis[i], true
}

// options looks for options the API does not list.
func (c *checker) options(known []connectors.Field) {
	for _, name := range slices.Sorted(maps.Keys(c.scheme.Target.Options)) {
		if _, ok := connectors.FindField(known, name); !ok && len(known) > 0 {
			c.unknown(c.at("target", "target.options"), name, listed(known))
		}
	}
}

func namesOf(apis []connectors.API) []string {
	var names []string
	for _, a := range apis {
		names = append(names, a.Name)
	}
	return names
}

// parameters looks for fields the API does not list.
func (c *checker) parameters(fields []mapping.Field, known []connectors.Field) {
	names := listed(known)
	if len(names) == 0 {
		return
	}
	for _, f := range allFields(fields) {
		if _, ok := connectors.FindField(known, f.Place.Field); !ok && !custom(f.Name) {
			c.unknown(f.Place, f.Place.Field, names)
		}
	}
}

// custom fields are a customer's own; 金蝶 begins them with F_.
func custom(name string) bool { return strings.HasPrefix(strings.ToUpper(name), "F_") }

func (c *checker) unknown(place mapping.Place, name string, known []string) {
	near := suggest.DidYouMean(name, known)
	if near != "" {
		c.report(Fatal, place, "the API lists no field %s%s", name, near)
		return
	}
	c.report(Warning, place, "the API lists no field %s", name)
}

func listed(known []connectors.Field) []string {
	var names []string
	for _, f := range known {
		names = append(names, f.Name)
	}
	return names
}

func allFields(fields []mapping.Field) []mapping.Field {
	var all []mapping.Field
	for _, f := range fields {
		all = append(append(all, f), allFields(f.Children)...)
	}
	return all
}

// references looks for paths the API's answer does not list. That is legal, for
// APIs answer more than they list, so it is never more than a warning.
func (c *checker) references(known []connectors.Field) {
	names := append(listed(known), c.flattened(known)...)
	if len(known) == 0 {
		return
	}
	for path, place := range c.paths() {
		if !mapping.IsVariable(path) && !slices.Contains(names, path) {
			c.report(Warning, place, "{{%s}}: the API's answer lists no such field%s", path, suggest.DidYouMean(path, names))
		}
	}
}

// flattened are the names the answer's fields have after beatFlat.
func (c *checker) flattened(known []connectors.Field) []string {
	var names []string
	for _, list := range c.scheme.Source.BeatFlat {
		for _, f := range known {
			if below, ok := strings.CutPrefix(f.Name, list+"."); ok {
				names = append(names, lineName(list)+"_"+below)
			}
		}
	}
	return names
}

// paths are all paths the scheme reads of a source row.
func (c *checker) paths() map[string]mapping.Place {
	s := c.scheme
	paths := map[string]mapping.Place{}
	if s.entry != nil {
		paths = s.entry.References()
	}
	if s.Amounts != nil {
		for _, p := range s.Amounts.source.References() {
			paths[p] = s.Amounts.source.Place()
		}
	}
	for _, a := range s.Source.Condition {
		for _, condition := range a {
			paths[condition.Field] = c.at("source", "source.condition")
		}
	}
	paths[s.Source.ID], paths[s.Source.Number] = c.at("source", "source.id"), c.at("source", "source.number")
	return paths
}

// mandatory looks for fields without which the target refuses every document.
func (c *checker) mandatory(known []connectors.Field) {
	set := map[string]bool{}
	for _, f := range allFields(c.scheme.Target.Request) {
		if !mapping.IsEmpty(f.Value) || len(f.Children) > 0 {
			set[strings.ToLower(f.Place.Field)] = true
		}
	}
	for name := range c.scheme.Target.Options {
		set[strings.ToLower(name)] = true
	}
	for _, f := range known {
		parent, _, nested := cutLast(strings.ToLower(f.Name))
		if f.Mandatory && !set[strings.ToLower(f.Name)] && (!nested || set[parent]) {
			c.report(Warning, c.at("target", f.Name), "the API says it is mandatory (%s) and the scheme gives it no value", f.Title)
		}
	}
}

func cutLast(path string) (before, after string, found bool) {
	i := strings.LastIndexByte(path, '.')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}
