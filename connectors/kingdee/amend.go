package kingdee

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/erpbridge/erpbridge/connectors"
)

// amended is a bill that replaces the one with the entry's ID. Its lines are all
// new: the server deletes those it had.
func (s shaper) amended(e connectors.Entry, id string) connectors.Object {
	if e.ID == "" {
		return s.model(e.Body)
	}
	s.emptying = true
	return append(connectors.Object{{Name: id, Value: json.Number(e.ID)}}, s.model(e.Body)...)
}

// empties says whether a field that is empty now is sent as such, because the
// bill would keep what it had: a text that may be empty, and none that chooses
// between values. The vendor does not say what empties others, and for some that
// are empty a new bill has a default of its form.
func (s shaper) empties(name string) bool {
	f, known := s.find(name)
	return known && f.Type == "string" && f.About == "" && !f.Mandatory && !equal(name, "FBillNo")
}

// Keeps are the fields, also of the finance part, that have lost their value and
// cannot be emptied, and lists that have lost their rows: a list that is not sent
// keeps them.
func (c *Client) Keeps(k connectors.Call, before, now connectors.Object) []string {
	return newShaper(fieldsOf(textOption(k.Options, "FormId"))).kept("", before, now)
}

func (s shaper) kept(prefix string, before, now connectors.Object) []string {
	var names []string
	for _, m := range before {
		v, given := now.Get(m.Name)
		old, parts := m.Value.(connectors.Object)
		switch {
		case blank(m.Value):
		case blank(v) && !(given && s.empties(prefix+m.Name)):
			names = append(names, prefix+m.Name)
		case parts:
			part, _ := v.(connectors.Object)
			names = append(names, s.kept(prefix+m.Name+".", old, part)...)
		}
	}
	return names
}

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
