package kingdee

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// amended is a bill that replaces the one with the entry's ID. Its lines are all
// new: the server deletes those it had. A text that is empty now is sent, or the
// old one would stay; what else is empty stays as it is at 金蝶, because it may
// be a default of the form there.
func (s shaper) amended(m connectors.Object, e connectors.Entry, id string) connectors.Object {
	if e.ID == "" {
		return m
	}
	out := connectors.Object{{Name: id, Value: json.Number(e.ID)}}
	for _, given := range e.Body {
		_, sent := m.Get(given.Name)
		if f, known := s.find(given.Name); !sent && known && free(f) && blank(given.Value) {
			out = append(out, connectors.Member{Name: given.Name, Value: ""})
		}
	}
	return append(out, m...)
}

// free is a text that may be empty, and none that chooses between values.
func free(f connectors.Field) bool { return f.Type == "string" && f.About == "" && !f.Mandatory }

// complete leaves out the options under which a bill would be changed in part:
// fields that are not named, and lines that it had before, would stay.
func complete(options connectors.Object, entries []connectors.Entry) connectors.Object {
	if !slices.ContainsFunc(entries, func(e connectors.Entry) bool { return e.ID != "" }) {
		return options
	}
	return slices.DeleteFunc(slices.Clone(options), func(m connectors.Member) bool {
		return strings.EqualFold(m.Name, "NeedUpDateFields") || strings.EqualFold(m.Name, "IsDeleteEntry")
	})
}
