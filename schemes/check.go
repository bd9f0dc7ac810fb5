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

// Check compares a scheme with the tables of the APIs it uses, by connector,
// and with the schemes among which it stands, for its lookups read their rows.
// The problems come in the order of the file.
func (s *Scheme) Check(apis map[string][]connectors.API, among ...*Scheme) []Problem {
	c := &checker{scheme: s, among: among, places: s.wheres()}
	c.apis, c.scheme = c.collections(apis), s.named(among)
	for _, k := range s.kept {
		c.report(Warning, k.Place, "%s", k.Message)
	}
	c.source()
	c.rows()
	c.lookups()
	c.tables()
	c.tests()
	if s.Target != nil {
		c.target()
	}
	return c.sorted()
}

type checker struct {
	scheme   *Scheme
	apis     map[string][]connectors.API
	among    []*Scheme
	places   places
	problems []Problem
}

func (c *checker) source() {
	s := c.scheme.Source
	if s.Connector == Collection { // a scheme that is not there is a mistake of the library
		c.joins()
		return
	}
	c.each()
	if api, ok := c.find(c.places.at("source", "source"), s.Connector, connectors.Reads, s.API); ok {
		c.parameters(s.Request, api.Request)
		c.options("source", s.Options, api.Request)
	}
}

func (c *checker) target() {
	t := c.scheme.Target
	if api, ok := c.find(c.places.at("target", "target"), t.Connector, connectors.Writes, t.API, t.formAPI()); ok {
		c.parameters(t.Request, api.Request)
		c.options("target", t.Options, api.Request)
		c.mandatory(api.Request)
		c.readBack(api.Request)
	}
	c.groups()
	c.handOver()
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

// find finds an API by the first of its names that is known.
func (c *checker) find(
	place mapping.Place, connector string, effect connectors.Effect, apiNames ...string,
) (connectors.API, bool) {
	apis, ok := c.apis[connector]
	if !ok {
		known := slices.Sorted(maps.Keys(c.apis))
		c.report(Fatal, place, "there is no connector %q%s", connector, nearOrAll(connector, known, "; the connectors are %s"))
		return connectors.API{}, false
	}
	known := func(a connectors.API) bool {
		return slices.ContainsFunc(apiNames, func(name string) bool { return strings.EqualFold(a.Name, name) })
	}
	i := slices.IndexFunc(apis, known)
	if i < 0 {
		c.report(Fatal, place, "%s has no API %q%s", connector, apiNames[0], nearOrAll(apiNames[0], namesOf(apis), "; its APIs are %s"))
		return connectors.API{}, false
	}
	if apis[i].Effect != "" && apis[i].Effect != effect {
		c.report(Fatal, place, "%s %s is an API of kind %s, wanted %s", connector, apis[i].Name, apis[i].Effect, effect)
	}
	return apis[i], true
}

// nearOrAll names the word that was probably meant, or else all there are.
func nearOrAll(word string, known []string, all string) string {
	if near := suggest.DidYouMean(word, known); near != "" || len(known) == 0 {
		return near
	}
	return fmt.Sprintf(all, strings.Join(known, ", "))
}

func namesOf(apis []connectors.API) []string {
	var names []string
	for _, a := range apis {
		names = append(names, a.Name)
	}
	return names
}
