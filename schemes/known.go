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
	l.apis = apis
	for _, s := range l.schemes {
		l.tell(s)
	}
}

// tell gives a scheme the paths its documents may leave out. Of a source that
// neither the API nor the scheme describes nothing is known, and what is not
// there is empty.
func (l *Library) tell(s *Scheme) {
	if l.apis == nil || len(s.RowFields(l.apis)) == 0 {
		return
	}
	paths := open(s.DocumentFields(l.apis))
	if s.entry != nil {
		s.entry.Know(paths)
	}
	if s.handOver.row != nil {
		s.handOver.row.Know(paths)
	}
}

// open are the names of fields; of an object or a list whose fields nobody
// lists, any: "head.*".
func open(fields []connectors.Field) []string {
	var paths []string
	for _, f := range fields {
		paths = append(paths, f.Name)
		if (f.Type == "object" || f.Type == "array") && !describes(fields, f.Name) {
			paths = append(paths, f.Name+".*")
		}
	}
	return paths
}

func describes(fields []connectors.Field, list string) bool {
	return slices.ContainsFunc(fields, func(f connectors.Field) bool { return strings.HasPrefix(f.Name, list+".") })
}
