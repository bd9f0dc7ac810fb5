package schemes

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// verdict is what the conditions say of a row: a reason against it as a whole,
// or reasons against single lines of its lists. A reason of "" means it passes.
type verdict struct {
	whole string
	lines map[string][]string // list → reason per line
}

// judge applies the conditions. With several alternatives a document or a line
// passes when one lets it pass; the reasons of all are told otherwise.
func (s Source) judge(row mapping.Row) (verdict, error) {
	if len(s.Condition) == 0 {
		return verdict{}, nil
	}
	var merged verdict
	for i, a := range s.Condition {
		v, err := a.judge(row)
		if err != nil {
			return verdict{}, err
		}
		if i == 0 {
			merged = v
			continue
		}
		merged = merged.or(v)
	}
	return merged, nil
}

func (a Alternative) judge(row mapping.Row) (verdict, error) {
	v := verdict{lines: map[string][]string{}}
	for _, c := range a {
		var err error
		if list, rest, below := listOf(row, c.Field); below {
			err = v.judgeLines(c, row, list, rest)
		} else {
			err = v.judgeHead(c, mapping.At(row, c.Field))
		}
		if err != nil {
			return verdict{}, err
		}
	}
	return v, nil
}

func (v *verdict) judgeHead(c Condition, value any) error {
	ok, err := c.holds(value)
	if err == nil && !ok {
		v.refuse(c.reason(value))
	}
	return err
}

func (v *verdict) refuse(reason string) {
	if v.whole == "" {
		v.whole = reason
	}
}

func (v *verdict) judgeLines(c Condition, row mapping.Row, list, rest string) error {
	elements, _ := mapping.At(row, list).([]any)
	reasons := v.lines[list]
	if reasons == nil {
		reasons = make([]string, len(elements))
	}
	for i, element := range elements {
		line, _ := element.(mapping.Row)
		value := mapping.At(line, rest)
		ok, err := c.holds(value)
		if err != nil {
			return err
		}
		if !ok && reasons[i] == "" {
			reasons[i] = c.reason(value)
		}
		if !ok && c.Strict {
			v.refuse(c.reason(value))
		}
	}
	v.lines[list] = reasons
	return nil
}

// or merges the verdicts of two alternatives.
func (v verdict) or(w verdict) verdict {
	if v.whole != "" && w.whole != "" {
		return verdict{whole: v.whole + "; " + w.whole}
	}
	if v.whole != "" {
		return w
	}
	if w.whole != "" {
		return v
	}
	return verdict{lines: orLines(v.lines, w.lines)}
}

func orLines(v, w map[string][]string) map[string][]string {
	merged := map[string][]string{}
	for list, reasons := range v {
		others, both := w[list]
		if !both { // the other alternative asks nothing of these lines
			continue
		}
		kept := slices.Clone(reasons)
		for i := range kept {
			if others[i] == "" {
				kept[i] = ""
			}
		}
		merged[list] = kept
	}
	return merged
}

// listOf splits a path at the list it goes through.
func listOf(row mapping.Row, path string) (list, rest string, below bool) {
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		if _, ok := mapping.At(row, path[:i]).([]any); ok {
			return path[:i], path[i+1:], true
		}
	}
	return "", "", false
}

// lineName is the name a list has after flattening: details.batch → details_batch.
func lineName(list string) string { return strings.ReplaceAll(list, ".", "_") }
