package schemes

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// piece is a row on its way through beatFlat.
type piece struct {
	row    connectors.Object
	skip   string
	list   string // the outermost list the line is of; "": not flattened
	suffix string // of key and number
}

// flatten makes a piece of each line. Lists in the lines of others are expanded
// inside them; lists beside each other one after the other, for each line is
// goods or money and to combine the lines of two lists would count it twice.
func (s *Scheme) flatten(row mapping.Row, v *verdict) ([]piece, error) {
	f := flattener{lists: s.Source.listsOf(row)}
	row = v.prune(row, f.lists, "")
	whole := piece{row: row, skip: v.reason}
	if len(f.lists) == 0 {
		return []piece{whole}, nil
	}
	pieces, err := f.expand(whole, v, "")
	if err != nil {
		return nil, err
	}
	f.number(pieces, s.Source.BeatFlatStart)
	return pieces, nil
}

type flattener struct{ lists flatLists }

// expand makes pieces of the lists in a line, "" being the row itself. What has
// none of the lists it should have stays, with a reason.
func (f flattener) expand(p piece, v *verdict, in string) ([]piece, error) {
	lists := f.lists.children(in)
	if len(lists) == 0 {
		return []piece{p}, nil
	}
	var out []piece
	for _, list := range lists {
		lines, err := f.lines(p, v, in, list)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	if len(out) == 0 {
		p.skip = firstOf(p.skip, "has no "+strings.Join(lists, " and no "))
		return []piece{p}, nil
	}
	return out, nil
}

// lines makes pieces of the elements of one list.
func (f flattener) lines(p piece, v *verdict, in, list string) ([]piece, error) {
	name, relative := list, list
	if in != "" {
		relative = strings.TrimPrefix(list, in+".")
		name = lineName(in) + "_" + relative
	}
	elements, err := p.elements(name, list)
	if err != nil {
		return nil, err
	}
	var out []piece
	for i, element := range elements {
		on := v.line(relative, i)
		line := piece{row: p.merge(name, element), skip: firstOf(p.skip, on.reason), list: firstOf(p.list, list)}
		inner, err := f.expand(line, on, list)
		if err != nil {
			return nil, err
		}
		out = append(out, inner...)
	}
	return out, nil
}

func (p piece) elements(name, list string) ([]any, error) {
	value := mapping.At(p.row, name)
	if outer, _, below := listOf(p.row, name); below {
		return nil, fmt.Errorf("%s lies in the lines of %s: beatFlat needs %s before it", list, outer, outer)
	}
	if isNull(value) {
		return nil, nil
	}
	elements, ok := value.([]any)
	if !ok {
		return nil, fmt.Errorf("%s is not a list and cannot be flattened", list)
	}
	return elements, nil
}

// merge puts an element's fields where the list stood. An element that is no
// object is the field itself.
func (p piece) merge(list string, element any) connectors.Object {
	line, ok := element.(mapping.Row)
	if !ok {
		return p.insert(list, connectors.Object{{Name: lineName(list), Value: element}})
	}
	fields := make(connectors.Object, len(line))
	for i, f := range line {
		fields[i] = connectors.Member{Name: lineName(list) + "_" + f.Name, Value: f.Value}
	}
	return p.insert(list, fields)
}

// insert replaces the list by fields. They replace fields of the head that have
// their names: the line is what the document is about.
func (p piece) insert(list string, fields connectors.Object) connectors.Object {
	taken := make(map[string]bool, len(fields))
	for _, f := range fields {
		taken[f.Name] = true
	}
	out := make(connectors.Object, 0, len(p.row)+len(fields))
	for _, m := range p.row {
		inner, isObject := m.Value.(connectors.Object)
		rest, below := cutName(list, m.Name)
		switch {
		case m.Name == list:
			out, fields = append(out, fields...), nil
		case isObject && below:
			out = append(out, connectors.Member{Name: m.Name, Value: without(inner, rest)})
		case !taken[m.Name]:
			out = append(out, m)
		}
	}
	return append(out, fields...)
}

// without is an object without the field at a path.
func without(object connectors.Object, path string) connectors.Object {
	out := make(connectors.Object, 0, len(object))
	for _, m := range object {
		inner, isObject := m.Value.(connectors.Object)
		rest, below := cutName(path, m.Name)
		switch {
		case m.Name == path:
		case isObject && below:
			out = append(out, connectors.Member{Name: m.Name, Value: without(inner, rest)})
		default:
			out = append(out, m)
		}
	}
	return out
}

// number gives the lines their suffixes: their places among the lines of the
// row as it was sent, refused ones counted. Lines of a second list, beside the
// first, carry its name, so that neither list's growth renumbers the other.
func (f flattener) number(pieces []piece, start int) {
	next := map[string]int{}
	first := f.lists.children("")[0]
	for i := range pieces {
		list := pieces[i].list
		if list == "" {
			continue
		}
		pieces[i].suffix = "-" + strconv.Itoa(start+next[list])
		if list != first {
			pieces[i].suffix = "-" + lineName(list) + pieces[i].suffix
		}
		next[list]++
	}
}
