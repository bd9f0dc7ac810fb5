package schemes

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// checkLost finds values that are read although grouping leaves them out. The
// SaaS sends them empty; a compatible scheme does, too, and says so.
func (r *reader) checkLost(s *Scheme) {
	reads := s.reads()
	for _, path := range slices.Sorted(maps.Keys(reads)) {
		if mapping.IsVariable(path) || s.grouping.has(path) {
			continue
		}
		m := mapping.Mistake{Place: reads[path], Message: s.grouping.lost(path)}
		if r.compatible {
			r.kept = append(r.kept, m)
			continue
		}
		r.mistakes = append(r.mistakes, m)
	}
}

// reads are the paths that are read of a document, each with a place.
func (s *Scheme) reads() map[string]mapping.Place {
	reads := map[string]mapping.Place{}
	for _, m := range []*mapping.Mapping{s.handOver.row, s.entry} {
		if m != nil {
			maps.Copy(reads, m.References())
		}
	}
	if s.Amounts != nil && s.Amounts.source != nil {
		for _, path := range s.Amounts.source.References() {
			reads[path] = s.Amounts.source.Place()
		}
	}
	return reads
}

// has says whether a document of the grouping has a value at a path.
func (g *grouping) has(path string) bool {
	if path == g.bodyName || g.wholeHead {
		return true
	}
	if inRow, ok := cutName(path, g.bodyName); ok {
		return g.wholeRow || within(g.rowFields(), inRow)
	}
	return within(g.headFields(), path)
}

func (g *grouping) headFields() []string { return union(g.head, g.calculatedFields()) }

func (g *grouping) rowFields() []string {
	if g.rowsBy == nil {
		return g.row
	}
	return union(g.row, g.calculatedFields())
}

func (g *grouping) calculatedFields() []string {
	var fields []string
	for _, c := range g.calculate {
		fields = append(fields, c.Field)
	}
	return fields
}

// within says whether a path is one of the fields, or lies inside it.
func within(fields []string, path string) bool {
	return slices.ContainsFunc(fields, func(field string) bool {
		_, inside := cutName(path, field)
		return inside || field == path
	})
}

// lost explains what to do about a field that grouping leaves out.
func (g *grouping) lost(path string) string {
	inRow := strings.TrimPrefix(path, g.bodyName+".")
	switch {
	case inRow == path && within(g.rowFields(), path):
		return fmt.Sprintf("{{%s}} is a field of the lines: {{%s.%s}}, in an array with the value %s", path, g.bodyName, path, g.bodyName)
	case inRow != path && within(g.headFields(), inRow):
		return fmt.Sprintf("{{%s}} is a field of the head: {{%s}}; add it to bodyGroup to have it in the lines", path, inRow)
	case inRow != path:
		return fmt.Sprintf("{{%s}} is lost: %s is neither in bodyGroup nor calculated (%s: $first)%s",
			path, inRow, inRow, suggest.DidYouMean(inRow, g.rowFields()))
	}
	return fmt.Sprintf("{{%s}} is lost: it is neither in headerGroup nor calculated (%s: $first)%s",
		path, path, suggest.DidYouMean(path, g.headFields()))
}
