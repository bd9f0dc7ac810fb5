package schemes

import (
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// lines makes a piece for each element of a list: the head's fields and the
// element's, these with the list's name before them. A row whose list is empty
// or missing stays, with a reason.
func (p piece) lines(list string, v verdict, outermost bool) ([]piece, error) {
	name := p.listName(list)
	elements, err := p.elements(name)
	if err != nil {
		return nil, err
	}
	if len(elements) == 0 {
		p.skip = firstOf(p.skip, "has no "+list)
		return []piece{p}, nil
	}
	var out []piece
	for i, element := range elements {
		line, ok := element.(mapping.Row)
		if !ok {
			return nil, fmt.Errorf("line %d of %s is not an object", i+1, list)
		}
		skip := p.skip
		if outermost {
			skip = firstOf(skip, v.line(list, i))
		}
		out = append(out, piece{row: p.merge(name, line), skip: skip, line: i})
	}
	return out, nil
}

// listName is the list as written or, inside lines already flattened, with
// underscores.
func (p piece) listName(list string) string {
	if mapping.At(p.row, list) == nil {
		return lineName(list)
	}
	return list
}

func (p piece) elements(name string) ([]any, error) {
	value := mapping.At(p.row, name)
	if mapping.IsEmpty(value) {
		return nil, nil
	}
	elements, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("%s is not a list and cannot be flattened", name)
	}
	return elements, nil
}

// merge puts an element's fields where the list stood.
func (p piece) merge(list string, line mapping.Row) connectors.Object {
	out := make(connectors.Object, 0, len(p.row)+len(line))
	for _, m := range p.row {
		if m.Name != list {
			out = append(out, m)
			continue
		}
		for _, f := range line {
			out = append(out, connectors.Member{Name: lineName(list) + "_" + f.Name, Value: f.Value})
		}
	}
	return out
}

func (v verdict) line(list string, i int) string {
	if reasons := v.lines[list]; i < len(reasons) {
		return reasons[i]
	}
	return ""
}

// withoutRefused is a row that is not flattened: refused lines leave it, and a
// row all of whose lines are refused is skipped for the first one's reason.
func (v verdict) withoutRefused(row mapping.Row) piece {
	p := piece{row: row, skip: v.whole, line: -1}
	if p.skip != "" {
		return p
	}
	for list, reasons := range v.lines {
		if len(reasons) > 0 && !slices.Contains(reasons, "") {
			p.skip = reasons[0]
			return p
		}
		p.row = replaceList(p.row, list, reasons)
	}
	return p
}

func replaceList(row connectors.Object, list string, reasons []string) connectors.Object {
	out := slices.Clone(row)
	for i, m := range out {
		elements, ok := m.Value.([]any)
		if m.Name != list || !ok {
			continue
		}
		var kept []any
		for j, element := range elements {
			if reasons[j] == "" {
				kept = append(kept, element)
			}
		}
		out[i].Value = kept
	}
	return out
}

func firstOf(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
