package schemes

import (
	"strconv"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// verdict is what the conditions say of a row or of a line: a reason against it,
// "" when it passes, and verdicts on the lines of its lists, refused ones only.
type verdict struct {
	reason string
	lists  map[string]map[int]*verdict
}

func (v *verdict) refuse(reason string) {
	if v.reason == "" {
		v.reason = reason
	}
}

// line is the verdict on a line of a list.
func (v *verdict) line(list string, i int) *verdict {
	if below, ok := v.lists[list][i]; ok {
		return below
	}
	return &verdict{}
}

func (v *verdict) keep(list string, i int, below *verdict) {
	if below.reason == "" && len(below.lists) == 0 {
		return
	}
	if v.lists == nil {
		v.lists = map[string]map[int]*verdict{}
	}
	if v.lists[list] == nil {
		v.lists[list] = map[int]*verdict{}
	}
	v.lists[list][i] = below
}

// judge applies the conditions. With several alternatives a document or a line
// passes when one lets it pass; the reasons of all are told otherwise.
func (s Source) judge(row mapping.Row, now time.Time) (*verdict, error) {
	lists := s.listsOf(row)
	var merged *verdict
	for _, a := range s.Condition {
		v, err := a.judge(row, lists, now)
		if err != nil {
			return nil, err
		}
		if merged == nil {
			merged = v
			continue
		}
		merged = merged.or(v)
	}
	if merged == nil {
		merged = &verdict{}
	}
	return merged, nil
}

// judge stops at the first reason against the whole row: what the other fields
// of a cancelled document look like is nobody's business.
func (a Alternative) judge(row mapping.Row, lists flatLists, now time.Time) (*verdict, error) {
	v := &verdict{}
	for _, c := range a {
		against, err := v.ask(c, row, lists.unflattened(row, c.Field), now)
		if err != nil {
			return nil, err
		}
		if c.Strict {
			v.refuse(against)
		}
		if v.reason != "" {
			break
		}
	}
	return v, nil
}

// ask asks a condition of a row, or of each line its path leads to, and returns
// the first reason against any.
func (v *verdict) ask(c Condition, row mapping.Row, path string, now time.Time) (string, error) {
	list, rest, below := listOf(row, path)
	if below {
		return v.askLines(c, row, list, rest, now)
	}
	value := mapping.At(row, path)
	ok, err := c.holds(value, now)
	if err != nil || ok {
		return "", err
	}
	v.refuse(c.reason(value))
	return c.reason(value), nil
}

func (v *verdict) askLines(c Condition, row mapping.Row, list, rest string, now time.Time) (string, error) {
	elements, _ := mapping.At(row, list).([]any)
	first := ""
	for i, element := range elements {
		line, _ := element.(mapping.Row)
		on := v.line(list, i)
		against, err := on.ask(c, line, rest, now)
		if err != nil {
			return "", err
		}
		v.keep(list, i, on)
		first = firstOf(first, against)
	}
	return first, nil
}

// or merges the verdicts of two alternatives: what both refuse is refused.
func (v *verdict) or(w *verdict) *verdict {
	switch {
	case v.reason != "" && v.reason == w.reason:
		return v
	case v.reason != "" && w.reason != "":
		return &verdict{reason: v.reason + "; " + w.reason}
	case v.reason != "":
		return w
	case w.reason != "":
		return v
	}
	merged := &verdict{}
	for list, lines := range v.lists {
		for i, below := range lines {
			if other, both := w.lists[list][i]; both {
				merged.keep(list, i, below.or(other))
			}
		}
	}
	return merged
}

// listOf splits a path at the first list it goes through. A number after a list
// is the place of one line; the longer ones are names of custom fields.
func listOf(row mapping.Row, path string) (list, rest string, below bool) {
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if _, ok := mapping.At(row, path[:i]).([]any); ok && !isPlace(path[i+1:]) {
			return path[:i], path[i+1:], true
		}
	}
	return "", "", false
}

func isPlace(path string) bool {
	const longest = 4
	first, _, _ := strings.Cut(path, ".")
	_, err := strconv.ParseUint(first, 10, 16)
	return err == nil && len(first) <= longest
}
