package mapping

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/erpbridge/erpbridge/schemes/internal/suggest"
)

// known are the paths a row may have without having them each time. A path that
// is neither there nor known is a mistake of the scheme, and the document that
// needs it stops.
type known struct {
	nobody string // how an error says that a path is nowhere: "the row has no %s, …"
	names  []string
	paths  map[string]bool // true: whatever lies below is known, too
	begin  []string        // whatever begins so is known
}

// Know tells the mapping which paths its rows may leave out: of one that ends in
// ".*", all that lies below, and of one that ends in "_*", all that begins so. It is called before the mapping is used. A
// mapping that was told nothing takes what is not there for empty.
func (m *Mapping) Know(paths []string) {
	m.known = newKnown("the row has no %s, and neither the API's table nor the scheme's response lists it", paths)
}

func newKnown(nobody string, paths []string) *known {
	k := &known{nobody: nobody, names: paths, paths: map[string]bool{}}
	for _, path := range paths {
		if beginning, ok := strings.CutSuffix(path, "_*"); ok {
			k.begin = append(k.begin, beginning+"_")
			continue
		}
		path, open := strings.CutSuffix(path, ".*")
		k.paths[path] = k.paths[path] || open
		for i := range len(path) {
			if path[i] == '.' {
				k.paths[path[:i]] = k.paths[path[:i]] || false
			}
		}
	}
	return k
}

func (k *known) has(path string) bool {
	path = withoutNumbers(path)
	if _, ok := k.paths[path]; ok {
		return true
	}
	for i := range len(path) {
		if path[i] == '.' && k.paths[path[:i]] {
			return true
		}
	}
	return slices.ContainsFunc(k.begin, func(beginning string) bool { return strings.HasPrefix(path, beginning) })
}

// withoutNumbers is items.sku for items.0.sku; the first part stays, for fields
// may have numbers as names.
func withoutNumbers(path string) string {
	first, rest, dotted := strings.Cut(path, ".")
	if !dotted || !strings.ContainsAny(rest, "0123456789") {
		return path
	}
	for part := range strings.SplitSeq(rest, ".") {
		if n, err := strconv.Atoi(part); err != nil || n < 0 {
			first += "." + part
		}
	}
	return first
}

// unknown says that a path is nowhere, and which that is near is there.
func (s *scope) unknown(row Row, rest, path string) error {
	prefix := path[:len(path)-len(rest)]
	near := append(pathsOf(row, prefix), s.known.names...)
	return fmt.Errorf(s.known.nobody+"%s", path, suggest.DidYouMean(path, near))
}

// pathsOf are the paths there are in a row; of a list, those of its first element.
func pathsOf(row Row, prefix string) []string {
	var paths []string
	for _, m := range row {
		paths = append(paths, prefix+m.Name)
		inner := m.Value
		if list, ok := inner.([]any); ok && len(list) > 0 {
			inner = list[0]
		}
		if object, ok := inner.(Row); ok {
			paths = append(paths, pathsOf(object, prefix+m.Name+".")...)
		}
	}
	return paths
}
