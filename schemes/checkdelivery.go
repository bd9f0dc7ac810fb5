package schemes

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

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
	c.receiver(*h)
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

// receiver looks at what the other scheme makes of the row: without its key the
// row is refused, and a field it does not know nobody reads.
func (c *checker) receiver(h HandOver) {
	of := c.named(h.Scheme)
	if of == nil {
		return // a mistake of the library
	}
	var handed []string
	known := listed(of.RowFields(c.apis))
	for _, f := range h.Fields {
		handed = append(handed, f.Name)
		if len(known) > 0 {
			c.lookedUp(f.Place, f.Name, of.Name, known)
		}
	}
	for _, path := range pathsOf(of.Source.ID) {
		if !mapping.IsVariable(path) && !hasPath(handed, path) {
			c.report(Fatal, h.Place, "%s takes its key from %s, which is not among what it is handed%s", of.Name, path, suggest.DidYouMean(path, handed))
		}
	}
}
