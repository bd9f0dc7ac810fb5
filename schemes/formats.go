package schemes

import (
	"fmt"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// compileFormats finds formats that are unknown. A compatible scheme leaves the
// value as it is instead, as the SaaS does, and says so.
func (r *reader) compileFormats(formats []Format) []Format {
	for i, f := range formats {
		compute, problem := parseFormat(f.Format)
		formats[i].compute, formats[i].lenient = compute, r.compatible
		if problem == "" {
			continue
		}
		m := mapping.Mistake{Place: f.Place, Message: fmt.Sprintf("format %s: %s", f.Format, problem)}
		if r.compatible {
			m.Message += "; the value is left as it is"
			r.kept = append(r.kept, m)
			continue
		}
		r.mistakes = append(r.mistakes, m)
	}
	return formats
}

// parseFormat reads "round(2)", "longText(n=15)", "implode(',')".
func parseFormat(text string) (formatter, string) {
	name, rest, called := strings.Cut(strings.TrimSpace(text), "(")
	argument := ""
	if called {
		inside, closed := strings.CutSuffix(strings.TrimSpace(rest), ")")
		if !closed {
			return nil, "the closing ) is missing"
		}
		argument = strings.Trim(strings.TrimPrefix(strings.TrimSpace(inside), "n="), `'"`)
	}
	for _, k := range formatKinds() {
		if strings.EqualFold(k.name, name) {
			return k.with(argument)
		}
	}
	if strings.EqualFold(name, "dateDescription") {
		return nil, `"a day ago" is another text each day, so every fetch would change the document; use date`
	}
	return nil, "there is no such format" + suggest.DidYouMean(name, formatNames())
}

func formatNames() []string {
	var names []string
	for _, k := range formatKinds() {
		names = append(names, k.name)
	}
	return names
}

// format adds the computed fields to a row that is carried. It comes before
// beatFlat, so that a field of the head is there for every line and a field of
// the lines for each.
func (s Source) format(row mapping.Row, v *verdict) (mapping.Row, error) {
	if v.reason != "" {
		return row, nil
	}
	lists := s.listsOf(row)
	for _, f := range s.Formats {
		var err error
		if row, err = f.apply(row, lists.unflattened(row, f.Old), f.New, v); err != nil {
			return nil, err
		}
	}
	return row, nil
}

// apply writes one field. Below a list it is written in each line, beside what
// is read; implode makes one text of all lines.
func (f Format) apply(row mapping.Row, from, to string, v *verdict) (mapping.Row, error) {
	list, rest, through := listOf(row, from)
	if !through {
		return f.write(row, to, mapping.At(row, from))
	}
	elements, _ := mapping.At(row, list).([]any)
	if f.joins() {
		return f.write(row, to, collected(elements, rest))
	}
	if after, ok := below(list, to); ok {
		to = after
	}
	for i, element := range elements {
		line, ok := element.(mapping.Row)
		on := v.line(list, i)
		if !ok || on.reason != "" {
			continue
		}
		line, err := f.apply(line, rest, to, on)
		if err != nil {
			return nil, fmt.Errorf("line %d of %s: %w", i+1, list, err)
		}
		elements[i] = line
	}
	return row, nil
}

// made is the path of the field a format writes, as far as beatFlat tells which
// parts of a path are lists.
func (s Source) made(f Format) string {
	lists := flatLists(s.BeatFlat)
	list, _ := lists.parentOf(lists.dotted(f.Old))
	if list == "" || f.joins() {
		return f.New
	}
	if after, ok := below(list, f.New); ok {
		return list + "." + after
	}
	return list + "." + f.New
}

func (f Format) joins() bool { return strings.HasPrefix(strings.ToLower(f.Format), "implode") }

// collected are the values of all lines at a path.
func collected(elements []any, path string) []any {
	var values []any
	for _, element := range elements {
		line, _ := element.(mapping.Row)
		if list, rest, through := listOf(line, path); through {
			inner, _ := mapping.At(line, list).([]any)
			values = append(values, collected(inner, rest)...)
			continue
		}
		if v := mapping.At(line, path); !isNull(v) {
			values = append(values, v)
		}
	}
	return values
}

func (f Format) write(row mapping.Row, to string, value any) (mapping.Row, error) {
	if value == nil {
		return row, nil
	}
	made, err := f.of(value)
	if err != nil {
		return nil, fmt.Errorf("formatResponse %s → %s: %w (%s:%d)", f.Old, f.New, err, f.Place.File, f.Place.Line)
	}
	return replaced(row, to, made), nil
}
