package schemes

import (
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// flatLists are the lists a row is flattened by, as dotted paths of the row.
type flatLists []string

// listsOf finds the lists of beatFlat in a row. A list in the lines of another
// may be written as details.batchs or as details_batchs; a list the row itself
// has under that name comes first.
func (s Source) listsOf(row mapping.Row) flatLists {
	lists := make(flatLists, 0, len(s.BeatFlat))
	for _, list := range s.BeatFlat {
		if mapping.At(row, list) == nil {
			list = flatLists(s.BeatFlat).dotted(list)
		}
		lists = append(lists, list)
	}
	return lists
}

// dotted is the path of what is named as it is called after flattening.
func (l flatLists) dotted(name string) string {
	if list, rest := l.parentOf(name); list != "" {
		return list + "." + rest
	}
	return name
}

// parentOf is the innermost flattened list that a name lies below, and the rest
// of the name; "" for what lies in the row itself.
func (l flatLists) parentOf(name string) (list, rest string) {
	for _, one := range l {
		if after, ok := below(one, name); ok && len(one) > len(list) {
			list, rest = one, after
		}
	}
	return list, rest
}

// children are the lists directly in the lines of a list, "" being the row.
func (l flatLists) children(of string) flatLists {
	var found flatLists
	for _, list := range l {
		if l.outer(list) == of {
			found = append(found, list)
		}
	}
	return found
}

// outer is the innermost list in whose lines a list lies.
func (l flatLists) outer(list string) string {
	outer := ""
	for _, other := range l {
		if _, below := cutName(list, other); below && len(other) > len(outer) {
			outer = other
		}
	}
	return outer
}

// unflattened is the path at which a field stands in the row as it was sent:
// conditions and formats are asked before beatFlat, but what consultants know is
// items_qty. A field the row itself has comes first.
func (l flatLists) unflattened(row mapping.Row, name string) string {
	head, _, _ := strings.Cut(name, ".")
	if mapping.At(row, name) != nil || mapping.At(row, head) != nil {
		return name
	}
	return l.dotted(name)
}

// below cuts the list's name off a name of its lines: items.qty and items_qty
// are qty of items.
func below(list, name string) (string, bool) {
	for _, before := range []string{list + ".", lineName(list) + "_"} {
		if rest, ok := strings.CutPrefix(name, before); ok && rest != "" {
			return rest, true
		}
	}
	return "", false
}

// lineName is the name a list has after flattening: details.batch → details_batch.
func lineName(list string) string { return strings.ReplaceAll(list, ".", "_") }
