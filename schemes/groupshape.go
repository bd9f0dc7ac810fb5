package schemes

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// shape makes documents of the lines of one row or, when groups reach over
// several rows, members that carry the name of their group.
func (g *grouping) shape(first Shaped, row mapping.Row, pieces []piece) ([]Shaped, error) {
	if !g.within {
		return g.members(first, pieces)
	}
	for _, p := range pieces {
		if p.skip == "" {
			return g.inRow(first, pieces)
		}
	}
	content, err := row.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return []Shaped{{Key: first.Key, Number: first.Number, Content: content, Skip: pieces[0].skip}}, nil
}

func (g *grouping) members(first Shaped, pieces []piece) ([]Shaped, error) {
	shaped, err := suffixed(first, pieces)
	if err != nil {
		return nil, err
	}
	for i, p := range pieces {
		if p.skip != "" {
			continue
		}
		if shaped[i].Group, err = g.groupOf(p.row); err != nil {
			return nil, fmt.Errorf("line%s: %w", p.suffix, err)
		}
	}
	return shaped, nil
}

// groupOf names the group of a line. Lines that have none of its fields have
// nothing in common, and are no group.
func (g *grouping) groupOf(row mapping.Row) (string, error) {
	some := slices.ContainsFunc(g.header, func(field string) bool { return !isNull(mapping.At(row, field)) })
	if !some && !g.lenient {
		return "", fmt.Errorf("it has no %s to be grouped by", strings.Join(g.header, ", "))
	}
	return tuple(row, g.header)
}

// inRow groups the lines of one row. The first group has the row's key, the
// second KEY-2: a row that is one document keeps its key when it becomes two. A
// group counts also while all its lines are refused, so that the others keep
// theirs; a refused line is kept as KEY-line-N.
func (g *grouping) inRow(first Shaped, pieces []piece) ([]Shaped, error) {
	var order []string
	var shaped []Shaped
	groups := map[string][]mapping.Row{}
	for _, p := range pieces {
		t, err := tuple(p.row, g.header)
		switch {
		case err != nil && p.skip == "":
			return nil, err
		case groups[t] == nil:
			order = append(order, t)
			groups[t] = []mapping.Row{}
		}
		if p.skip == "" {
			groups[t] = append(groups[t], p.row)
			continue
		}
		p.suffix = "-line" + p.suffix
		refused, err := suffixed(first, []piece{p})
		if err != nil {
			return nil, err
		}
		shaped = append(shaped, refused...)
	}
	var made []Shaped
	for i, t := range order {
		documents, err := g.named(first, i, groups[t])
		if err != nil {
			return nil, err
		}
		made = append(made, documents...)
	}
	return append(made, shaped...), nil
}

// named makes the documents of the group in a place among those of its row.
func (g *grouping) named(first Shaped, place int, lines []mapping.Row) ([]Shaped, error) {
	if len(lines) == 0 {
		return nil, nil
	}
	documents, err := g.documents(lines)
	if err != nil {
		return nil, err
	}
	return stored(first, documents, func(part int) string {
		if place == 0 && part == 0 {
			return ""
		}
		suffix := "-" + strconv.Itoa(place+1)
		if part > 0 {
			suffix += "-" + strconv.Itoa(part+1)
		}
		return suffix
	})
}

// stored writes the parts of a document, each with its suffix.
func stored(base Shaped, documents []connectors.Object, suffix func(part int) string) ([]Shaped, error) {
	var pieces []piece
	for i, d := range documents {
		pieces = append(pieces, piece{row: d, suffix: suffix(i)})
	}
	shaped, err := suffixed(base, pieces)
	if err != nil {
		return nil, fmt.Errorf("write group: %w", err)
	}
	return shaped, nil
}
