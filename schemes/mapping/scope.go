package mapping

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/erpbridge/erpbridge/schemes/mapping/filter"
)

// scope is what the expressions of one document, or of one source request, can
// see. It belongs to one goroutine.
type scope struct {
	ctx      context.Context
	file     string
	row      Row
	document *Document  // nil in a source request
	window   *Variables // nil in a document
	now      time.Time
	location *time.Location
	finder   Finder
	found    map[string][]filter.Row // lookups already made for this document
	elements []element
	known    *known // the paths a row may leave out; nil: any
	lenient  bool   // the SaaS's way: what is not there is empty
	handed   map[string]Row
	trace    *recorder // nil unless somebody asks where values come from
	path     string    // of the row of the entry, for the trace
}

// element is a row of a source array that an array field is walking through.
// One that is no object has its value under the array's own name.
type element struct {
	path  string
	row   Row
	value any
}

func (s *scope) within(path string, value any) *scope {
	inner := *s
	row, _ := value.(Row)
	inner.elements = append(append([]element(nil), s.elements...), element{path, row, value})
	return &inner
}

// below is the rest of a path that lies below the element.
func (e *element) below(path string) (string, bool) {
	if len(path) > len(e.path) && path[len(e.path)] == '.' && strings.HasPrefix(path, e.path) {
		return path[len(e.path)+1:], true
	}
	return "", false
}

// value resolves what stands between the braces: a reserved variable, a field
// of the array row being walked, or a field of the document.
func (s *scope) value(path string) (any, error) {
	v, err := s.resolve(path)
	if s.trace != nil {
		s.trace.read(path, v, len(s.elements))
	}
	return v, err
}

func (s *scope) resolve(path string) (any, error) {
	if v, ok := s.reserved(path); ok {
		return v, nil
	}
	if s.handed != nil {
		if root, rest, ok := strings.Cut(path, "."); ok && isHanded(root) {
			return s.ofRow(s.handed[root], rest, path)
		}
	}
	for i := len(s.elements) - 1; i >= 0; i-- {
		e := &s.elements[i]
		if rest, ok := e.below(path); ok {
			return s.ofElement(e, rest, path)
		}
		if e.row == nil && path == e.path {
			return e.value, nil
		}
	}
	return s.ofRow(s.row, path, path)
}

func (s *scope) ofElement(e *element, rest, path string) (any, error) {
	if e.row == nil && e.value != nil && !s.lenient {
		return nil, fmt.Errorf("{{%s}}: an element of %s is %s, not an object", path, e.path, kind(e.value))
	}
	return s.ofRow(e.row, rest, path)
}

// ofRow is the value at rest, which the scheme knows as path.
func (s *scope) ofRow(row Row, rest, path string) (any, error) {
	v, ok := find(row, rest)
	if ok || s.lenient {
		return v, nil
	}
	if list := throughList(row, rest); list != "" {
		list = path[:len(path)-len(rest)] + list
		return nil, fmt.Errorf("{{%s}} has many values: %s is a list; give an array field the value %s, or flatten it with beatFlat",
			path, list, list)
	}
	if s.known == nil || s.known.has(path) {
		return nil, nil
	}
	return nil, s.unknown(row, rest, path)
}
