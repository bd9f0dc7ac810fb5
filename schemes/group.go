package schemes

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// grouping makes one document of all lines that agree in some fields: what
// groupCalculate and operation.merge come to.
type grouping struct {
	header    []string // lines that agree in these make one document
	within    bool     // such lines are always of one source row
	flattened bool
	numbered  bool // header holds the row's number

	head      []string // fields of the document, the first line's
	wholeHead bool     // all of them
	bodyName  string
	rowsBy    []string // lines that agree in these make one row; nil: each is one
	row       []string // fields of a row, its first line's
	wholeRow  bool
	most      int // rows in one document; 0: no limit
	calculate []Calculation
	lenient   bool
}

// canonical is what a value is compared by: 1, 1.0 and "1" are one shop.
func canonical(v any) (string, error) {
	switch v := v.(type) {
	case json.Number:
		if d, ok := readNumber(v.String()); ok {
			return d.String(), nil
		}
	case connectors.Object, []any:
		text, err := json.Marshal(v)
		return string(text), err
	}
	return mapping.Text(v)
}

// tuple is what a line is grouped by, as JSON.
func tuple(row mapping.Row, fields []string) (string, error) {
	values := make([]string, len(fields))
	for i, field := range fields {
		v := mapping.At(row, field)
		if _, err := mapping.Text(v); err != nil {
			return "", fmt.Errorf("%s %w, and lines cannot be grouped by it", field, err)
		}
		var err error
		if values[i], err = canonical(v); err != nil {
			return "", err
		}
	}
	text, err := json.Marshal(values)
	return string(text), err
}

// groups are lines by what they agree in, in the order of their first lines.
func groups(lines []mapping.Row, by []string) ([][]mapping.Row, error) {
	var found [][]mapping.Row
	places := map[string]int{}
	for _, line := range lines {
		key, err := tuple(line, by)
		if err != nil {
			return nil, err
		}
		place, known := places[key]
		if !known {
			place = len(found)
			places[key], found = place, append(found, nil)
		}
		found[place] = append(found[place], line)
	}
	return found, nil
}

// documents makes the documents of a group: one, or as many as bodyMaxLine wants.
func (g *grouping) documents(lines []mapping.Row) ([]connectors.Object, error) {
	rows, err := g.rows(lines)
	if err != nil {
		return nil, err
	}
	most := g.most
	if most == 0 {
		most = len(rows)
	}
	var documents []connectors.Object
	for part := range slices.Chunk(rows, most) {
		document, err := g.document(part)
		if err != nil {
			return nil, err
		}
		documents = append(documents, document)
	}
	return documents, nil
}

// rows are the lines each row of the body is made of.
func (g *grouping) rows(lines []mapping.Row) ([][]mapping.Row, error) {
	if g.rowsBy != nil {
		return groups(lines, g.rowsBy)
	}
	return slices.Collect(slices.Chunk(lines, 1)), nil
}

func (g *grouping) document(rows [][]mapping.Row) (connectors.Object, error) {
	lines := slices.Concat(rows...)
	document := picked(lines[0], g.head, g.wholeHead)
	document, err := g.calculated(document, lines)
	if err != nil || g.bodyName == "" {
		return document, err
	}
	var body []any
	for _, lines := range rows {
		row := picked(lines[0], g.row, g.wholeRow)
		if g.rowsBy != nil {
			if row, err = g.calculated(row, lines); err != nil {
				return nil, err
			}
		}
		body = append(body, row)
	}
	return with(document, g.bodyName, body), nil
}

// calculated adds what is calculated over the lines: to a row over its own, to
// the head over all of the document's.
func (g *grouping) calculated(object connectors.Object, lines []mapping.Row) (connectors.Object, error) {
	for _, c := range g.calculate {
		v, err := c.over(lines, g.lenient)
		if err != nil {
			return nil, err
		}
		object = with(object, c.Field, v)
	}
	return object, nil
}

// picked copies fields of a line. A dotted path stays the name it was asked by.
func picked(line mapping.Row, fields []string, all bool) connectors.Object {
	if all {
		return slices.Clone(line)
	}
	var object connectors.Object
	for _, field := range fields {
		if v := mapping.At(line, field); v != nil {
			object = append(object, connectors.Member{Name: field, Value: v})
		}
	}
	return object
}

// with sets a field. The name is a key even when it has dots: the objects of a
// head are shared by all its lines.
func with(object connectors.Object, name string, value any) connectors.Object {
	for i := range object {
		if object[i].Name == name {
			object[i].Value = value
			return object
		}
	}
	return append(object, connectors.Member{Name: name, Value: value})
}
