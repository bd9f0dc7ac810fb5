package schemes

import (
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/erpbridge/erpbridge/connectors"
	"github.com/erpbridge/erpbridge/schemes/mapping"
)

// renames reads source.rename: what some accounts call a field, and the name by
// which the scheme knows it.
func (r *reader) renames(source object) map[string]string {
	n := source.get("rename")
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.mistake(n, "source.rename", "expected other name: name, found %s", describe(n))
		return nil
	}
	names := map[string]string{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		from, to := n.Content[i], n.Content[i+1]
		if strings.Contains(from.Value+to.Value, ".") {
			r.mistake(from, "source.rename", "%s: %s is below another field; only fields of the row itself can be renamed", from.Value, to.Value)
		}
		names[from.Value] = to.Value
	}
	return names
}

// renamed gives fields of a row the names by which the scheme knows them, each in
// its place. A value that is there under the scheme's name stays.
func (s Source) renamed(row mapping.Row) mapping.Row {
	for _, from := range slices.Sorted(maps.Keys(s.Rename)) {
		other, known := place(row, from), place(row, s.Rename[from])
		if other < 0 || isNull(row[other].Value) || known >= 0 && !isNull(row[known].Value) {
			continue
		}
		row[other].Name = s.Rename[from]
		if known >= 0 {
			row = slices.Delete(row, known, known+1)
		}
	}
	return row
}

func place(row mapping.Row, name string) int {
	return slices.IndexFunc(row, func(m connectors.Member) bool { return m.Name == name })
}

// knownAs are the fields of a row once it is renamed.
func (s Source) knownAs(fields []connectors.Field) []connectors.Field {
	listed := map[string]bool{}
	for _, f := range fields {
		listed[f.Name] = true
	}
	var kept []connectors.Field
	for _, f := range fields {
		first, rest, below := strings.Cut(f.Name, ".")
		to, renamed := s.Rename[first]
		if renamed && below {
			to += "." + rest
		}
		if renamed {
			f.Name = to
		}
		if !renamed || !listed[to] {
			kept = append(kept, f)
		}
	}
	return kept
}
