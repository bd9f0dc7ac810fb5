package schemes

import (
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// Know tells the library the tables of the APIs, by connector: a path that
// neither the row, nor the table, nor the scheme's own response list has is
// unknown, and an error of the document that needs it. It is called once, before
// the library is used.
func (l *Library) Know(apis map[string][]connectors.API) {
	l.apis = l.Offered(apis)
	for _, s := range l.schemes {
		l.tell(s)
	}
}

// tell gives a scheme the paths its documents may leave out. Of a source that
// neither the API nor the scheme describes nothing is known, and what is not
// there is empty.
func (l *Library) tell(s *Scheme) {
	l.tellEach(s)
	if l.apis == nil || len(s.RowFields(l.apis)) == 0 {
		return
	}
	paths := s.knownPaths(l.apis)
	if s.entry != nil {
		s.entry.Know(paths)
	}
	if s.handOver.row != nil {
		s.handOver.row.Know(paths)
	}
}

func (s *Scheme) knownPaths(apis map[string][]connectors.API) []string {
	paths := listed(s.DocumentFields(apis))
	for _, any := range s.Source.undescribed(s.RowFields(apis)) {
		paths = append(paths, any)
		if body := s.bodyName(); body != "" {
			paths = append(paths, body+"."+any)
		}
	}
	return paths
}

// undescribed are the objects and lists of whose fields nobody says anything, so
// that they may be any: "head.*" and, of a list that is flattened, "items_*".
func (s Source) undescribed(fields []connectors.Field) []string {
	var paths []string
	for _, list := range s.BeatFlat {
		if !describes(fields, list) {
			paths = append(paths, lineName(list)+"_*")
		}
	}
	for _, f := range fields {
		if (f.Type == "object" || f.Type == "array") && !slices.Contains(s.BeatFlat, f.Name) && !describes(fields, f.Name) {
			paths = append(paths, s.flatName(f.Name)+".*")
		}
	}
	return paths
}

func describes(fields []connectors.Field, list string) bool {
	return slices.ContainsFunc(fields, func(f connectors.Field) bool { return strings.HasPrefix(f.Name, list+".") })
}
