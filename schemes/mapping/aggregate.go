package mapping

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/mapping/mysql"
)

// rowsOf gives the scopes an aggregate runs over: one for each row of the list
// its paths go through, and of the lists within that. Below the element that an
// array field is walking through they are that element's rows, otherwise all of
// the document's. Paths that go through no list make one row.
func (s *scope) rowsOf(paths []string) ([]*scope, error) {
	return s.rowsFrom(paths, len(s.elements))
}

// rowsFrom enters one list; the elements from the first on are the aggregate's
// own.
func (s *scope) rowsFrom(paths []string, first int) ([]*scope, error) {
	list, level, err := s.listOf(paths, first)
	if err != nil || list == "" {
		return []*scope{s}, err
	}
	if level >= 0 { // the row at hand stays the one that is meant
		first = min(first, level)
	}
	v, err := s.value(list)
	if err != nil {
		return nil, err
	}
	var all []*scope
	values, _ := v.([]any)
	for _, value := range values {
		inner, err := s.enter(list, value, contains(paths, list)).rowsFrom(paths, first)
		if err != nil {
			return nil, err
		}
		all = append(all, inner...)
	}
	return all, nil
}

// enter makes an element of the list the one at hand. An object that is itself
// asked for, as in count({{items}}), is its JSON.
func (s *scope) enter(list string, value any, asked bool) *scope {
	row, isRow := value.(Row)
	if !isRow || !asked {
		return s.within(list, value)
	}
	text, err := json.Marshal(row)
	if err != nil {
		return s.within(list, value)
	}
	return s.within(list, string(text)).within(list, value)
}

// listOf is the list that the paths go through next, and the element it lies
// in: the innermost there is. The others have one value there, or go through
// the same list.
func (s *scope) listOf(paths []string, first int) (found string, level int, err error) {
	level = nowhere
	for _, path := range paths {
		if list, at := s.crossing(path, first); list != "" && at > level {
			found, level = list, at
		}
	}
	for _, path := range paths {
		list, at := s.crossing(path, first)
		switch {
		case list == "" || (at < level && s.isBelow(path, level)):
		case at < level:
			return "", level, twoLists(found, list)
		case strings.HasPrefix(found, list+"."):
			found = list
		case list != found && !strings.HasPrefix(list, found+"."):
			return "", level, twoLists(found, list)
		}
	}
	return found, level, nil
}

func twoLists(a, b string) error {
	return fmt.Errorf("one aggregate cannot run over two lists, %s and %s", a, b)
}

func (s *scope) isBelow(path string, level int) bool {
	_, ok := s.elements[level].below(path)
	return ok
}

// Where a list lies that is in no element, and what lies nowhere.
const (
	inDocument = -1
	nowhere    = -2
)

// crossing is the next list on the way of a path, and the element it lies in. Within an element the aggregate itself has
// entered, nothing outside of it is meant.
func (s *scope) crossing(path string, first int) (string, int) {
	for i := len(s.elements) - 1; i >= 0; i-- {
		e := &s.elements[i]
		rest, ok := e.below(path)
		if !ok && path != e.path {
			continue
		}
		if list := listOn(e.row, rest); ok && list != "" {
			return path[:len(path)-len(rest)] + list, i
		}
		if i >= first {
			return "", nowhere
		}
	}
	return listOn(s.row, path), inDocument
}

// listOn is the first list on the way of a path, or at its end. A number names
// an element of a list when there is one of that number, otherwise a key.
func listOn(row Row, path string) string {
	for i := 0; i <= len(path); i++ {
		if i < len(path) && path[i] != '.' {
			continue
		}
		list, ok := At(row, path[:i]).([]any)
		if ok && (i == len(path) || !isIndex(path[i+1:], len(list))) {
			return path[:i]
		}
	}
	return ""
}

func isIndex(path string, length int) bool {
	first, _, _ := strings.Cut(path, ".")
	n, err := strconv.Atoi(first)
	return err == nil && n >= 0 && n < length
}

// aggregated evaluates the holes inside one aggregate for each of its rows.
func (f *formula) aggregated(s *scope, inside []int) ([][]any, error) {
	var paths []string
	for _, i := range inside {
		paths = append(paths, f.holes[i].value.references()...)
	}
	scopes, err := s.rowsOf(paths)
	if err != nil {
		return nil, err
	}
	rows := make([][]any, len(scopes))
	for at, inner := range scopes {
		if rows[at], err = f.bound(inner, inside); err != nil {
			return nil, fmt.Errorf("row %d: %w", at+1, err)
		}
	}
	return rows, nil
}

// bound are the values of some holes.
func (f *formula) bound(s *scope, holes []int) ([]any, error) {
	values := make([]any, len(holes))
	for at, i := range holes {
		v, err := f.holes[i].value.eval(s)
		if err != nil {
			return nil, err
		}
		values[at] = f.holes[i].bound(v)
	}
	return values, nil
}

// glued is a value with digits written against it: {{LAST_SYNC_TIME}}000 is one
// number, as the text would be.
type glued struct {
	before, after string
	value         template
}

func (g glued) references() []string { return g.value.references() }

func (g glued) eval(s *scope) (any, error) {
	text, err := g.value.render(s)
	if err != nil || text == "" {
		return nil, err
	}
	text = g.before + text + g.after
	if !mysql.IsNumber(text) {
		return nil, fmt.Errorf("%q is not a number", text)
	}
	return json.Number(text), nil
}
