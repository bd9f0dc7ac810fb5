package schemes

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// groups compiles groupCalculate, or operation.merge, once source and target are
// read.
func (r *reader) groups(s *Scheme) {
	if s.Target == nil {
		return
	}
	merge := s.Target.Operation != nil && s.Target.Operation.Method == "merge"
	if s.Target.Operation != nil && !merge {
		r.checkBatch(*s.Target.Operation)
	}
	switch {
	case merge && s.Target.Group != nil:
		r.at(s.Target.Operation.Place, "groupCalculate makes the documents already; one of the two has to go")
	case merge:
		s.grouping = ofOperation(s.Target.Operation)
		r.checkGrouping(s, s.Target.Operation.Place, "merge needs field: the fields that make one document")
	case s.Target.Group != nil:
		s.grouping = ofGroup(s.Target.Group)
		r.checkGrouping(s, s.Target.Group.Place, "headerGroup is empty: it names the fields that make one document")
	}
}

// checkBatch finds keys of merge that batchArraySave would pass over in silence.
func (r *reader) checkBatch(o Operation) {
	if o.BodyName != "" || len(slices.Concat(o.Field, o.BodySum, o.Header, o.Body)) > 0 {
		r.at(o.Place, "field, bodyName, bodySum, header and body belong to method merge; "+o.Method+" groups nothing")
	}
}

func (r *reader) at(place mapping.Place, message string) {
	r.mistakes = append(r.mistakes, mapping.Mistake{Place: place, Message: message})
}

func ofGroup(group *Group) *grouping {
	return &grouping{
		header: group.HeaderGroup, head: group.HeaderGroup, bodyName: group.BodyName, most: group.BodyMaxLine,
		rowsBy: group.BodyGroup, row: group.BodyGroup, wholeRow: group.BodyGroup == nil, calculate: group.Calculate,
	}
}

// ofOperation is merge in the words of groupCalculate: rows that agree in the
// body's other fields become one when there is something to add up.
func ofOperation(o *Operation) *grouping {
	g := &grouping{
		header: o.Field, bodyName: o.BodyName, row: o.Body, wholeRow: len(o.Body) == 0,
		head: union(o.Field, o.Header), wholeHead: len(o.Header) == 0,
	}
	for _, field := range o.BodySum {
		g.calculate = append(g.calculate, Calculation{Field: field, Accumulator: "$sum"})
	}
	if len(o.BodySum) > 0 && len(o.Body) > 0 {
		g.row = slices.DeleteFunc(slices.Clone(o.Body), func(f string) bool { return slices.Contains(o.BodySum, f) })
		g.rowsBy = g.row
	}
	return g
}

func union(a, b []string) []string {
	all := slices.Clone(a)
	for _, word := range b {
		all = appendNew(all, word)
	}
	return all
}

func (r *reader) checkGrouping(s *Scheme, place mapping.Place, without string) {
	g := s.grouping
	g.lenient, g.flattened = s.Compatible, len(s.Source.BeatFlat) > 0
	own := func(i identity) bool {
		return !slices.ContainsFunc(i.references(), func(path string) bool { return !slices.Contains(g.header, path) })
	}
	g.numbered = own(s.rowNumber)
	g.within = own(s.rowKey) || g.flattened && g.numbered
	if len(g.header) == 0 {
		r.at(place, without)
	}
	if g.bodyName == "" && (len(g.rowsBy) > 0 || g.most > 0) {
		r.at(place, "bodyName is required: the list the lines are put in")
		return
	}
	if slices.Contains(g.head, g.bodyName) || slices.ContainsFunc(g.calculate, func(c Calculation) bool { return c.Field == g.bodyName }) {
		r.at(place, g.bodyName+" is both the list of the lines and a field")
	}
	for _, field := range slices.Concat(g.header, g.rowsBy, g.calculatedFields()) {
		if mapping.IsVariable(field) {
			r.at(place, field+" is not a field of the lines, and they cannot be grouped by it")
		}
	}
	r.checkCalculations(g, place)
	r.checkLost(s)
}

func (r *reader) checkCalculations(g *grouping, place mapping.Place) {
	for _, c := range g.calculate {
		if !slices.Contains(accumulators(), c.Accumulator) {
			r.at(place, "calculate "+c.Field+": there is no accumulator "+c.Accumulator+
				suggest.DidYouMean(c.Accumulator, accumulators())+" ("+strings.Join(accumulators(), ", ")+")")
		}
		if slices.Contains(g.header, c.Field) || slices.Contains(g.rowsBy, c.Field) {
			r.at(place, c.Field+" is both grouped by and calculated")
		}
	}
}
