package schemes

import (
	"slices"
)

// checkSource finds what the parts of a source have against each other.
func (r *reader) checkSource(o object, s Source) {
	r.checkCollection(o, s)
	for i, list := range s.BeatFlat {
		if slices.Contains(s.BeatFlat[:i], list) {
			r.mistake(o.list("beatFlat")[i], "source.beatFlat", "%s is listed twice", list)
		}
	}
	for _, a := range s.Condition {
		for _, c := range a {
			r.checkOrder(o, s, c)
		}
	}
}

// checkOrder finds a condition on a field that is made only later.
func (r *reader) checkOrder(o object, s Source, c Condition) {
	for _, f := range s.Formats {
		if f.New == c.Field && f.Old != f.New {
			r.mistake(o.get("condition"), "source.condition."+c.Field,
				"formatResponse makes %s after the conditions are asked; ask %s", f.New, f.Old)
		}
	}
}
