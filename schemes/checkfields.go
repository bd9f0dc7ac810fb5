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

// parameters looks for fields the API does not list, each by its whole path.
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

// options looks for options of a block that its API does not list.
func (c *checker) options(block string, options map[string]any, known []connectors.Field) {
	for _, name := range slices.Sorted(maps.Keys(options)) {
		if _, ok := connectors.FindField(known, name); !ok && len(known) > 0 {
			c.unknown(c.places.at(block+".options", block, "options", name), name, listed(known))
		}
	}
}

// custom fields are a customer's own; 金蝶 begins them with F_.
func custom(name string) bool { return strings.HasPrefix(strings.ToUpper(name), "F_") }

func (c *checker) unknown(place mapping.Place, name string, known []string) {
	near := suggest.DidYouMean(name, known)
	if other := underAnother(name, known); other != "" {
		near = fmt.Sprintf("; it belongs to %s", other)
	}
	if near != "" {
		c.report(Fatal, place, "the API lists no field %s%s", name, near)
		return
	}
	c.report(Warning, place, "the API lists no field %s", name)
}

// underAnother is the parent under which the API lists a field that stands
// under the wrong one; "" when none or several do.
func underAnother(name string, known []string) string {
	_, last, _ := cutLast(name)
	var parents []string
	for _, k := range known {
		if parent, own, _ := cutLast(k); strings.EqualFold(own, last) {
			parents = append(parents, cmp.Or(parent, "the head"))
		}
	}
	if len(parents) != 1 {
		return ""
	}
	return parents[0]
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

// mandatory looks for fields without which the target refuses every document:
// those of the head, and those of the lists and objects the scheme sends.
func (c *checker) mandatory(known []connectors.Field) {
	set := map[string]mapping.Place{}
	for _, f := range allFields(c.scheme.Target.Request) {
		if !mapping.IsEmpty(f.Value) || len(f.Children) > 0 {
			set[strings.ToLower(f.Place.Field)] = f.Place
		}
	}
	for name := range c.scheme.Target.Options {
		set[strings.ToLower(name)] = mapping.Place{}
	}
	set[""] = c.places.at("", "target", "request")
	for _, f := range known {
		parent, _, _ := cutLast(strings.ToLower(f.Name))
		_, given := set[strings.ToLower(f.Name)]
		if place, sent := set[parent]; f.Mandatory && !given && sent {
			place.Field = f.Name
			c.report(Warning, place, "the API says it is mandatory (%s) and the scheme gives it no value", f.Title)
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

// readBack looks for fields of amounts.target that no line of the target has;
// they are asked for without the list they stand in.
func (c *checker) readBack(known []connectors.Field) {
	if c.scheme.Amounts == nil || len(known) == 0 {
		return
	}
	var names []string
	for _, f := range known {
		_, last, _ := cutLast(f.Name)
		names = append(names, last, f.Name)
	}
	for i, field := range c.scheme.Amounts.TargetFields {
		if !containsFold(names, field) && !custom(field) {
			place := c.places.at("amounts.target.fields", "amounts", "target", "fields", i)
			c.report(Warning, place, "the API lists no field %s%s", field, suggest.DidYouMean(field, names))
		}
	}
}

func containsFold(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}
